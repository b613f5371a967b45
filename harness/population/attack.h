// The attackers that a population is put to, each by what it does on the ways to one domain. A row is a composition of few acts; what
// an act comes to against a defence is attempt's business. Their names are those of the atlas (scenarios/atlas): each row stands for one
// attack there, is called by that one's file or by its word in the file's table, and controls what is said there.
#pragma once
#include <span>
#include <string_view>

namespace gauntlet::population {

struct Attack {
  std::string_view name;
  std::string_view atlas;  ///< "on-path[strip]"
  std::string_view controls;
  bool on_path = false;     ///< at the mail exchangers: sees what is sent in clear
  bool strips = false;      ///< takes STARTTLS out of the answer to EHLO
  bool breaks = false;      ///< lets no TLS handshake come to its end
  bool terminates = false;  ///< ends TLS itself, with a certificate of its own making
  bool trusted = false;     ///< or with one for the host's name that everybody trusts
  bool blocks_protected = false;  ///< no connection to a host that has TLSA records
  bool redirects = false;         ///< answers the question for MX records with its own host
  bool hides_tlsa = false;        ///< denies TLSA records
  bool hides_policy = false;      ///< blocks the policy host
  bool plants_policy = false;     ///< announces and serves a policy that enforces its own host, certified by a CA that everybody trusts
  bool signs = false;             ///< what it says in DNS is validated: it holds the key of a zone above
  bool has_key = false;           ///< holds the private key of the hosts

  /// A host of its own is certified for its own name; the holder of a zone's key does without, whose TLSA records vouch for it.
  bool certified() const { return !signs || trusted; }
};

/// The first one controls nothing, the last one everything.
std::span<const Attack> attacks();
/// Its place among them, by its name here or its attack of the atlas; -1: none is called that.
int attack_named(std::string_view name);

}  // namespace gauntlet::population
