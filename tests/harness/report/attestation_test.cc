// What is attested of a run: every verdict has its place, and no admitted gap makes a failed scenario a passed one.
#include "harness/report/attestation.h"

#include <gtest/gtest.h>

#include "sample.h"

using namespace gauntlet::report;
namespace json = boost::json;

namespace {

TEST(Attestation, SaysWhatWasTestedAndByWhat) {
  auto r = sample();
  finish(r);
  const auto statement = json::parse(gauntlet::report::statement(r, {{"SHA256SUMS", "cc"}}));
  EXPECT_EQ(statement.at("_type").as_string(), "https://in-toto.io/Statement/v1");
  EXPECT_EQ(statement.at("predicateType").as_string(), "https://in-toto.io/attestation/test-result/v0.1");
  const auto& subject = statement.at("subject").at(0);
  EXPECT_EQ(subject.at("name").as_string(), "postfix 3.7.11");
  EXPECT_EQ(subject.at("digest").at("sha256").as_string(), "bb");
  const auto& predicate = statement.at("predicate");
  EXPECT_EQ(predicate.at("result").as_string(), "FAILED");
  std::map<std::string, std::string> all;
  for (const auto& one : predicate.at("configuration").as_array())
    all[std::string(one.at("name").as_string())] = one.at("digest").at("sha256").as_string();
  EXPECT_EQ(all["suite gauntlet 0.1.0"], "aa");
  EXPECT_EQ(all["resolver unbound 1.17.1"], "5ca1ab1e");
  EXPECT_EQ(all["SHA256SUMS"], "cc");
  EXPECT_TRUE(all.contains("options a=b"));
  EXPECT_EQ(json::parse(gauntlet::report::predicate(r, {{"SHA256SUMS", "cc"}})), predicate);
}

TEST(Attestation, PutsEveryVerdictInItsPlace) {
  auto r = sample();
  finish(r);
  const auto predicate = json::parse(gauntlet::report::predicate(r));
  const auto has = [&](const char* list, std::string_view id) {
    for (const auto& one : predicate.at(list).as_array())
      if (one.as_string() == id) return true;
    return false;
  };
  for (const auto& s : r.scenarios) {
    EXPECT_EQ(has("passedTests", s.id), s.raw == Verdict::pass) << s.id;
    EXPECT_EQ(has("warnedTests", s.id), s.raw == Verdict::warning) << s.id;
    EXPECT_EQ(has("failedTests", s.id), s.raw == Verdict::fail || s.raw == Verdict::inconclusive || s.raw == Verdict::error) << s.id;
  }
  EXPECT_TRUE(has("failedTests", "mta-sts/cache")) << "an admitted gap";
}

TEST(Attestation, WarnsAndPasses) {
  auto r = sample();
  std::erase_if(r.scenarios, [](const auto& s) { return s.raw != Verdict::pass && s.raw != Verdict::warning; });
  finish(r);
  EXPECT_NE(statement(r).find("\"result\": \"WARNED\""), std::string::npos);
  std::erase_if(r.scenarios, [](const auto& s) { return s.raw == Verdict::warning; });
  finish(r);
  EXPECT_NE(statement(r).find("\"result\": \"PASSED\""), std::string::npos);
  EXPECT_EQ(no_attestation(r), "");
  r.faults = {"the disk is full"};
  finish(r);
  EXPECT_NE(no_attestation(r), "");
}

}  // namespace
