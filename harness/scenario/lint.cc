// See lint.h. One small function per rule; the complaint is a sentence that says why it matters.
#include "harness/scenario/lint.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/text.h"
#include "harness/scenario/lint_rules.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/reader.h"
#include "harness/scenario/steps.h"
#include "harness/scenario/table.h"
#include "harness/scenario/verbs.h"

namespace gauntlet::scenario {
namespace {

using Kind = StepLine::Kind;

bool is_ban(const StepLine& line) {
  return line.kind == Kind::ruling && ban(line.level);
}

// --- The head ---

void title_reads_well(const View& view) {
  if (view.scenario.title.empty()) view.complain(1, "the title is empty; a sentence was expected");
  if (view.scenario.title.ends_with('.'))
    view.complain(1, "the title ends with a full stop; titles stand in lists and have none");
}

void id_is_short_and_plain(const View& view) {
  const auto& id = view.scenario.id;
  auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/';
  };
  if (id.size() > 60)
    view.complain(0, fmt::format("the id '{}' has {} characters; 60 at most fit a list", id, id.size()));
  const auto file = without_row(id);
  if (!std::all_of(file.begin(), file.end(), fits))
    view.complain(
        0,
        fmt::format("the id '{}' must consist of lower-case letters, digits and dashes, since "
                    "files are named after it",
                    id));
}

// --- What proves something ---

// (Without what is awaited, a MUST and a SHOULD included, a play is no pass.)
void bans_are_put_to_the_question(const View& view) {
  for (const auto& step : view.scenario.steps) {
    if (std::any_of(step.lines.begin(), step.lines.end(), awaited)) continue;
    for (const auto& line : step.lines)
      if (is_ban(line))
        view.complain(
            line.line,
            "a ban in a step that awaits nothing: a sender that does nothing would keep it");
  }
}

/// A ban on what is said or sent to a host is no proof where a sender got no further than its own
/// queue (it may wait for the host's retry time): the step must see it come to the host or to its
/// DNS.
void bans_see_the_sender_arrive(const View& view) {
  const auto arrives = [](const StepLine& line) {
    const auto* verb = line.act.bound.verb;
    return awaited(line) && (verb->is.arrival || verb->is.relief);
  };
  for (const auto& step : view.scenario.steps) {
    if (std::any_of(step.lines.begin(), step.lines.end(), arrives)) continue;
    for (const auto& line : step.lines) {
      if (!is_ban(line) || !line.act.bound.verb->is.arrival) continue;
      view.complain(line.line,
                    "a ban in a step that awaits no attempt, query or answer: a sender that tried "
                    "nothing in this step would keep it");
    }
  }
}

/// Questions are told apart by their names: one about a foreign name is nobody's.
void questions_are_about_own_names(const View& view) {
  each_line(view.scenario, [&](size_t, const StepLine& line) {
    const auto& act = line.act.bound;
    if (!act.verb || (act.verb->name != "query" && act.verb->name != "answer")) return;
    const auto name = absolute(act["NAME"]).text;
    if (name.find('{') == name.npos)
      view.complain(line.line,
                    fmt::format("'{}' lies outside the scenario's zones: questions for it are not "
                                "told apart, so that this is never seen",
                                name));
  });
}

/// What comes after the first step is relief, in which other things are true.
void traits_are_learnt_first(const View& view) {
  const auto& learns = view.scenario.learns;
  if (!learns || view.scenario.steps.empty()) return;
  const auto message = learns->second.bound["MSG"];
  if (message.empty()) return;
  const auto& lines = view.scenario.steps.front().lines;
  if (std::none_of(lines.begin(), lines.end(), [&](const StepLine& line) {
        return line.kind == Kind::send && line.subject == message;
      }))
    view.complain(1, fmt::format("the trait '{}' is learnt in the first step, which sends no '{}'",
                                 learns->first, message));
}

/// The messages that step i leaves proven: required to be delivered in it or later, or to bounce. (What had been delivered, or had come back, before is not
/// lost, either.)
std::set<std::string> relieved(const Scenario& scenario, size_t from) {
  std::set<std::string> all, decided;
  for (size_t i = from; i < scenario.steps.size(); ++i)
    for (const auto& line : scenario.steps[i].lines) {
      if (!awaited(line)) continue;
      const auto& act = line.act.bound;
      if (act.verb->is.relief) all.insert(act["MSG"]);
      if (act.verb->name == "decide") decided.insert(act["MSG"]);
    }
  // What the sender has decided on is not lost, if another message shows that the way is open.
  if (!all.empty()) all.insert(decided.begin(), decided.end());
  for (size_t i = 0; i < from; ++i)
    for (const auto& line : scenario.steps[i].lines)
      if (awaited(line) && line.act.bound.verb->is.relief) all.insert(line.act.bound["MSG"]);
  return all;
}

void bans_have_relief(const View& view) {
  each_line(view.scenario, [&](size_t step, const StepLine& line) {
    if (!is_ban(line)) return;
    const auto proven = relieved(view.scenario, step);
    const auto message = line.act.bound["MSG"];
    if (message.empty() ? proven.empty() : !proven.contains(message))
      view.complain(
          line.line,
          fmt::format("a ban without relief: no step from here on requires {} to be delivered "
                      "(or to bounce), so a sender that lost it would keep the ban",
                      message.empty() ? "a message" : "'" + message + "'"));
  });
}

void steps_have_a_deadline(const View& view) {
  const auto lasts = [](const StepLine& line) { return awaited(line) || line.kind == StepLine::Kind::let; };
  for (const auto& step : view.scenario.steps)
    if (std::none_of(step.lines.begin(), step.lines.end(), lasts))
      view.complain(step.line, fmt::format("step '{}' awaits nothing, so it would be over at once",
                                           step.name));
}

/// (What an attack of the atlas shows is looked for in its record: not every defence asks what it forges.)
void dns_attacks_are_seen_to_arrive(const View& view) {
  if (!view.scenario.controls.empty()) return;
  std::set<std::pair<std::string, std::string>> awaited_names;
  each_line(view.scenario, [&](size_t, const StepLine& line) {
    if (!awaited(line) || (line.act.verb != "query" && line.act.verb != "answer")) return;
    const auto& act = line.act.bound;
    awaited_names.emplace(absolute(act["NAME"]).text + ".", act["TYPE"]);
  });
  for (const auto& attacker : view.scenario.attackers)
    for (const auto* rules : {&attacker.dns, &attacker.stub})
      for (const auto& [zone, rule] : *rules) {
        const bool seen =
            std::any_of(awaited_names.begin(), awaited_names.end(), [&rule = rule](const auto& asked) {
              return (rule.owner == "*" || rule.owner == asked.first) &&
                     (rule.type == "ANY" || rule.type == asked.second);
            });
        if (!seen)
          view.complain(
              attacker.line,
              fmt::format(
                  "{} attacks {} {}, but no step awaits a query or answer for it: nothing would "
                  "prove that the attack reached the sender",
                  attacker.name, rule.owner, rule.type));
      }
}

// --- Rulings ---

void rulings_have_clauses(const View& view) {
  if (view.scenario.family == "control") return;
  each_line(view.scenario, [&](size_t, const StepLine& line) {
    if (line.kind == Kind::ruling && line.level != Level::note && line.clauses.empty())
      view.complain(line.line, "a ruling that cites no clause; expected: [CLAUSE, ...] at its end");
  });
}

void clauses_are_known(const View& view) {
  const auto ids = view.catalogue.ids();
  each_line(view.scenario, [&](size_t, const StepLine& line) {
    for (const auto& id : line.clauses) {
      if (view.catalogue.find(id)) continue;
      const auto meant = nearest(id, ids);
      view.complain(
          line.line,
          fmt::format("unknown clause '{}'{}", id,
                      meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant)));
    }
  });
}

void rulings_are_not_stricter_than_clauses(const View& view) {
  each_line(view.scenario, [&](size_t, const StepLine& line) {
    if (line.kind != Kind::ruling || line.level == Level::note) return;
    const bool must = line.level == Level::must || line.level == Level::must_not;
    for (const auto& id : line.clauses) {
      const auto* clause = view.catalogue.find(id);
      if (!clause) continue;
      const bool allowed =
          clause->must() || (!must && (clause->should() || clause->level == "stated"));
      if (!allowed)
        view.complain(line.line, fmt::format("{} is stricter than {}, whose level is {}",
                                             to_text(line.level), id, clause->level));
    }
  });
}

void deadlines_fit_levels(const View& view) {
  each_line(view.scenario, [&](size_t, const StepLine& line) {
    if (line.kind != Kind::ruling) return;
    if (awaited(line) && !line.within)
      view.complain(line.line, fmt::format("{} without a deadline; 'within DURATION' was expected",
                                           to_text(line.level)));
    if (!awaited(line) && line.within)
      view.complain(line.line,
                    fmt::format("{} with a deadline; it holds over the whole step and has none",
                                to_text(line.level)));
  });
}

const std::vector<void (*)(const View&)>& rules() {
  static const std::vector<void (*)(const View&)> all{
      title_reads_well,     id_is_short_and_plain,   bans_are_put_to_the_question,
      bans_have_relief,     steps_have_a_deadline,   dns_attacks_are_seen_to_arrive,
      rulings_have_clauses, clauses_are_known,       rulings_are_not_stricter_than_clauses,
      deadlines_fit_levels, places_have_names_known, steps_have_names_known,
      nothing_stands_idle,  bans_see_the_sender_arrive, questions_are_about_own_names,
      traits_are_learnt_first};
  return all;
}

}  // namespace

std::vector<Complaint> lint(const Scenario& scenario, const Catalogue& catalogue) {
  std::vector<Complaint> found;
  for (const auto& rule : rules()) rule({scenario, catalogue, found});
  std::stable_sort(found.begin(), found.end(),
                   [](const Complaint& a, const Complaint& b) { return a.line < b.line; });
  return found;
}

std::vector<Complaint> lint_all(const std::vector<Scenario>& scenarios,
                                const Catalogue& catalogue) {
  std::vector<Complaint> found;
  std::map<std::string, std::string> teachers, labels;
  for (const auto& scenario : scenarios) {
    for (auto& complaint : lint(scenario, catalogue)) found.push_back(std::move(complaint));
    const auto [same, fresh] = labels.emplace(label(scenario.id), scenario.id);
    if (!fresh)
      found.push_back(
          {scenario.file, 0, fmt::format("its evidence would be named as that of {}", same->second)});
    if (!scenario.learns) continue;
    const auto [other, first] = teachers.emplace(scenario.learns->first, scenario.id);
    if (!first)
      found.push_back({scenario.file, 1,
                       fmt::format("the trait '{}' is taught by {} already", scenario.learns->first,
                                   other->second)});
  }
  std::vector<std::string> traits;
  for (const auto& [trait, teacher] : teachers) traits.push_back(trait);
  for (const auto& scenario : scenarios)
    for (const auto& [trait, wanted] : scenario.given)
      if (!teachers.contains(trait))
        found.push_back({scenario.file, 1, unknown("trait", trait, traits)});
  return each_once(found);
}

}  // namespace gauntlet::scenario
