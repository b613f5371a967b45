// results.json: what follows from the verdicts, the round trip, the schema, and what a reader
// refuses.
#include "harness/report/results.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "sample.h"

using namespace gauntlet;
using namespace gauntlet::report;
namespace json = boost::json;

namespace {

/// As much of JSON Schema as ours uses; an unknown keyword throws, so that it cannot be ignored.
class Schema {
 public:
  explicit Schema(json::value root) : root_(std::move(root)) {}
  std::vector<std::string> complaints(const json::value& v) const {
    std::vector<std::string> all;
    check(root_.as_object(), v, "$", all);
    return all;
  }

 private:
  using All = std::vector<std::string>;

  static bool is(std::string_view type, const json::value& v) {
    if (type == "object") return v.is_object();
    if (type == "array") return v.is_array();
    if (type == "string") return v.is_string();
    if (type == "boolean") return v.is_bool();
    if (type == "number") return v.is_number();
    if (type == "integer") return v.is_int64() || v.is_uint64();
    throw std::runtime_error("unknown type");
  }

  void check(const json::object& schema, const json::value& v, const std::string& at,
             All& all) const {
    static const std::set<std::string_view> ignored{"$schema", "$id", "$defs", "title",
                                                    "description"};
    for (const auto& [key, rule] : schema)
      if (!ignored.contains(key)) apply(key, rule, schema, v, at, all);
  }

  void apply(std::string_view key, const json::value& rule, const json::object& schema,
             const json::value& v, const std::string& at, All& all) const {
    const auto need = [&](bool holds) {
      if (!holds) all.push_back(at + ": " + std::string(key));
    };
    if (key == "$ref") {
      check(root_.at("$defs").at(rule.as_string().subview(8)).as_object(), v, at, all);
    } else if (key == "type") {
      need(is(rule.as_string(), v));
    } else if (key == "const") {
      need(rule == v);
    } else if (key == "enum") {
      const auto& values = rule.as_array();
      need(std::find(values.begin(), values.end(), v) != values.end());
    } else if (key == "minimum") {
      need(v.is_number() && v.to_number<double>() >= rule.to_number<double>());
    } else if (key == "maximum") {
      need(v.is_number() && v.to_number<double>() <= rule.to_number<double>());
    } else if (key == "items") {
      for (const auto& one : v.as_array()) check(rule.as_object(), one, at + "[]", all);
    } else if (key == "required") {
      for (const auto& name : rule.as_array()) need(v.as_object().contains(name.as_string()));
    } else if (key == "properties") {
      for (const auto& [name, value] : v.as_object())
        if (const auto* inner = rule.as_object().if_contains(name))
          check(inner->as_object(), value, at + "." + std::string(name), all);
    } else if (key == "additionalProperties") {
      EXPECT_EQ(rule, json::value(false));
      for (const auto& member : v.as_object())
        need(schema.at("properties").as_object().contains(member.key()));
    } else {
      throw std::runtime_error("unknown keyword " + std::string(key));
    }
  }

  json::value root_;
};

Schema committed() {
  const char* root = std::getenv("GAUNTLET_SOURCE");
  const auto source = root ? std::filesystem::path(root)
                           : std::filesystem::path(__FILE__).parent_path() / "../../..";
  return Schema(json::parse(read_file(source / "harness/report/results.schema.json")));
}

std::string complaint(const json::value& v) {
  try {
    from_json(v);
  } catch (const Complaints& e) {
    return e.what();
  }
  return "";
}

TEST(Results, CountsAndRulesOnTheWhole) {
  const auto all = sample();
  for (const auto v : verdicts) EXPECT_EQ(all.counts[v], v == Verdict::pass ? 2 : 1) << name(v);
  EXPECT_EQ(all.verdict, Conformance::nonconformant);
  using V = Verdict;
  EXPECT_EQ(without({V::fail, V::known}).verdict, Conformance::error);
  EXPECT_EQ(without({V::fail, V::known, V::error}).verdict, Conformance::inconclusive);
  const auto clean = without({V::fail, V::known, V::error, V::inconclusive});
  EXPECT_EQ(clean.verdict, Conformance::conformant);
  // A baseline never makes conformance, and neither does having been asked nothing.
  EXPECT_EQ(without({V::fail, V::error, V::inconclusive}).verdict, Conformance::nonconformant);
  EXPECT_EQ(without({V::fail, V::known, V::error, V::inconclusive, V::pass, V::warning}).verdict,
            Conformance::inconclusive);
  auto faulty = clean;
  faulty.faults = {"the resolver died"};
  finish(faulty);
  EXPECT_EQ(faulty.verdict, Conformance::error);
  EXPECT_EQ(exit_code(faulty, false), 3);
}

TEST(Results, ExitCodes) {
  using V = Verdict;
  EXPECT_EQ(exit_code(sample(), false), 1);
  EXPECT_EQ(exit_code(without({V::fail}), false), 3);
  EXPECT_EQ(exit_code(without({V::fail, V::error}), false), 3);
  const auto quiet = without({V::fail, V::error, V::inconclusive});
  EXPECT_EQ(exit_code(quiet, false), 0) << "a known gap is no news";
  EXPECT_EQ(exit_code(quiet, true), 1) << "a warning, strictly";
  EXPECT_EQ(exit_code(quiet, false, true), 1) << "a known gap that passes";
  EXPECT_EQ(exit_code(Results{}, false), 4);
  auto idle = without({V::fail, V::error, V::inconclusive, V::pass, V::warning, V::known});
  ASSERT_FALSE(idle.scenarios.empty());
  EXPECT_EQ(exit_code(idle, false), 3) << "nothing was judged";
}

TEST(Results, AKnownGapKeepsItsRawVerdictAndExcusesNothingElse) {
  auto r = sample();
  EXPECT_EQ(find(r, "mta-sts/cache").verdict, Verdict::known);
  EXPECT_EQ(find(r, "mta-sts/cache").raw, Verdict::fail);
  find(r, "dane/rare").known = Known{"flaky", "https://bugs.test/3"};
  const auto once = (finish(r), r);
  EXPECT_EQ(find(r, "dane/rare").verdict, Verdict::inconclusive);
  finish(r);
  EXPECT_EQ(r, once) << "finish is idempotent";
}

TEST(Results, VerdictLinesAreSorted) {
  auto r = without({Verdict::pass, Verdict::warning, Verdict::error, Verdict::inconclusive});
  std::reverse(r.scenarios.begin(), r.scenarios.end());
  EXPECT_EQ(verdict_lines(r),
            "dane/tlsa-lookup-fails fail\nmta-sts/cache known\ntlsrpt/report not-applicable\n");
}

TEST(Results, RoundTripGivesTheSameBytes) {
  const auto text = to_text(sample());
  EXPECT_EQ(to_text(from_text(text)), text);
  EXPECT_TRUE(valid_utf8(text));
  EXPECT_EQ(text.find('\x1b'), text.npos);
  EXPECT_NE(text.find("\"seconds\": 12.346,"), text.npos) << "milliseconds, no exponent";
  EXPECT_NE(text.find("\\\\x1b[2J"), text.npos) << "what a stranger sent is shown, not sent on";
  EXPECT_EQ(from_text(text), sample()) << "so that reports from memory and from the file agree";
}

TEST(Results, AgreeWithTheCommittedSchema) {
  const auto schema = committed();
  const json::value good = to_json(sample());
  EXPECT_EQ(schema.complaints(good), std::vector<std::string>());
  auto bad = good;
  bad.as_object()["extra"] = 1;
  bad.as_object()["scenarios"].as_array()[0].as_object()["verdict"] = "green";
  bad.as_object()["resolver"].as_object().erase("name");
  EXPECT_EQ(schema.complaints(bad).size(), 3u);
}

TEST(Results, EveryKeyIsNeeded) {
  const auto good = to_json(sample());
  for (const auto& member : good) {
    auto bad = good;
    bad.erase(member.key());
    EXPECT_NE(complaint(bad).find(std::string(member.key()) + ": missing"), std::string::npos);
  }
  auto bad = good;
  bad["scenarios"].as_array()[2].as_object()["line"] = "one";
  EXPECT_EQ(complaint(bad), "results.json: scenarios[2].line: found \"one\", expected an integer");
  bad = good;
  bad["schema"] = "gauntlet-results/2";
  EXPECT_NE(complaint(bad).find("schema: found gauntlet-results/2"), std::string::npos);
  EXPECT_NE(complaint(json::value(1)), "");
  EXPECT_THROW(from_text("{"), Complaints);
}

TEST(Results, AreNotBelievedAgainstTheirScenarios) {
  const auto good = to_json(sample());
  auto bad = good;
  bad["verdict"] = "conformant";
  EXPECT_NE(complaint(bad).find("the scenarios say nonconformant"), std::string::npos);
  bad = good;
  bad["counts"].as_object()["fail"] = 0;
  EXPECT_NE(complaint(bad).find("counts: "), std::string::npos);
  bad = good;
  bad["scenarios"].as_array().push_back(bad["scenarios"].as_array()[0]);
  EXPECT_NE(complaint(bad).find("twice"), std::string::npos);
  bad = good;
  for (auto& s : bad["scenarios"].as_array())
    if (s.at("verdict") == "known") s.as_object()["raw"] = "inconclusive";
  EXPECT_NE(complaint(bad).find("does not go with the verdict"), std::string::npos);
}

}  // namespace
