// The verbs of the language: what each is called, what it takes, what it means. This table is the
// one place that says so; the manual in scenarios/README.md is checked against it. How a verb is
// found in a record is not here but in harness/judge/verbs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/model.h"

namespace gauntlet::scenario {

/// What linter, runner and judge must know of a verb beside its grammar.
struct Nature {
  /// Required of a message, it proves that the message was not lost on the way.
  bool relief = false;
  /// Seen, it shows that the sender got as far as the host or name in question.
  bool arrival = false;
  /// It may come of a connection that was opened before an answer was there which the sender is to
  /// heed, and which it may give up again: such a one breaks no ban.
  bool opening = false;
  /// It is an answer of the resolver, so that another answer to the same question contradicts it.
  bool answer = false;
  /// It moves a message: it cannot come any more when the message was returned.
  bool transport = false;
  bool queue = false;  ///< the candidate's own queue shows it
  bool home = false;   ///< a notice that came home shows it
};

/// A grammar is words: lower case stands for itself, UPPER CASE for an argument, [a|b] for at most
/// one of.
struct Verb {
  std::string name;
  std::string grammar;  ///< "deliver MSG [to MX] [over tls|in clear]"
  std::string manual;   ///< one line, in the third person: "a mail exchanger accepted ..."
  Nature is = {};
};

const std::vector<Verb>& verbs();

/// Throws Mistake (phrase.h) for an unknown verb or arguments that do not fit its grammar.
Bound bind(const Act&);

/// The table as Markdown, as it stands in scenarios/README.md.
std::string verb_manual();

}  // namespace gauntlet::scenario
