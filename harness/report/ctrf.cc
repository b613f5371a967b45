// See ctrf.h.
#include "harness/report/ctrf.h"

#include <cmath>
#include <ctime>
#include <map>

#include "harness/report/explain.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

const char* status_of(const Scenario& s, bool strict) {
  switch (s.verdict) {
    case Verdict::pass: return "passed";
    case Verdict::warning: return strict ? "failed" : "passed";
    case Verdict::fail: return "failed";
    case Verdict::known:
    case Verdict::not_applicable: return "skipped";
    case Verdict::inconclusive:
    case Verdict::error: break;
  }
  return "other";
}

/// As results.json has it, but for the words that readers of CTRF know.
std::string raw_status(const Scenario& s) {
  if (s.verdict == Verdict::warning) return "WARN";
  if (s.verdict == Verdict::known) return "XFAIL";
  return outgrown(s) ? "XPASS" : name(s.verdict);
}

std::int64_t milliseconds(double seconds) {
  return seconds > 0 ? std::llround(seconds * 1000) : 0;
}

/// Of RFC 3339 in UTC, which is how a run writes it; 0 for anything else.
std::int64_t epoch(const std::string& time) {
  std::tm parts{};
  const char* end = ::strptime(time.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  return end && *end == 'Z' ? static_cast<std::int64_t>(::timegm(&parts)) * 1000 : 0;
}

std::string message(const Scenario& s) {
  if (s.verdict == Verdict::known && s.known) return "known: " + one_line(s.known->reason) + " " + one_line(s.known->link);
  if (outgrown(s)) return "a known gap that passes: " + one_line(s.known->link);
  if (s.verdict == Verdict::pass) return "";
  const auto all = shortfall(s);
  return all.empty() ? reason(s) : all;
}

json::object test(const Scenario& s, bool strict) {
  json::object out{{"name", s.id}, {"status", status_of(s, strict)}, {"duration", milliseconds(s.seconds)},
                   {"suite", json::array{s.family}}, {"rawStatus", raw_status(s)}, {"type", "conformance"}};
  if (const auto text = message(s); !text.empty()) out["message"] = text;
  if (s.verdict != Verdict::pass) out["trace"] = lay_out(explain(s), 0, 0);
  if (!s.file.empty()) out["filePath"] = s.file;
  if (s.line) out["line"] = s.line;
  if (!s.clauses.empty()) {
    json::array tags;
    for (const auto& clause : s.clauses) tags.emplace_back(clause);
    out["tags"] = tags;
  }
  if (!s.evidence.empty())
    out["attachments"] = json::array{json::object{{"name", "evidence"}, {"contentType", "text/plain"}, {"path", s.evidence}}};
  out["extra"] = {{"title", s.title}, {"verdict", name(s.verdict)}, {"raw", name(s.raw)}, {"reproduce", s.reproduce}};
  return out;
}

json::object environment(const Results& r) {
  json::object out{{"appName", r.candidate.name}, {"appVersion", r.candidate.version}, {"commit", r.harness.commit},
                   {"testEnvironment", resolvers(r)}};
  if (r.shard) out["shardId"] = std::to_string(r.shard->index) + "/" + std::to_string(r.shard->count);
  out["extra"] = {{"candidateDigest", r.candidate.digest}, {"suiteHash", r.suite.hash}, {"isolation", isolations(r)},
                  {"verdict", name(r.verdict)}, {"certifiable", r.certifiable}};
  return out;
}

}  // namespace

std::string ctrf(const Material& material) {
  const auto r = scrubbed(material.runs.front().results);
  json::array tests;
  std::map<std::string, int> counts;
  const auto add = [&](json::object one) {
    ++counts[std::string(one["status"].as_string())];
    tests.push_back(std::move(one));
  };
  for (const auto& s : r.scenarios) add(test(s, material.strict));
  for (const auto& one : r.not_run)
    add({{"name", one.id}, {"status", "pending"}, {"duration", 0}, {"rawStatus", "not run"}, {"message", one.reason}});
  // What no scenario owns must not leave a green report behind.
  auto faults = all_faults(r);
  if (r.interrupted) faults.push_back("the run was interrupted");
  for (const auto& fault : faults)
    add({{"name", "harness/fault"}, {"status", "other"}, {"duration", 0}, {"rawStatus", "error"}, {"message", one_line(fault)}});
  const auto start = epoch(r.started);
  const json::object summary{{"tests", tests.size()}, {"passed", counts["passed"]}, {"failed", counts["failed"]},
                             {"skipped", counts["skipped"]}, {"pending", counts["pending"]}, {"other", counts["other"]},
                             {"suites", count_families(r).size()}, {"start", start}, {"stop", start + milliseconds(r.seconds)}};
  return pretty(json::object{
      {"reportFormat", "CTRF"}, {"specVersion", "0.0.0"}, {"timestamp", r.started}, {"generatedBy", "gauntlet"},
      {"results", json::object{{"tool", json::object{{"name", "gauntlet"}, {"version", r.harness.version}}},
                               {"summary", summary}, {"tests", tests}, {"environment", environment(r)}}}});
}

}  // namespace gauntlet::report
