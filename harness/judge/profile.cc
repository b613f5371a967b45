// See profile.h.
#include "harness/judge/profile.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/scenario/files.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::judge {
namespace {

namespace fs = std::filesystem;
using scenario::Clause;
using scenario::unknown;

constexpr double enough = 0.9;  ///< of the countable clauses must be ruled on

/// Which clauses were ruled on, and whether every ruling held. A known gap is a gap still.
std::map<std::string, bool> ruled_on(const std::vector<Verdict>& verdicts) {
  std::map<std::string, bool> met;
  for (const auto& verdict : verdicts) {
    const auto result = verdict.unexcused;
    const bool passes = result == Result::pass || result == Result::warning;
    if (!passes && result != Result::fail) continue;
    for (const auto& ruling : verdict.rulings) {
      if (!ruling.decided || (ruling.held && !passes)) continue;
      for (const auto& id : ruling.clauses) {
        const auto [entry, fresh] = met.emplace(id, ruling.held);
        if (!fresh) entry->second = entry->second && ruling.held;
      }
    }
  }
  return met;
}

/// Clauses that a scenario cites, in rulings or in notes.
std::set<std::string> cited(const std::vector<Verdict>& verdicts,
                            std::vector<Ruling> Verdict::*where) {
  std::set<std::string> all;
  for (const auto& verdict : verdicts)
    for (const auto& ruling : verdict.*where)
      all.insert(ruling.clauses.begin(), ruling.clauses.end());
  return all;
}

class Countable {
 public:
  explicit Countable(const std::vector<Verdict>& verdicts)
      : ruled_(cited(verdicts, &Verdict::rulings)), noted_(cited(verdicts, &Verdict::notes)) {}

  bool operator()(const Clause& clause) const {
    if (clause.level == "MAY") return false;
    if (ruled_.contains(clause.id)) return true;
    return clause.status == Clause::Status::open && (clause.must() || !noted_.contains(clause.id));
  }

 private:
  std::set<std::string> ruled_, noted_;
};

/// The controls that say nothing good of this run, "" when all do.
std::string failed_controls(const std::vector<Verdict>& verdicts) {
  std::string all;
  for (const auto& verdict : verdicts) {
    const auto result = verdict.unexcused;
    const bool bad = result == Result::fail || result == Result::inconclusive || result == Result::error;
    if (verdict.family == "control" && bad) all += (all.empty() ? "" : ", ") + verdict.scenario;
  }
  return all;
}

/// What one scenario says of a case that rests on it.
CaseResult told_by(const Verdict& verdict, bool contrary) {
  switch (verdict.unexcused) {
    case Result::pass:
    case Result::warning:
      return contrary ? CaseResult::unmet : CaseResult::met;
    case Result::fail:
      return contrary ? CaseResult::met : CaseResult::unmet;
    case Result::not_applicable:
      return CaseResult::not_applicable;
    default:
      return CaseResult::unruled;
  }
}

/// "not declared: suites TLS_AES_128_CCM_SHA256 with DANE"
std::string sentence(const DeclaredResult& one) {
  const auto what = one.result == Declared::not_seen       ? "not seen: "
                    : one.result == Declared::not_declared ? "not declared: "
                                                           : "in another order: ";
  return what + one.kind + (one.parameter.empty() ? "" : " " + one.parameter) + (one.with_dane ? " with DANE" : " without DANE");
}

RuledCase ruled(const Case& asked, const std::vector<Verdict>& verdicts, const std::vector<DeclaredResult>& offered) {
  std::map<CaseResult, std::vector<std::string>> by;
  const auto ask = [&](const std::string& named, bool contrary) {
    bool played = false;
    for (const auto& verdict : verdicts)
      if (names_scenario(named, verdict.scenario)) {
        by[told_by(verdict, contrary)].push_back(verdict.scenario);
        played = true;
      }
    if (!played) by[CaseResult::unruled].push_back(named);
  };
  for (const auto& one : asked.scenarios) ask(one, false);
  for (const auto& one : asked.contrary) ask(one, true);
  for (const auto& kind : asked.offers) {
    bool compared = false;
    for (const auto& one : offered) {
      if (one.kind != kind) continue;
      compared = true;
      if (one.result == Declared::seen) by[CaseResult::met];
      else by[CaseResult::unmet].push_back(sentence(one));
    }
    if (!compared) by[CaseResult::unruled].push_back("no " + kind + " were declared, or no handshake was seen");
  }
  for (const auto result : {CaseResult::unmet, CaseResult::unruled, CaseResult::met, CaseResult::not_applicable})
    if (by.contains(result)) return {asked.id, asked.title, result, by[result], asked.contrary};
  return {asked.id, asked.title, CaseResult::unruled, {}, {}};
}

/// "case J-02  A title", and a scenario in each line of its body.
Case case_of(const Block& block, const std::string& file, std::vector<Complaint>& complaints) {
  const auto head = words(block.head);
  Case out{.id = head.size() > 1 ? head[1] : "", .title = {}, .scenarios = {}, .contrary = {}, .offers = {}, .line = block.line};
  if (head.size() < 3) complaints.push_back({file, block.line, "'case ID TITLE' was expected"});
  else out.title = trim(std::string_view(block.head).substr(block.head.find(out.id, 4) + out.id.size()));
  for (const auto& line : block.body) {
    const auto said = words(line.text);
    if (said.empty()) continue;
    if (said.size() == 1) out.scenarios.push_back(said[0]);
    else if (said.size() == 2 && said[0] == "contrary") out.contrary.push_back(said[1]);
    else if (said[0] == "offers")
      for (size_t i = 1; i < said.size(); ++i) {
        const auto& kinds = offered_kinds();
        if (std::find(kinds.begin(), kinds.end(), said[i]) == kinds.end()) complaints.push_back({file, line.number, unknown("kind", said[i], kinds)});
        out.offers.push_back(said[i]);
      }
    else complaints.push_back({file, line.number, "a scenario's id was expected, 'contrary' and one, or 'offers' and kinds of parameters"});
  }
  return out;
}

}  // namespace

bool names_scenario(const std::string& named, const std::string& id) {
  return id == named || id.starts_with(named + "[");
}

bool rests_on(const Profile& profile, const scenario::Scenario& s) {
  const auto named = [&](const auto& all) {
    return std::any_of(all.begin(), all.end(), [&](const auto& name) { return names_scenario(name, s.id); });
  };
  const auto asks = [&](const std::string& clause) {
    return std::find(profile.clauses.begin(), profile.clauses.end(), clause) != profile.clauses.end();
  };
  for (const auto& one : profile.cases)
    if (named(one.scenarios) || named(one.contrary)) return true;
  for (const auto& step : s.steps)
    for (const auto& line : step.lines)
      if (std::any_of(line.clauses.begin(), line.clauses.end(), asks)) return true;
  return false;
}

std::vector<Complaint> unknown_scenarios(const Profile& profile, const std::vector<std::string>& suite) {
  std::vector<Complaint> complaints;
  const auto check = [&](const Case& one, const std::string& named) {
    if (std::any_of(suite.begin(), suite.end(), [&](const auto& id) { return names_scenario(named, id); })) return;
    const auto meant = scenario::nearest(named, suite);
    complaints.push_back({profile.file, one.line,
                          fmt::format("case {} names {}: there is no such scenario{}", one.id, named,
                                      meant.empty() ? "" : "; did you mean '" + meant + "'?")});
  };
  for (const auto& one : profile.cases) {
    for (const auto& named : one.scenarios) check(one, named);
    for (const auto& named : one.contrary) check(one, named);
  }
  return complaints;
}

Profile parse_profile(const std::string& id, const std::string& file, std::string_view text) {
  Profile profile{.id = id, .title = {}, .source = {}, .demand = {}, .clauses = {}, .cases = {}, .file = file};
  std::vector<Complaint> complaints;
  for (const auto& block : parse_blocks(file, text)) {
    const auto word = block.head.substr(0, block.head.find_first_of(" \t"));
    const auto rest = trim(std::string_view(block.head).substr(word.size()));
    if (word == "title")
      profile.title = rest;
    else if (word == "source")
      profile.source = rest;
    else if (word == "demand")
      profile.demand = rest;
    else if (word == "clauses")
      for (const auto& line : block.body)
        for (const auto& clause : words(line.text)) profile.clauses.push_back(clause);
    else if (word == "case")
      profile.cases.push_back(case_of(block, file, complaints));
    else
      complaints.push_back(
          {file, block.line, unknown("block", word, {"title", "source", "demand", "clauses", "case"})});
  }
  if (profile.title.empty()) complaints.push_back({file, 1, "no title; 'title TEXT' was expected"});
  if (profile.clauses.empty())
    complaints.push_back({file, 1, "no clauses; a block 'clauses' was expected"});
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return profile;
}

std::vector<Profile> read_profiles(const std::string& folder,
                                   const scenario::Catalogue& catalogue) {
  std::vector<Profile> all;
  std::vector<Complaint> complaints;
  for (const auto& file : scenario::files_in(folder, ".profile")) {
    try {
      all.push_back(parse_profile(fs::path(file).stem().string(), file, read_file(file)));
      for (const auto& id : all.back().clauses)
        if (!catalogue.find(id)) {
          const auto meant = scenario::nearest(id, catalogue.ids());
          complaints.push_back(
              {file, 0,
               fmt::format("unknown clause '{}'{}", id,
                           meant.empty() ? "" : "; did you mean '" + meant + "'?")});
        }
    } catch (const Complaints& found) {
      complaints.insert(complaints.end(), found.all().begin(), found.all().end());
    }
  }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  std::sort(all.begin(), all.end(), [](const Profile& a, const Profile& b) { return a.id < b.id; });
  return all;
}

Score score(const Profile& profile, const scenario::Catalogue& catalogue,
            const std::vector<Verdict>& verdicts, const std::vector<DeclaredResult>& offered) {
  const auto met = ruled_on(verdicts);
  const Countable countable(verdicts);
  Score score{.profile = profile.id, .score = {}, .unscored = {}, .unmet = {}, .unruled = {}, .cases = {}};
  for (const auto& id : profile.clauses) {
    const auto* clause = catalogue.find(id);
    if (!clause || !countable(*clause)) continue;
    auto& share = clause->must() ? score.must : score.should;
    ++share.total;
    const auto found = met.find(id);
    if (found == met.end()) {
      score.unruled.push_back(id);
      continue;
    }
    ++share.ruled;
    if (found->second)
      ++share.met;
    else
      score.unmet.push_back(id);
  }
  for (const auto& one : profile.cases) score.cases.push_back(judge::ruled(one, verdicts, offered));
  const int ruled = score.must.ruled + score.should.ruled;
  const int total = score.must.total + score.should.total;
  if (const auto controls = failed_controls(verdicts); !controls.empty())
    score.unscored = fmt::format("{} did not pass", controls);
  else if (ruled == 0 || ruled < enough * total)
    score.unscored = fmt::format("{} of {} clauses ruled on", ruled, total);
  else
    score.score = 100.0 * (score.must.met + score.should.met) / ruled;
  return score;
}

}  // namespace gauntlet::judge
