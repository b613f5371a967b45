// See html_data.h.
#include "harness/report/html_data.h"

#include <algorithm>

#include "harness/report/explain.h"
#include "harness/report/mapping.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

constexpr size_t most_of_stories = 24'000'000;  // bytes of all timelines
constexpr size_t most_of_story = 64'000, most_of_log = 32'000;  // of one

json::array strings(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& one : all) out.emplace_back(one);
  return out;
}

json::object told(const Ruling& r) {
  json::array events;
  for (const auto& e : r.events) events.push_back(json::array{e.n, e.t, e.actor, e.what, e.text});
  return {{"level", name(r.level)}, {"text", r.text}, {"clause", r.clause}, {"requirement", r.requirement},
          {"held", r.held ? json::value(*r.held) : json::value(nullptr)}, {"expected", r.expected}, {"observed", r.observed},
          {"events", events}};
}

json::object told(const Scenario& s) {
  json::array rulings;
  for (const auto& r : s.rulings) rulings.push_back(told(r));
  json::object out{{"title", s.title}, {"file", s.file}, {"line", s.line}, {"cell", s.cell}, {"verdict", name(s.verdict)},
                   {"raw", name(s.raw)}, {"seconds", s.seconds}, {"rulings", rulings}, {"notes", strings(s.notes)},
                   {"evidence", s.evidence}, {"reproduce", s.reproduce}};
  if (s.known) out["known"] = {{"reason", s.known->reason}, {"link", s.known->link}};
  return out;
}

/// Bounded; a moment is a list, since there are many of them.
json::object told(const Story& story) {
  json::array moments;
  size_t bytes = 0, more = story.more;
  for (const auto& m : story.moments) {
    if (bytes > most_of_story) {
      ++more;
      continue;
    }
    bytes += 60 + m.text.size() + m.label.size();
    json::array one{m.n, static_cast<double>(static_cast<std::int64_t>(m.t * 1000)) / 1000, m.actor, m.what, clean(m.text)};
    if (!m.from.empty()) one.insert(one.end(), {m.from, m.to, clean(m.label), m.tls ? 1 : 0});
    moments.push_back(std::move(one));
  }
  json::array log, attackers;
  size_t of_log = 0, more_log = story.more_log;
  for (const auto& line : story.log) {
    if ((of_log += line.size()) > most_of_log) ++more_log;
    else log.emplace_back(clean(line));
  }
  for (const auto& [name, place] : story.attackers) attackers.push_back(json::array{name, place});
  return {{"moments", moments}, {"more", more}, {"log", log}, {"moreLog", more_log}, {"attackers", attackers}, {"text", clean(story.scenario)}};
}

}  // namespace

std::vector<std::string> html_data(const Material& material) {
  std::vector<json::object> scenarios;
  for (const auto& run : material.runs) {
    json::object all;
    for (const auto& s : run.results.scenarios) all[s.id] = told(s);
    scenarios.push_back(std::move(all));
  }
  size_t room = most_of_stories;
  for (const auto v : {Verdict::fail, Verdict::error, Verdict::known, Verdict::inconclusive, Verdict::warning, Verdict::not_applicable, Verdict::pass})
    for (size_t i = 0; i < material.runs.size(); ++i) {
      const auto& run = material.runs[i];
      if (!run.background) continue;
      for (const auto& s : run.results.scenarios) {
        // (A story is some 20 kB; once one has had no room none of its kind has.)
        if (s.verdict != v || room < most_of_story || s.cell.empty()) continue;
        auto story = told(run.background->story(s));
        const auto bytes = json::serialize(story).size();
        room -= std::min(room, bytes);
        scenarios[i][s.id].as_object()["story"] = std::move(story);
      }
    }
  std::vector<std::string> out;
  for (size_t i = 0; i < material.runs.size(); ++i)
    out.push_back(json::serialize(json::object{{"name", material.runs[i].name}, {"scenarios", std::move(scenarios[i])}}));
  return out;
}

}  // namespace gauntlet::report
