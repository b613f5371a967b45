// See junit.h. The limits below are those of the readers: Jenkins keeps 1,000 characters of a
// passing case's output and 100,000 of a failing one's; GitLab refuses files from 30 MB.
#include "harness/report/junit.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "harness/report/explain.h"

namespace gauntlet::report {
namespace {

constexpr size_t most_of_file = 30'000'000, most_of_passing = 1'000, most_of_failing = 90'000;

struct Case {
  const Scenario* scenario;
  std::string element;  ///< "failure", "error", "skipped" or "" (passed)
  std::string type, message;
};

Case mapped(const Scenario& s, bool strict) {
  const auto message = [&] { return shortfall(s).empty() ? reason(s) : shortfall(s); };
  switch (s.verdict) {
    case Verdict::fail:
      return {&s, "failure", "MUST", message()};
    case Verdict::inconclusive:
      return {&s, "error", "inconclusive", reason(s)};
    case Verdict::error:
      return {&s, "error", "harness", reason(s)};
    case Verdict::not_applicable:
      return {&s, "skipped", "not-applicable", reason(s)};
    case Verdict::known:
      return {&s, "skipped", "xfail", "known: " + one_line(s.known->link)};
    case Verdict::warning:
      if (strict) return {&s, "failure", "SHOULD", message()};
      break;
    case Verdict::pass:
      break;
  }
  return {&s, "", "", ""};
}

bool red(const Case& c) {
  return c.element == "failure" || c.element == "error";
}

/// Cut at a line's end where there is one; the text is clean UTF-8.
std::string shortened(std::string text, size_t limit) {
  if (text.size() <= limit) return text;
  size_t end = text.rfind('\n', limit);
  if (end == text.npos || end == 0)
    for (end = limit; end && (text[end] & 0xc0) == 0x80;) --end;
  const auto lost = text.size() - end;
  text.resize(end);
  return text + fmt::format("\n... {} bytes more", lost);
}

/// GitLab takes the first such mark in the output for a file: only ours may be one.
std::string disarmed(std::string text) {
  for (size_t at = 0; (at = text.find("[[ATTACHMENT", at)) != text.npos; at += 2)
    text.insert(at + 1, " ");
  return text;
}

std::string output(const Case& c, size_t limit) {
  const auto& s = *c.scenario;
  std::string text = one_line(s.title, 400) + '\n' + name(s.verdict) + '\n';
  for (const auto& warning : warnings(s)) text += "WARN: " + warning + '\n';
  if (outgrown(s)) text += "note: a known gap that passes: " + one_line(s.known->link) + '\n';
  if (s.known) text += fmt::format("raw verdict: {}\n", name(s.raw));
  for (const auto& r : s.rulings)
    if (r.level == Level::note)
      text += "NOTE: " + one_line(r.text) + ": " + one_line(r.observed) + '\n';
  for (const auto& note : s.notes) text += "note: " + one_line(note) + '\n';
  std::string attachment;
  if (red(c) && !s.evidence.empty())
    attachment = fmt::format("[[ATTACHMENT|{}]]\n", one_line(s.evidence));
  return attachment +
         shortened(disarmed(text), red(c) ? limit : std::min(limit, most_of_passing - 50));
}

void set(pugi::xml_node node, const char* attribute, const std::string& value) {
  node.append_attribute(attribute) = value.c_str();
}

void set(pugi::xml_node node, const char* attribute, double seconds) {
  set(node, attribute, fmt::format("{:.3f}", seconds > 0 ? seconds : 0));
}

void property(pugi::xml_node properties, const char* name, const std::string& value) {
  auto node = properties.append_child("property");
  set(node, "name", std::string(name));
  set(node, "value", value);
}

void add_properties(pugi::xml_node node, const Scenario& s) {
  auto properties = node.append_child("properties");
  property(properties, "title", one_line(s.title, 400));
  property(properties, "verdict", name(s.verdict));
  for (const auto& clause : s.clauses) property(properties, "clause", one_line(clause));
  if (!s.evidence.empty()) property(properties, "evidence", one_line(s.evidence));
}

void add_case(pugi::xml_node suite, const Case& c, const Results& r, Dialect dialect,
              size_t limit) {
  const auto& s = *c.scenario;
  auto node = suite.append_child("testcase");
  // The id alone: a case whose name changes loses its history.
  set(node, "name", one_line(s.id, 200));
  const auto candidate = r.candidate.name.empty() ? "candidate" : one_line(r.candidate.name, 200);
  set(node, "classname", candidate + "." + one_line(s.family, 200));
  set(node, "time", s.seconds);
  if (dialect == Dialect::ci) {
    set(node, "file", one_line(s.file));
    set(node, "line", std::to_string(s.line));
    add_properties(node, s);
  }
  if (!c.element.empty()) {
    auto result = node.append_child(c.element.c_str());
    set(result, "type", c.type);
    set(result, "message", c.message);
    const auto text = c.message + "\n\n" + lay_out(explain(s), 0, 0);
    result.text() = shortened(text, limit).c_str();
  }
  node.append_child("system-out").text() = output(c, limit).c_str();
}

void set_counts(pugi::xml_node node, const std::vector<Case>& cases, bool with_skipped) {
  const auto count = [&](std::string_view element) {
    return std::to_string(std::count_if(cases.begin(), cases.end(),
                                        [&](const Case& c) { return c.element == element; }));
  };
  set(node, "tests", std::to_string(cases.size()));
  set(node, "failures", count("failure"));
  set(node, "errors", count("error"));
  if (with_skipped) set(node, "skipped", count("skipped"));
}

void add_suite(pugi::xml_node root, const std::string& family, const std::vector<Case>& cases,
               const Results& r, Dialect dialect, size_t limit) {
  auto suite = root.append_child("testsuite");
  double seconds = 0;
  for (const auto& c : cases) seconds += c.scenario->seconds;
  set(suite, "name", one_line(family, 200));
  set_counts(suite, cases, true);
  set(suite, "time", seconds);
  set(suite, "timestamp", one_line(r.started));
  auto properties = suite.append_child("properties");
  property(properties, "candidate", one_line(r.candidate.name + " " + r.candidate.version));
  property(properties, "candidate digest", one_line(r.candidate.digest));
  property(properties, "suite", one_line(r.suite.name + " " + r.suite.version));
  property(properties, "suite hash", one_line(r.suite.hash));
  property(properties, "harness", one_line(r.harness.version + " " + r.harness.commit));
  property(properties, "resolver", one_line(resolvers(r)));
  property(properties, "isolation", one_line(isolations(r)));
  for (const auto& c : cases) add_case(suite, c, r, dialect, limit);
}

std::string rendered(const Results& r, const std::vector<Case>& cases, Dialect dialect,
                     size_t limit) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", std::string("1.0"));
  set(declaration, "encoding", std::string("UTF-8"));
  auto root = document.append_child("testsuites");
  set(root, "name", std::string("gauntlet"));
  set_counts(root, cases, dialect == Dialect::ci);
  set(root, "time", r.seconds);
  if (dialect == Dialect::ci) set(root, "timestamp", one_line(r.started));
  std::map<std::string, std::vector<Case>> families;
  for (const auto& c : cases) families[c.scenario->family].push_back(c);
  for (const auto& [family, members] : families)
    add_suite(root, family, members, r, dialect, limit);
  std::ostringstream out;
  document.save(out, " ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace

std::string junit(const Results& r, Dialect dialect, bool strict) {
  std::vector<Case> cases;
  for (const auto& s : r.scenarios) cases.push_back(mapped(s, strict));
  // What no scenario owns must not leave a green file behind.
  Scenario ours{.id = "harness/fault",
                .title = "The harness itself holds",
                .family = "harness",
                .notes = all_faults(r)};
  if (r.interrupted) ours.notes.push_back("the run was interrupted");
  if (!ours.notes.empty()) cases.push_back(mapped(ours, strict));
  // A run in which everything fails at length must still be read: all texts get shorter together.
  size_t limit = most_of_failing;
  auto text = rendered(r, cases, dialect, limit);
  while (text.size() >= most_of_file && limit > 500) text = rendered(r, cases, dialect, limit /= 2);
  return text;
}

}  // namespace gauntlet::report
