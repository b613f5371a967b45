// The verbs of the language: what each is called, what it takes, what it means. This table is the
// one place that says so; the manual in scenarios/README.md is checked against it. How a verb is
// found in a record is not here but in harness/judge/verbs.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/model.h"

namespace gauntlet::scenario {

/// A grammar is words: lower case stands for itself, UPPER CASE for an argument, [a|b] for at most
/// one of.
struct Verb {
  std::string name;
  std::string grammar;  ///< "deliver MSG [to MX] [over tls|in clear]"
  std::string manual;   ///< one line, in the third person: "a mail exchanger accepted ..."
};

const std::vector<Verb>& verbs();

/// The arguments of an act, sorted into the places of its verb's grammar.
struct Bound {
  std::map<std::string, std::string> value;  ///< "MSG" -> "note"
  std::set<std::string> said;                ///< chosen options, arguments left out: "over tls"

  bool has(const std::string& place) const { return value.contains(place); }
  /// "" when that place was left empty.
  std::string operator[](const std::string& place) const;
};

/// Throws Mistake (phrase.h) for an unknown verb or arguments that do not fit its grammar.
Bound bind(const Act&);

/// The table as Markdown, as it stands in scenarios/README.md.
std::string verb_manual();

}  // namespace gauntlet::scenario
