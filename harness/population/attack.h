// The attackers that a population is put to, each by what it does on the ways to one domain. A row is a composition of few acts; what
// an act comes to against a defence is attempt's business.
#pragma once
#include <span>
#include <string_view>

namespace gauntlet::population {

struct Attack {
  std::string_view name, controls;
  bool on_path = false;     ///< at the mail exchangers: sees what is sent in clear
  bool strips = false;      ///< takes STARTTLS out of the answer to EHLO
  bool breaks = false;      ///< lets no TLS handshake come to its end
  bool terminates = false;  ///< ends TLS itself, with a certificate of its own making
  bool trusted = false;     ///< or with one for the host's name that everybody trusts
  bool blocks_protected = false;  ///< no connection to a host that has TLSA records
  bool redirects = false;         ///< answers the question for MX records with its own host, which is certified for its own name
  bool hides_tlsa = false;        ///< denies TLSA records
  bool hides_policy = false;      ///< denies the TXT record of MTA-STS, and blocks the policy host
  bool plants_policy = false;     ///< announces and serves a policy that enforces its own host, certified by a CA that everybody trusts
  bool signs = false;             ///< what it says in DNS is validated: it holds the key of a zone above
  bool has_key = false;           ///< holds the private key of the hosts
};

/// The first one controls nothing, the last one everything.
std::span<const Attack> attacks();
/// Its place among them; -1: none has that name.
int attack_named(std::string_view name);

}  // namespace gauntlet::population
