// results.json: what follows from the verdicts, the round trip, the schema, and what a reader
// refuses.
#include "harness/report/results.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "sample.h"

using namespace gauntlet;
using namespace gauntlet::report;
namespace json = boost::json;

namespace {

/// What the committed schema has against a document.
std::vector<std::string> against_schema(const json::value& document) {
  const char* root = std::getenv("GAUNTLET_SOURCE");
  const auto source = root ? std::filesystem::path(root)
                           : std::filesystem::path(__FILE__).parent_path() / "../../..";
  const auto text = json::parse(read_file(source / "harness/report/results.schema.json"));
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::BoostJsonAdapter(text), schema);
  valijson::ValidationResults found;
  valijson::Validator(valijson::Validator::kStrongTypes)
      .validate(schema, valijson::adapters::BoostJsonAdapter(document), &found);
  std::vector<std::string> all;
  for (valijson::ValidationResults::Error error; found.popError(error);)
    all.push_back(error.description);
  return all;
}

/// The document with one value replaced: {"scenarios", "0", "verdict"}.
json::value with(json::value document, const std::vector<std::string>& path, json::value value) {
  auto* at = &document;
  for (const auto& key : path)
    at = at->is_array() ? &at->as_array().at(std::stoul(key)) : &at->as_object()[key];
  *at = std::move(value);
  return document;
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
  faulty.faults.clear();
  faulty.cells.front().faults = {"NSD died"};
  finish(faulty);
  EXPECT_EQ(faulty.verdict, Conformance::error);
  EXPECT_EQ(exit_code(faulty, false), 3);
  EXPECT_EQ(all_faults(faulty), std::vector<std::string>{"shared: NSD died"});
}

TEST(Results, AnInterruptedRunIsNeverConformant) {
  using V = Verdict;
  auto r = without({V::fail, V::known, V::error, V::inconclusive});
  ASSERT_EQ(r.verdict, Conformance::conformant);
  r.interrupted = true;
  finish(r);
  EXPECT_EQ(r.verdict, Conformance::inconclusive);
  EXPECT_EQ(exit_code(r, false), 130);
  Results nothing;
  nothing.interrupted = true;
  finish(nothing);
  EXPECT_EQ(nothing.verdict, Conformance::inconclusive);
  EXPECT_EQ(exit_code(nothing, false), 130);
}

TEST(Results, AreCertifiedWhenNothingStandsAgainstIt) {
  Results r;
  r.harness = {"0.1.0", "abcdef0"};
  r.scenarios = {play("dane/base", Verdict::pass)};
  finish(r);
  EXPECT_FALSE(r.certified) << "it was not played so";
  r.certified = true;
  finish(r);
  EXPECT_TRUE(r.certified);
  auto shard = r;
  shard.shard = Shard{1, 4};
  finish(shard);
  EXPECT_FALSE(shard.certified);
  r.scenarios[0].known = Known{"slow", "link", ""};
  finish(r);
  EXPECT_FALSE(r.certified);
}

TEST(Results, SayWhyTheyCannotBeCertified) {
  Results r;
  r.harness = {"0.1.0", "abcdef0"};
  r.scenarios = {play("dane/base", Verdict::pass), play("dane/warns", Verdict::warning)};
  finish(r);
  EXPECT_TRUE(r.certifiable) << "a missed SHOULD is a finding, no doubt";
  const auto doubts = [&](auto change) {
    auto changed = r;
    change(changed);
    finish(changed);
    EXPECT_EQ(changed.certifiable, changed.not_certifiable.empty());
    return changed.not_certifiable;
  };
  using All = std::vector<std::string>;
  EXPECT_EQ(doubts([](Results& c) {
              c.not_run = {{"x", "filter"}};
            }),
            All{"1 scenario was not run"});
  EXPECT_EQ(doubts([](Results& c) { c.scenarios[0].verdict = Verdict::inconclusive; }),
            All{"1 scenario is inconclusive"});
  EXPECT_EQ(doubts([](Results& c) {
              c.scenarios[0].known = Known{"slow", "link"};
            }),
            All{"1 known gap is admitted"});
  EXPECT_EQ(doubts([](Results& c) { c.suite.changed = true; }), All{"the suite is not the one that the program was built with"});
  EXPECT_EQ(doubts([](Results& c) { c.harness.commit += "-dirty"; }), All{"the program's source is no commit"});
  EXPECT_EQ(doubts([](Results& c) { c.interrupted = true; }), All{"it was interrupted"});
  EXPECT_EQ(doubts([](Results& c) { c.shard = Shard{2, 4}; }), All{"it is shard 2 of 4"});
  EXPECT_EQ(doubts([](Results& c) { c.faults = {"x"}; }), All{"the harness broke down"});
  EXPECT_EQ(doubts([](Results& c) { c.scenarios.clear(); }), All{"nothing was judged"});
}

TEST(Results, ExitCodes) {
  using V = Verdict;
  EXPECT_EQ(exit_code(sample(), false), 1);
  EXPECT_EQ(exit_code(without({V::fail}), false), 3);
  EXPECT_EQ(exit_code(without({V::fail, V::error}), false), 3);
  const auto quiet = without({V::fail, V::error, V::inconclusive});
  EXPECT_EQ(exit_code(quiet, false), 0) << "a known gap is no news";
  EXPECT_EQ(exit_code(quiet, true), 1) << "a warning, strictly";
  EXPECT_EQ(exit_code(Results{}, false), 4);
  auto idle = without({V::fail, V::error, V::inconclusive, V::pass, V::warning, V::known});
  ASSERT_FALSE(idle.scenarios.empty());
  EXPECT_EQ(exit_code(idle, false), 3) << "nothing was judged";
}

TEST(Results, BelieveWhatTheJudgeExcused) {
  auto r = sample();
  EXPECT_EQ(find(r, "mta-sts/cache").raw, Verdict::fail);
  // The judge excuses a question that was never put when the play came to its end, and does not
  // when it broke off: both must be readable.
  for (const auto verdict : {Verdict::known, Verdict::inconclusive}) {
    auto& rare = find(r, "dane/rare");
    rare.known = Known{"flaky", "https://bugs.test/3"};
    rare.verdict = verdict;
    rare.raw = Verdict::inconclusive;
    finish(r);
    const auto once = r;
    EXPECT_EQ(find(r, "dane/rare").verdict, verdict);
    finish(r);
    EXPECT_EQ(r, once) << "finish is idempotent";
    EXPECT_EQ(from_text(to_text(r)), r);
    EXPECT_EQ(against_schema(to_json(r)), std::vector<std::string>());
  }
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
  const json::value good = to_json(sample());
  EXPECT_EQ(against_schema(good), std::vector<std::string>());
  auto shard = sample();
  shard.shard = Shard{1, 2};
  EXPECT_EQ(against_schema(to_json(shard)), std::vector<std::string>());
  using Path = std::vector<std::string>;
  for (const auto& [path, value] : std::vector<std::pair<Path, json::value>>{
           {{"extra"}, 1},
           {{"schema"}, "gauntlet-results/1"},
           {{"scenarios", "0", "verdict"}, "green"},
           {{"scenarios", "0", "raw"}, "known"},
           {{"scenarios", "0", "line"}, "1"},
           {{"scenarios", "0", "cell"}, nullptr},
           {{"profiles", "0", "score"}, 101},
           {{"profiles", "0", "must", "ruled"}, -1},
           {{"cells", "0", "ground"}, "moon"},
           {{"counts", "fail"}, 1.5},
           {{"shard"}, json::value({{"index", 0}, {"count", 1}})}})
    EXPECT_FALSE(against_schema(with(good, path, value)).empty()) << path.back();
}

TEST(Results, HaveTheSameKeysInSchemaAndValue) {
  // A member that the schema does not know is refused by it; one that the value has lost is missed.
  const auto good = to_json(sample());
  for (const auto* list : {"scenarios", "cells", "profiles", "not_run"}) {
    for (const auto& member : good.at(list).as_array().at(0).as_object()) {
      json::value bad = good;
      bad.as_object()[list].as_array()[0].as_object().erase(member.key());
      EXPECT_FALSE(against_schema(bad).empty()) << list << " " << member.key();
    }
  }
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
  bad["schema"] = "gauntlet-results/3";
  EXPECT_NE(complaint(bad).find("schema: found gauntlet-results/3"), std::string::npos);
  EXPECT_EQ(
      complaint(json::value({{"schema", "gauntlet-results/1"}})),
      "results.json: schema: results of version 1, written by an older gauntlet; this one reads "
      "gauntlet-results/2 only, so the run has to be played again");
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
  const auto refused = [&](std::vector<std::string> path, json::value value) {
    return complaint(with(good, path, std::move(value)));
  };
  for (size_t i = 0; i < good.at("scenarios").as_array().size(); ++i) {
    const auto n = std::to_string(i);
    if (good.at("scenarios").at(i).at("verdict") != "known") continue;
    EXPECT_NE(refused({"scenarios", n, "raw"}, "error").find("does not go with"),
              std::string::npos);
  }
  EXPECT_NE(refused({"certifiable"}, true).find("not_certifiable: "), std::string::npos);
  EXPECT_NE(refused({"profiles", "1", "score"}, 100).find("profiles[1].score: "),
            std::string::npos);
  EXPECT_NE(refused({"profiles", "1", "must", "met"}, 4).find("profiles[1].must: "),
            std::string::npos);
  EXPECT_NE(refused({"scenarios", "0", "cell"}, "moon").find("scenarios[0].cell: "),
            std::string::npos);
}

TEST(Results, ComparableForgetsTimesCellsAndEvents) {
  auto a = sample(), b = sample();
  b.seconds = 99;
  b.started = "2027-01-01T00:00:00Z";
  b.cells.front().id = "shared.1of2";
  for (auto& s : b.scenarios) {
    s.cell = "shared.1of2";
    s.seconds = 7;
    for (auto& ruling : s.rulings) ruling.events.clear();
  }
  EXPECT_EQ(comparable(a), comparable(b));
  find(b, "dane/tlsa-lookup-fails").rulings.back().held = true;
  EXPECT_NE(comparable(a), comparable(b));
}

}  // namespace
