// results.json, read back: for rendering again, merging shards and verifying. A file is believed
// only as far as its own scenarios bear it out.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/report/results.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

/// A value and where it stands, so that a complaint can name the key.
class Place {
 public:
  Place(const json::value& value, std::string path, const std::string& file)
      : value_(value), path_(std::move(path)), file_(file) {}

  [[noreturn]] void complain(std::string_view what) const {
    throw Complaints(file_, 0, fmt::format("{}: {}", path_.empty() ? "document" : path_, what));
  }

  bool has(std::string_view key) const { return object().contains(key); }

  Place operator[](std::string_view key) const {
    const auto* value = object().if_contains(key);
    const std::string path = path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
    if (!value) throw Complaints(file_, 0, fmt::format("{}: missing, expected this key", path));
    return {*value, path, file_};
  }

  std::string text() const {
    if (!value_.is_string()) expected("a string");
    return std::string(value_.as_string());
  }

  double number() const {
    if (!value_.is_number()) expected("a number");
    return value_.to_number<double>();
  }

  template <typename Int>
  Int whole() const {
    boost::system::error_code bad;
    if (!value_.is_int64() && !value_.is_uint64()) expected("an integer");
    const auto n = value_.to_number<Int>(bad);
    if (bad || n < Int{0}) expected("an integer that is not negative and not huge");
    return n;
  }

  bool flag() const {
    if (!value_.is_bool()) expected("true or false");
    return value_.as_bool();
  }

  bool null() const { return value_.is_null(); }

  template <typename F>
  auto each(F f) const {
    if (!value_.is_array()) expected("an array");
    std::vector<decltype(f(*this))> out;
    for (const auto& one : value_.as_array())
      out.push_back(f(Place(one, fmt::format("{}[{}]", path_, out.size()), file_)));
    return out;
  }

  std::vector<std::string> texts() const {
    return each([](const Place& p) { return p.text(); });
  }

 private:
  const json::object& object() const {
    if (!value_.is_object()) expected("an object");
    return value_.get_object();
  }
  [[noreturn]] void expected(std::string_view kind) const {
    complain(fmt::format("found {}, expected {}", printable(json::serialize(value_), 60), kind));
  }

  const json::value& value_;
  std::string path_;
  const std::string& file_;
};

Verdict verdict(const Place& p) {
  const auto v = verdict_named(p.text());
  if (!v) p.complain(fmt::format("found {}, expected a verdict", printable(p.text(), 60)));
  return *v;
}

Conformance conformance(const Place& p) {
  const auto c = conformance_named(p.text());
  if (!c) p.complain(fmt::format("found {}, expected a verdict on a run", printable(p.text(), 60)));
  return *c;
}

std::string level(const Place& p) {
  static const std::set<std::string> levels{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "NOTE"};
  if (!levels.contains(p.text()))
    p.complain(fmt::format("found {}, expected MUST, MUST NOT, SHOULD, SHOULD NOT or NOTE",
                           printable(p.text(), 60)));
  return p.text();
}

Held held(const Place& p) {
  return p.null() ? Held::open : p.flag() ? Held::yes : Held::no;
}

Event event(const Place& p) {
  return {p["n"].whole<std::uint64_t>(), p["t"].number(), p["actor"].text(), p["what"].text(),
          p["text"].text()};
}

Ruling ruling(const Place& p) {
  return {level(p["level"]), p["text"].text(),     p["clause"].text(),   p["requirement"].text(),
          held(p["held"]),   p["expected"].text(), p["observed"].text(), p["events"].each(event)};
}

Scenario scenario(const Place& p) {
  Scenario s;
  s.id = p["id"].text();
  s.title = p["title"].text();
  s.family = p["family"].text();
  s.file = p["file"].text();
  s.line = p["line"].whole<int>();
  s.attempt = p["attempt"].whole<int>();
  s.verdict = verdict(p["verdict"]);
  s.raw = verdict(p["raw"]);
  s.seconds = p["seconds"].number();
  s.clauses = p["clauses"].texts();
  s.rulings = p["rulings"].each(ruling);
  s.notes = p["notes"].texts();
  if (p.has("known")) s.known = Known{p["known"]["reason"].text(), p["known"]["link"].text()};
  s.evidence = p["evidence"].text();
  s.reproduce = p["reproduce"].text();
  if (s.verdict == Verdict::known && !s.known) p["verdict"].complain("known, but no gap is named");
  const bool excused = s.raw == Verdict::fail || s.raw == Verdict::warning;
  if (s.verdict == Verdict::known ? !excused : s.raw != s.verdict)
    p["raw"].complain("does not go with the verdict");
  return s;
}

Share share(const Place& p) {
  return {p["met"].whole<int>(), p["total"].whole<int>()};
}

Profile profile(const Place& p) {
  return {p["name"].text(), p["score"].number(), share(p["must"]), share(p["should"])};
}

NotRun not_run(const Place& p) {
  return {p["id"].text(), p["reason"].text()};
}

void check(const Results& r, const Place& p) {
  std::set<std::pair<std::string, int>> seen;
  for (const auto& s : r.scenarios)
    if (!seen.emplace(s.id, s.attempt).second)
      p["scenarios"].complain(fmt::format("{} stands there twice", printable(s.id, 200)));
  Results again = r;
  finish(again);
  if (again.counts != r.counts) p["counts"].complain("not what the scenarios add up to");
  if (r.verdict == Conformance::conformant && again.verdict != r.verdict)
    p["verdict"].complain(fmt::format("conformant, but the scenarios say {}", name(again.verdict)));
}

}  // namespace

Results from_json(const json::value& value, const std::string& file) {
  const Place p(value, "", file);
  if (p["schema"].text() != schema_name)
    p["schema"].complain(
        fmt::format("found {}, expected {}", printable(p["schema"].text(), 60), schema_name));
  Results r;
  const auto suite = p["suite"], harness = p["harness"], candidate = p["candidate"];
  r.suite = {suite["name"].text(), suite["version"].text(), suite["hash"].text()};
  r.harness = {harness["version"].text(), harness["commit"].text()};
  r.candidate = {candidate["name"].text(), candidate["version"].text(), candidate["digest"].text(),
                 candidate["claims"].texts()};
  r.resolver = {p["resolver"]["name"].text(), p["resolver"]["version"].text()};
  r.isolation = p["isolation"].text();
  r.started = p["started"].text();
  r.seconds = p["seconds"].number();
  r.certifiable = p["certifiable"].flag();
  r.verdict = conformance(p["verdict"]);
  for (const auto v : verdicts) r.counts[v] = p["counts"][name(v)].whole<int>();
  r.profiles = p["profiles"].each(profile);
  r.faults = p["faults"].texts();
  r.not_run = p["not_run"].each(not_run);
  r.scenarios = p["scenarios"].each(scenario);
  check(r, p);
  return r;
}

Results from_text(std::string_view text, const std::string& file) {
  boost::system::error_code bad;
  const auto value = json::parse({text.data(), text.size()}, bad);
  if (bad)
    throw Complaints(file, 0,
                     "found no JSON (" + bad.message() + "), expected " + std::string(schema_name));
  return from_json(value, file);
}

Results read_results(const std::string& file) {
  return from_text(read_file(file), file);
}

}  // namespace gauntlet::report
