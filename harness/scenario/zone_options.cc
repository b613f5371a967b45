// See zone_options.h.
#include "harness/scenario/zone_options.h"

#include "harness/scenario/actors.h"

namespace gauntlet::scenario {
namespace {

int algorithm(Phrase& phrase) {
  static const std::vector<std::pair<std::string, int>> known{{"5", 5},   {"7", 7},   {"8", 8},   {"10", 10},
                                                              {"13", 13}, {"14", 14}, {"15", 15}, {"16", 16}};
  return pick(known, phrase.next("an algorithm's number"), "algorithm");
}

/// Servers that sign zones by themselves: fixtures/dns/servers/NAME-signer.server.
const std::vector<std::pair<std::string, std::string>> signers{{"bind", "bind"}, {"knot", "knot"}};

}  // namespace

void read_zone_options(dns::Zone& zone, Phrase& phrase) {
  const std::vector<std::string> choices{"nsec3",
                                         "iterations",
                                         "opt-out",
                                         "compact",
                                         "algorithm",
                                         "ds",
                                         "no-ds",
                                         "wrong-ds",
                                         "unsupported-digest",
                                         "by",
                                         "unsupported-algorithm"};
  int options = 0;
  while (!phrase.done()) {
    const auto word = phrase.next("an option");
    ++options;
    if (word == "nsec3")
      zone.nsec3 = true;
    else if (word == "iterations")
      zone.nsec3_iterations = phrase.number("a number of iterations", 5000);
    else if (word == "opt-out")
      zone.nsec3_opt_out = true;
    else if (word == "compact")
      zone.compact = true;
    else if (word == "algorithm")
      zone.algorithm = algorithm(phrase);
    else if (word == "ds")
      zone.several_ds.push_back(ds_record(phrase));
    else if (word == "by")
      zone.signer = pick(signers, phrase.next("a server that signs"), "server that signs");
    else if (word == "no-ds")
      zone.ds = dns::Ds::missing;
    else if (word == "wrong-ds")
      zone.ds = dns::Ds::wrong;
    else if (word == "unsupported-digest")
      zone.ds = dns::Ds::unsupported_digest;
    else if (word == "unsupported-algorithm")
      zone.unsupported_algorithm = true;
    else
      throw Mistake{unknown("option of a zone", word, choices)};
  }
  if (options > 0 && !zone.is_signed)
    throw Mistake{"an unsigned zone has no options; 'signed' was expected"};
  if (!zone.signer.empty() && options > 1) throw Mistake{"a server that signs a zone by itself does it in its own way; nothing else was expected beside 'by'"};
  if (!zone.nsec3 && (zone.nsec3_iterations || zone.nsec3_opt_out))
    throw Mistake{"iterations and opt-out belong to NSEC3; 'nsec3' was expected before them"};
  if (zone.nsec3 && zone.compact) throw Mistake{"compact denials are of NSEC records here; 'nsec3' was not expected beside them"};
  if (zone.ds != dns::Ds::right && !zone.several_ds.empty())
    throw Mistake{"no-ds, wrong-ds and unsupported-digest say what the only DS is; 'ds' was not expected beside them"};
}

}  // namespace gauntlet::scenario
