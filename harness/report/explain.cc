// See explain.h.
#include "harness/report/explain.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/text.h"
#include "harness/report/mapping.h"

namespace gauntlet::report {
namespace {

constexpr size_t most_bytes = 4096;  // of one text in one report
constexpr size_t most_lines = 100;
constexpr size_t most_events = 20;
constexpr size_t most_notes = 50;

template <typename F>
void each_line(std::string_view text, F f) {
  while (true) {
    const size_t end = std::min(text.find('\n'), text.size());
    f(text.substr(0, end));
    if (end == text.size()) return;
    text.remove_prefix(end + 1);
  }
}

std::string bounded(std::string_view text) {
  std::string out;
  size_t n = 0;
  each_line(text, [&](std::string_view line) {
    if (n++ >= most_lines || out.size() >= most_bytes) return;
    out += (out.empty() ? "" : "\n") + printable(line, most_bytes);
  });
  if (n > most_lines) out += fmt::format("\n... {} lines more", n - most_lines);
  return out;
}

std::string told(const std::vector<Event>& events) {
  std::string out;
  for (size_t i = 0; i < std::min(events.size(), most_events); ++i) {
    const auto& e = events[i];
    out += fmt::format("{}#{} {:.3f} s {} {}: {}", i ? "\n" : "", e.n, e.t, printable(e.actor, 100),
                       printable(e.what, 100), one_line(e.text));
  }
  if (events.size() > most_events)
    out += fmt::format("\n... {} more in the record", events.size() - most_events);
  return out;
}

void add(std::vector<Part>& parts, std::string label, std::string text, bool verbatim = false) {
  if (!text.empty()) parts.push_back({std::move(label), std::move(text), verbatim});
}

bool is_should(const Ruling& r) {
  return r.level == Level::should || r.level == Level::should_not;
}

/// Both in order.
bool within(const std::vector<std::string>& few, const std::vector<std::string>& many) {
  return std::includes(many.begin(), many.end(), few.begin(), few.end());
}

/// True for a note that says of a broken ruling what Expected and Actual say of it already.
bool repeats(const std::string& note, const std::vector<Ruling>& rulings) {
  return std::any_of(rulings.begin(), rulings.end(), [&](const Ruling& r) {
    return !r.text.empty() && !r.observed.empty() && note.find(r.text) != note.npos &&
           note.ends_with(r.observed);
  });
}

/// What proves a ruling, whoever saw it and however often.
std::string shape(const Ruling& r) {
  std::vector<std::string> kinds;
  for (const auto& e : r.events)
    if (std::find(kinds.begin(), kinds.end(), e.what) == kinds.end()) kinds.push_back(e.what);
  return one_line(fmt::format("{}", fmt::join(kinds, ", ")));
}

template <typename F>
std::string of_cells(const Results& r, F f) {
  std::vector<std::string> all;
  for (const auto& cell : r.cells)
    if (const auto one = one_line(f(cell), 200);
        std::find(all.begin(), all.end(), one) == all.end())
      all.push_back(one);
  return fmt::format("{}", fmt::join(all, ", "));
}

std::string contrast(const Ruling& r) {
  return fmt::format("expected {}; observed {}", one_line(r.expected), one_line(r.observed));
}

}  // namespace

std::string clean(std::string_view bytes) {
  std::string out;
  bool first = true;
  each_line(bytes, [&](std::string_view line) {
    if (!first) out += '\n';
    first = false;
    out += printable(line, std::string_view::npos);
  });
  return out;
}

std::string one_line(std::string_view bytes, size_t limit) {
  std::string joined;
  each_line(bytes, [&](std::string_view line) {
    joined += (joined.empty() ? "" : "; ") + std::string(line);
  });
  return printable(joined, limit);
}

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + one_line(one, 200);
  return text;
}

std::vector<std::string> clauses_of(const Ruling& r) {
  std::vector<std::string> all;
  for (size_t at = 0; at < r.clause.size();) {
    const size_t end = std::min(r.clause.find(", ", at), r.clause.size());
    all.push_back(one_line(r.clause.substr(at, end - at)));
    at = end + 2;
  }
  return all;
}

std::vector<Ruling> broken(const Scenario& s) {
  std::vector<Ruling> out;
  for (const auto& r : s.rulings)
    if (r.held == false && r.level != Level::note) out.push_back(r);
  std::stable_partition(out.begin(), out.end(), [](const Ruling& r) { return !is_should(r); });
  return out;
}

std::string requirement(const Ruling& r) {
  if (!r.requirement.empty()) return bounded(r.requirement);
  return one_line(
      fmt::format("{}{}{}: {}", r.clause, r.clause.empty() ? "" : " ", name(r.level), r.text),
      most_bytes);
}

std::string shortfall(const Scenario& s) {
  const auto all = broken(s);
  return all.empty() ? "" : contrast(all.front());
}

std::string reason(const Scenario& s) {
  if (!s.notes.empty()) return one_line(s.notes.front());
  for (const auto& r : s.rulings)
    if (!r.held) return "never put to the question: " + one_line(r.text);
  return "no reason was recorded";
}

std::vector<Part> explain(const Scenario& s) {
  std::vector<Part> parts;
  const auto rulings = broken(s);
  for (const auto& r : rulings) {
    add(parts, "Requirement", requirement(r));
    add(parts, "Expected", bounded(r.expected));
    add(parts, "Actual", bounded(r.observed));
    add(parts, "Events", told(r.events));
  }
  const bool open = s.verdict != Verdict::fail && s.verdict != Verdict::warning &&
                    s.verdict != Verdict::pass && s.verdict != Verdict::known;
  if (open && s.notes.empty()) add(parts, "Reason", reason(s));
  for (size_t i = 0; i < std::min(s.notes.size(), most_notes); ++i)
    if (!repeats(s.notes[i], rulings))
      add(parts, open && i == 0 ? "Reason" : "Note", bounded(s.notes[i]));
  if (s.known) add(parts, "Known gap", one_line(s.known->reason + "\n" + s.known->link));
  if (s.line) add(parts, "Scenario", fmt::format("{}:{}", one_line(s.file), s.line), true);
  add(parts, "Evidence", one_line(s.evidence, most_bytes), true);
  add(parts, "Reproduce", one_line(s.reproduce, most_bytes), true);
  return parts;
}

std::vector<std::string> warnings(const Scenario& s) {
  std::vector<std::string> out;
  for (const auto& r : broken(s)) {
    if (!is_should(r)) continue;
    auto text = one_line(r.text.empty() ? name(r.level) : r.text);
    // The line of a scenario mostly ends with its clauses.
    if (!r.clause.empty() && text.find(r.clause) == text.npos)
      text += " [" + one_line(r.clause) + "]";
    out.push_back(text + ": " + contrast(r));
  }
  return out;
}

std::string resolvers(const Results& r) {
  return of_cells(r, [](const Cell& c) { return c.resolver.name + " " + c.resolver.version; });
}

std::string isolations(const Results& r) {
  return of_cells(r, [](const Cell& c) { return c.isolation; });
}

std::vector<Alike> alike(const Results& results) {
  std::map<std::string, Alike> kinds;
  for (const auto& s : results.scenarios) {
    if (s.verdict != Verdict::fail) continue;
    const auto all = broken(s);
    if (all.empty() || all.front().events.empty()) continue;
    for (const auto& clause : clauses_of(all.front())) {
      const auto what = clause + ", shown by " + shape(all.front());
      kinds[what].what = what;
      kinds[what].ids.push_back(s.id);
    }
  }
  std::vector<Alike> out;
  for (const auto& [what, kind] : kinds)
    if (kind.ids.size() > 1) out.push_back(kind);
  std::stable_sort(out.begin(), out.end(),
                   [](const Alike& a, const Alike& b) { return a.ids.size() > b.ids.size(); });
  // What a larger kind has said of all its members needs no second word.
  for (size_t i = 0; i < out.size(); ++i)
    out.erase(std::remove_if(out.begin() + i + 1, out.end(),
                             [&](const Alike& other) { return within(other.ids, out[i].ids); }),
              out.end());
  return out;
}

}  // namespace gauntlet::report
