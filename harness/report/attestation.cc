// See attestation.h.
#include "harness/report/attestation.h"

#include <set>

#include <fmt/format.h>

#include "fixtures/base/text.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

constexpr const char* predicate_type = "https://in-toto.io/attestation/test-result/v0.1";

/// "sha256:aa" as in-toto has digests; what has none is known by its name.
json::object descriptor(std::string_view name, const std::string& given) {
  const auto sum = given.empty() ? sha256(name) : given;
  const std::string_view digest = sum;
  return {{"name", name}, {"digest", json::object{{"sha256", digest.starts_with("sha256:") ? digest.substr(7) : digest}}}};
}

json::array configuration(const Results& r, const std::map<std::string, std::string>& files) {
  json::array all;
  all.push_back(descriptor(fmt::format("suite {} {}", r.suite.name, r.suite.version), r.suite.hash));
  all.push_back(descriptor(fmt::format("harness {} {}", r.harness.version, r.harness.commit), ""));
  std::set<std::string> resolvers;
  for (const auto& cell : r.cells)
    if (const auto& one = cell.resolver; !one.name.empty() && resolvers.insert(one.name + one.version + one.digest).second)
      all.push_back(descriptor(fmt::format("resolver {} {}", one.name, one.version), one.digest));
  std::string options;
  for (const auto& [name, value] : r.candidate.options) options += fmt::format(" {}={}", name, value);
  all.push_back(descriptor("options" + options, sha256(options)));
  for (const auto& [name, sum] : files) all.push_back(descriptor(name, sum));
  return all;
}

std::string_view result(const Results& r) {
  if (r.verdict != Conformance::conformant) return "FAILED";
  return r.counts[Verdict::warning] ? "WARNED" : "PASSED";
}

json::object predicate_of(const Results& given, const std::map<std::string, std::string>& files) {
  auto r = given;
  finish(r);
  json::array passed, warned, failed;
  for (const auto& s : r.scenarios) switch (s.raw) {
      case Verdict::pass: passed.push_back(json::value(s.id)); break;
      case Verdict::warning: warned.push_back(json::value(s.id)); break;
      case Verdict::not_applicable: break;
      default: failed.push_back(json::value(s.id));
    }
  return {{"result", result(r)},
          {"configuration", configuration(r, files)},
          {"passedTests", passed},
          {"warnedTests", warned},
          {"failedTests", failed}};
}

}  // namespace

std::string no_attestation(const Results& r) {
  if (r.verdict == Conformance::error) return "the harness broke down, so that nothing can be attested";
  return r.scenarios.empty() ? "nothing was judged, so that nothing can be attested" : "";
}

std::string statement(const Results& r, const std::map<std::string, std::string>& files) {
  const auto subject = descriptor(fmt::format("{} {}", r.candidate.name, r.candidate.version), r.candidate.digest);
  return pretty(json::object{{"_type", "https://in-toto.io/Statement/v1"},
                             {"subject", json::array{subject}},
                             {"predicateType", predicate_type},
                             {"predicate", predicate_of(r, files)}});
}

std::string predicate(const Results& r, const std::map<std::string, std::string>& files) { return pretty(predicate_of(r, files)); }

}  // namespace gauntlet::report
