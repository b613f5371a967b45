// See steps.h. One small function per kind of line, in a table.
#include "harness/scenario/steps.h"

#include <functional>
#include <tuple>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::scenario {
namespace {

using Kind = StepLine::Kind;

/// USER, USER@ZONE or USER@[ADDRESS], as user and place.
std::pair<std::string, std::string> recipient(Phrase& phrase) {
  const auto address = phrase.next("a user");
  // (Within quotes an @ is a letter like any other.)
  const auto at = address.find('@', address.starts_with('"') ? address.rfind('"') : 0);
  std::pair<std::string, std::string> found{address.substr(0, at), at == address.npos ? "" : address.substr(at + 1)};
  if (!local_part(found.first) || (at != address.npos && found.second.empty()))
    throw Mistake{fmt::format("found '{}'; USER, USER@ZONE or USER@[ADDRESS] was expected", printable(address, 60))};
  return found;
}

void send(StepLine& line, Phrase& phrase) {
  line.subject = phrase.name("a message");
  if (!phrase.take("to"))
    throw Mistake{"found no 'to'; expected: send MSG to USER[@ZONE] [and USER[@ZONE]...] [OPTION...]"};
  std::tie(line.user, line.at) = recipient(phrase);
  while (phrase.take("and")) line.also.push_back(recipient(phrase));
  if (phrase.take("requiretls"))
    throw Mistake{"requiretls cannot be carried out: no way of submission hands the parameter REQUIRETLS of MAIL (RFC "
                  "8689, 2) to a candidate; the message would go without it"};
  const std::vector<std::pair<std::string, std::string>> options{{"tls-required-no", "tls-required-no"},
                                                                 {"without-sender", "without-sender"},
                                                                 {"another-author", "another-author"},
                                                                 {"same-id", "same-id"},
                                                                 {"dots", "dots"},
                                                                 {"from-lines", "from-lines"},
                                                                 {"eight-bit", "eight-bit"},
                                                                 {"bare-lf", "bare-lf"},
                                                                 {"bare-cr", "bare-cr"},
                                                                 {"long-lines", "long-lines"},
                                                                 {"long-dots", "long-dots"},
                                                                 {"many-dots", "many-dots"},
                                                                 {"large", "large"}};
  while (!phrase.done()) line.options.push_back(pick(options, phrase.next("an option"), "option"));
}

void nudge(StepLine& line, Phrase& phrase) {
  if (!phrase.done()) line.subject = phrase.name("a message");
}

/// What the fault means depends on the kind of the host, which is known when all blocks are read.
void break_host(StepLine& line, Phrase& phrase) {
  line.subject = phrase.name("a host");
  do {
    line.options.push_back(phrase.next("a fault"));
  } while (!phrase.done());
}

void await(StepLine& line, Phrase& phrase) {
  line.act = act(phrase);
  if (!phrase.take("within"))
    throw Mistake{"await has no deadline; expected: await ACT within DURATION"};
  line.within = phrase.duration();
}

/// "let 2s pass": the life of records and of what is remembered of them. The only wait of the language.
void let(StepLine& line, Phrase& phrase) {
  line.within = phrase.duration();
  if (!phrase.take("pass")) throw Mistake{"found no 'pass'; expected: let DURATION pass"};
  phrase.end();
}

/// "publish CHANGE", or "publish POLICY at HOST".
void publish(StepLine& line, Phrase& phrase) {
  line.subject = phrase.name("a change or policy");
  if (phrase.take("at")) line.at = phrase.name("a policy host");
}

/// "the clock moves 8d": eight days pass, by all clocks of the room; "the clock steps 8d": its wall clock alone is set, by "steps back" to earlier.
void the_clock(StepLine& line, Phrase& phrase) {
  const bool clock = phrase.take("clock"), moves = clock && phrase.take("moves"), steps = clock && !moves && phrase.take("steps");
  if (!moves && !steps) throw Mistake{"expected: the clock moves SPAN, or: the clock steps [back] SPAN"};
  line.kind = moves ? Kind::move_clock : Kind::step_clock;
  const bool back = steps && phrase.take("back");
  line.within = phrase.span() * (back ? -1 : 1);
}

/// "restart the candidate", "kill the candidate".
std::function<void(StepLine&, Phrase&)> the_candidate(std::string what) {
  return [what](StepLine&, Phrase& phrase) {
    if (!phrase.take("the") || !phrase.take("candidate")) throw Mistake{fmt::format("expected: {} the candidate", what)};
  };
}

/// A line that is one word and the name of something.
std::function<void(StepLine&, Phrase&)> about(std::string what) {
  return [what](StepLine& line, Phrase& phrase) { line.subject = phrase.name(what); };
}

struct Command {
  std::string word;
  Kind kind;
  std::function<void(StepLine&, Phrase&)> read;
};

const std::vector<Command>& commands() {
  static const std::vector<Command> all{{"start", Kind::start, about("an attacker")},
                                    {"stop", Kind::stop, about("an attacker")},
                                    {"send", Kind::send, send},
                                    {"nudge", Kind::nudge, nudge},
                                    {"break", Kind::break_host, break_host},
                                    {"mend", Kind::mend_host, about("a host")},
                                    {"publish", Kind::publish, publish},
                                    {"let", Kind::let, let},
                                    {"the", Kind::move_clock, the_clock},
                                    {"restart", Kind::restart, the_candidate("restart")},
                                    {"kill", Kind::kill, the_candidate("kill")},
                                    {"await", Kind::await, await}};
  return all;
}

/// Takes "[RFC7672-2.1.2-4, ...]" off the end of a ruling.
std::vector<std::string> take_clauses(std::string& text) {
  const auto open = text.rfind('[');
  if (!text.ends_with(']') || open == text.npos || open == 0 || text[open - 1] != ' ') return {};
  std::string inside = text.substr(open + 1, text.size() - open - 2);
  text.erase(open);
  std::vector<std::string> all;
  size_t begin = 0;
  while (begin <= inside.size()) {
    const auto comma = std::min(inside.find(',', begin), inside.size());
    const auto id = trim(std::string_view(inside).substr(begin, comma - begin));
    if (id.empty() || id.find(' ') != id.npos)
      throw Mistake{
          fmt::format("found '{}' among the clauses; ids with commas between were expected",
                      printable(id, 60))};
    all.push_back(id);
    begin = comma + 1;
  }
  return all;
}

/// Takes "in this step" off the end of a ban.
bool take_this_step(std::string& text) {
  constexpr std::string_view words = " in this step";
  text = trim(text);
  if (!text.ends_with(words)) return false;
  text.resize(text.size() - words.size());
  return true;
}

void ruling(StepLine& line, const std::string& word, std::string text) {
  line.kind = Kind::ruling;
  line.clauses = take_clauses(text);
  line.this_step_only = take_this_step(text);
  Phrase phrase(text);
  phrase.next("a level");
  const bool bans = word != "NOTE" && phrase.take("NOT");
  line.level = word == "NOTE"   ? Level::note
               : word == "MUST" ? (bans ? Level::must_not : Level::must)
                                : (bans ? Level::should_not : Level::should);
  line.act = act(phrase);
  if (phrase.take("within")) line.within = phrase.duration();
  phrase.end();
  if (line.this_step_only && !bans)
    throw Mistake{"'in this step' behind what is no ban; everything else is of its step anyway"};
}

}  // namespace

Act act(Phrase& phrase) {
  const auto all = phrase.until("within");
  if (all.empty()) throw Mistake{"the line ends; a verb was expected"};
  Act act{all.front(), {all.begin() + 1, all.end()}, {}};
  act.bound = bind(act);
  return act;
}

StepLine step_line(const std::string& written, int number) {
  StepLine line{.kind = Kind::nudge, .line = number};
  line.text = single_spaced(written);
  Phrase phrase(written);
  const auto word = phrase.next("a command");
  if (word == "MUST" || word == "SHOULD" || word == "NOTE") {
    ruling(line, word, single_spaced(written));
    return line;
  }
  std::vector<std::string> choices{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "NOTE"};
  for (const auto& row : commands()) {
    choices.push_back(row.word);
    if (row.word != word) continue;
    line.kind = row.kind;
    row.read(line, phrase);
    phrase.end();
    return line;
  }
  throw Mistake{unknown("line of a step", word, choices)};
}

std::string to_text(Level level) {
  switch (level) {
    case Level::must:
      return "MUST";
    case Level::must_not:
      return "MUST NOT";
    case Level::should:
      return "SHOULD";
    case Level::should_not:
      return "SHOULD NOT";
    case Level::note:
      break;
  }
  return "NOTE";
}

bool is_odd(const StepLine& line) {
  return line.kind == Kind::send && (!line.options.empty() || line.user.find('"') != std::string::npos);
}

bool awaited(const StepLine& line) {
  return line.kind == Kind::await ||
         (line.kind == Kind::ruling && (line.level == Level::must || line.level == Level::should));
}

}  // namespace gauntlet::scenario
