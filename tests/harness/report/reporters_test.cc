// The table of reporters: Markdown that a candidate cannot break out of, CTRF by its own schema, annotations, and what got
// better and worse.
#include "harness/report/reporters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "fixtures/base/blocks.h"
#include "harness/report/annotations.h"
#include "harness/report/clause_map.h"
#include "harness/report/ctrf.h"
#include "harness/report/difference.h"
#include "harness/report/markdown.h"
#include "sample.h"

using namespace gauntlet;
using namespace gauntlet::report;
namespace json = boost::json;

namespace {

Material of(std::vector<Results> all) {
  Material m;
  for (auto& r : all) m.runs.push_back({r, r.candidate.name + " " + r.candidate.version, nullptr});
  return m;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

const json::object& test_named(const json::value& document, std::string_view id) {
  for (const auto& one : document.at("results").at("tests").as_array())
    if (one.at("name").as_string() == id) return one.as_object();
  throw std::runtime_error("no such test");
}

TEST(Reporters, EachWritesSomethingOfResultsAlone) {
  for (const auto& reporter : reporters()) EXPECT_FALSE(reporter.write(of({sample()})).empty()) << reporter.name;
}

/// Nothing that a candidate wrote becomes an element, and nothing is fetched: what a page holds of strangers' it holds escaped.
TEST(Html, IsOnePageOnWhichStrangersWriteNothing) {
  auto r = sample();
  find(r, "dane/tlsa-lookup-fails").rulings[0].observed = "</script><script>alert(1)</script><img src=http://evil.test>";
  for (const auto name : {"html", "laboratory"}) {
    const auto reporter = std::ranges::find(reporters(), name, &Reporter::name);
    ASSERT_NE(reporter, reporters().end()) << name;
    const auto page = reporter->write(of({r}));
    EXPECT_TRUE(holds(page, "Content-Security-Policy")) << name;
    EXPECT_TRUE(holds(page, "dane/tlsa-lookup-fails")) << name;
    for (const auto* bad : {"<script>alert", "<img", "src=\"http", "<link"}) EXPECT_FALSE(holds(page, bad)) << name << ' ' << bad;
  }
}

TEST(Laboratory, LeavesRoomForWhatWasNotSaid) {
  auto m = of({sample()});
  const auto reporter = std::ranges::find(reporters(), std::string_view("laboratory"), &Reporter::name);
  EXPECT_TRUE(holds(reporter->write(m), "class=\"open\""));
  m.laboratory.operator_name = "A. Person & Co.";
  EXPECT_TRUE(holds(reporter->write(m), "A. Person &amp; Co."));
}

TEST(Markdown, WhatIsWrittenAsTextIsNothingElse) {
  EXPECT_EQ(plain("a|b"), "a&#124;b");
  EXPECT_EQ(plain("<img src=x>"), "&#60;img src=x&#62;");
  for (const auto* bad : {"@team", "#12", "[a](b)", "https://evil.test", "**b**", "`c`", "www.evil.test", "\\", "<!--", "a\nb"})
    for (const char sign : std::string_view("@[]*`\\<>|.:\n")) EXPECT_FALSE(holds(plain(bad), std::string(1, sign))) << bad;
}

TEST(Markdown, AFenceIsNotLeft) {
  auto r = sample();
  find(r, "dane/tlsa-lookup-fails").rulings[0].observed = "```\n</details><script>alert(1)</script>\n`````";
  const auto text = markdown(of({r}));
  EXPECT_TRUE(holds(text, "\n``````text\n"));
  // The one place where it stands is within that fence.
  const auto at = text.find("<script>");
  ASSERT_NE(at, text.npos);
  EXPECT_EQ(text.find("<script>", at + 1), text.npos);
  EXPECT_LT(text.rfind("``````text", at), at);
}

TEST(Markdown, StaysBelowWhatGitHubTakes) {
  auto r = sample();
  for (int i = 0; i < 3000; ++i) {
    auto s = play("dane/many-" + std::to_string(i), Verdict::fail);
    s.rulings = {broken_ruling(Level::must)};
    s.rulings[0].observed = std::string(3000, 'x');
    r.scenarios.push_back(s);
  }
  finish(r);
  const auto one = markdown(of({r})), three = markdown(of({r, r, r}));
  EXPECT_LT(one.size(), 1u << 20);
  EXPECT_LT(three.size(), 1u << 20);
  EXPECT_GT(one.size(), 500'000u);
  EXPECT_TRUE(holds(one, "more stand in the HTML report"));
}

TEST(Ctrf, MapsEveryVerdict) {
  const auto document = json::parse(ctrf(of({sample()})));
  const auto status = [&](std::string_view id) { return std::string(test_named(document, id).at("status").as_string()); };
  EXPECT_EQ(status("dane/base"), "passed");
  EXPECT_EQ(status("dane/bounce"), "passed");
  EXPECT_EQ(test_named(document, "dane/bounce").at("rawStatus").as_string(), "WARN");
  EXPECT_EQ(status("dane/tlsa-lookup-fails"), "failed");
  EXPECT_EQ(status("dane/rare"), "other");
  EXPECT_EQ(status("dane/odd"), "other");
  EXPECT_EQ(status("tlsrpt/report"), "skipped");
  EXPECT_EQ(status("mta-sts/cache"), "skipped");
  EXPECT_EQ(status("alone/clock"), "pending");
  EXPECT_EQ(document.at("results").at("summary").at("start").as_int64(), 1767225600000);
  auto strict = of({sample()});
  strict.strict = true;
  EXPECT_EQ(test_named(json::parse(ctrf(strict)), "dane/bounce").at("status").as_string(), "failed");
}

TEST(Ctrf, FitsItsSchema) {
  const char* folder = std::getenv("GAUNTLET_SCHEMAS");
  const auto file = std::string(folder ? folder : "") + "/ctrf.schema.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "GAUNTLET_SCHEMAS names no folder with ctrf.schema.json";
  valijson::Schema schema;
  const auto text = json::parse(read_file(file));
  valijson::SchemaParser().populateSchema(valijson::adapters::BoostJsonAdapter(text), schema);
  auto broken = sample();
  broken.faults = {"the resolver died"};
  broken.shard = Shard{2, 4};
  const auto document = json::parse(ctrf(of({broken})));
  valijson::ValidationResults found;
  valijson::Validator(valijson::Validator::kStrongTypes).validate(schema, valijson::adapters::BoostJsonAdapter(document), &found);
  for (valijson::ValidationResults::Error error; found.popError(error);) ADD_FAILURE() << error.description;
}

TEST(Annotations, AreTenOfAKindAndObeyNobody) {
  auto r = sample();
  for (int i = 0; i < 30; ++i) {
    auto s = play("dane/many-" + std::to_string(i), Verdict::fail);
    s.rulings = {broken_ruling(Level::must)};
    s.rulings[0].observed = "x\n::error::forged\n::stop-commands::a";
    r.scenarios.push_back(s);
  }
  finish(r);
  const auto text = annotations(of({r}));
  const auto shield = text.find("\n::stop-commands::") + 1;
  ASSERT_NE(shield, 0u);
  const auto token = text.substr(shield + 17, text.find('\n', shield) - shield - 17);
  const auto end = text.find("\n::" + token + "::\n");
  ASSERT_NE(end, text.npos);
  size_t errors = 0;
  for (size_t at = 0; (at = text.find("\n::error", at)) != text.npos && at < shield; ++at) ++errors;
  EXPECT_EQ(errors + text.starts_with("::error"), 10u);
  EXPECT_TRUE(holds(text, "title=23 more"));
  // What was forged stands on a line of its own only where no command is obeyed.
  for (size_t at = 0; (at = text.find("\n::error::forged", at)) != text.npos; ++at) EXPECT_TRUE(at > shield && at < end);
  EXPECT_TRUE(holds(text, "::notice"));
}

/// No step that is green because nothing came of it.
TEST(Annotations, ABreakdownAndAnInterruptedRunAreErrors) {
  auto r = without({Verdict::fail, Verdict::known});
  r.interrupted = true;
  finish(r);
  const auto text = annotations(of({r}));
  EXPECT_TRUE(holds(text, "::error file=scenarios/dane/odd.scenario,line=1,title=postfix%3A dane/odd::NSD died\n")) << text;
  EXPECT_TRUE(holds(text, "::error title=the run was interrupted::")) << text;
}

/// A warning breaks no MUST: what it kept is met, as in the profile's score.
TEST(ClauseMap, WhatAScenarioWithAWarningKeptIsMet) {
  Results r;
  auto s = play("dane/warned", Verdict::warning);
  auto kept = broken_ruling(Level::must), missed = broken_ruling(Level::should);
  kept.held = true;
  kept.clause = "RFC7672-1, RFC7672-2";
  missed.clause = "RFC7672-3";
  s.rulings = {kept, missed};
  r.scenarios = {s};
  const std::vector<Clause> clauses{{"RFC7672-1", "RFC 7672", "1"}, {"RFC7672-2", "RFC 7672", "1"}, {"RFC7672-3", "RFC 7672", "1"}};
  const auto standings = [&] {
    std::vector<Standing> all;
    const auto documents = clause_map(r, clauses, {});
    for (const auto& one : documents.at(0).sections.at(0).clauses) all.push_back(one.standing);
    return all;
  };
  EXPECT_EQ(standings(), (std::vector{Standing::met, Standing::met, Standing::unmet}));
  r.scenarios[0].verdict = r.scenarios[0].raw = Verdict::fail;
  EXPECT_EQ(standings(), (std::vector{Standing::unruled, Standing::unruled, Standing::unmet}));
}

TEST(Difference, SaysWhatGotBetterAndWorse) {
  auto before = sample(), now = sample();
  find(now, "dane/base").verdict = Verdict::fail;
  find(now, "dane/tlsa-lookup-fails").verdict = Verdict::pass;
  find(now, "dane/rare").verdict = Verdict::pass;
  std::erase_if(now.scenarios, [](const auto& s) { return s.id == "dane/bounce"; });
  now.candidate.version = "3.8";
  finish(now);
  const auto d = difference(before, now);
  EXPECT_TRUE(d.worse());
  ASSERT_EQ(d.all.size(), 4u);
  EXPECT_EQ(d.all[0].id, "dane/base");
  EXPECT_EQ(d.all[1].change, Change::better);
  EXPECT_EQ(d.all[2].change, Change::other);
  EXPECT_EQ(d.all[3].change, Change::gone);
  EXPECT_EQ(d.remarks, std::vector<std::string>{"version: 3.7.11 before, 3.8 now"});
  EXPECT_FALSE(difference(now, now).worse());
  EXPECT_TRUE(difference(now, now).all.empty());
  // A waiver that was added makes nothing better.
  auto waived = sample();
  find(waived, "dane/tlsa-lookup-fails").verdict = Verdict::known;
  find(waived, "dane/tlsa-lookup-fails").raw = Verdict::fail;
  EXPECT_EQ(difference(before, waived).all.front().change, Change::other);
}

}  // namespace
