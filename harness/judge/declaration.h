// A declaration: what a vendor says that its sender offers in TLS, held against what it was seen to offer. (BSI TR-03108-P, 4.5.6 and
// 4.5.7, asks for one for connections under DANE and one for the others; its cases F-01 to F-03 compare.)
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/judge.h"

namespace gauntlet::judge {

/// What a ClientHello offers, kind by kind ("versions", "suites", "groups", "signatures", "extensions"), each in the client's order.
using Offer = std::map<std::string, std::vector<std::string>>;

struct Declaration {
  std::string title;
  Offer with_dane, without_dane;
  std::string file;
};

/// The kinds, in the order in which they are told.
const std::vector<std::string>& offered_kinds();

/// "title TEXT", and one block "offer" for all connections, or "offer with dane" and "offer without dane"; a body line names a kind and
/// its parameters by IANA's names ("1.3", "TLS_AES_256_GCM_SHA384", "x25519"). What is not declared is not compared. Throws Complaints.
Declaration parse_declaration(const std::string& file, std::string_view text);

enum class Declared { seen, not_seen, not_declared, other_order };

/// What came of one parameter, or, for `other_order`, of the order of all of a kind.
struct DeclaredResult {
  bool with_dane = false;
  std::string kind, parameter;
  Declared result = Declared::seen;
};

/// Holds every ClientHello at port 25 against the declaration. With DANE is one in a play in which the sender had been given TLSA
/// records with AD before. The order of versions and suites is compared, too. Nothing is said of a posture of which no handshake was seen.
std::vector<DeclaredResult> compare(const Declaration&, const std::vector<Cell>&);

}  // namespace gauntlet::judge
