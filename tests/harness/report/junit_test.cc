// JUnit in both dialects, read back with an XML parser, and by Jenkins' own schema where it is at
// hand.
#include "harness/report/junit.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <pugixml.hpp>

#include "sample.h"

using namespace gauntlet::report;

namespace {

struct Read {
  pugi::xml_document document;
  pugi::xml_node root;
  explicit Read(const std::string& text) {
    const auto result = document.load_string(text.c_str());
    EXPECT_TRUE(result) << result.description();
    root = document.child("testsuites");
  }
  pugi::xml_node test(const std::string&) && = delete;  // the node would outlive its document
  pugi::xml_node test(const std::string& id) const& {
    return root.find_node([&](pugi::xml_node n) {
      return std::string(n.name()) == "testcase" && n.attribute("name").value() == id;
    });
  }
};

Read read(Dialect dialect = Dialect::ci, bool strict = false) {
  return Read(junit(sample(), dialect, strict));
}

/// "failure MUST", "" for a passed case.
std::string outcome(pugi::xml_node test) {
  for (const auto* element : {"failure", "error", "skipped"})
    if (const auto node = test.child(element))
      return std::string(element) + " " + node.attribute("type").value();
  return "";
}

TEST(JUnit, MapsEveryVerdict) {
  const auto r = read();
  EXPECT_EQ(outcome(r.test("dane/base")), "");
  EXPECT_EQ(outcome(r.test("dane/bounce")), "");
  EXPECT_EQ(outcome(r.test("mta-sts/sni")), "");
  EXPECT_EQ(outcome(r.test("dane/tlsa-lookup-fails")), "failure MUST");
  EXPECT_EQ(outcome(r.test("dane/rare")), "error inconclusive");
  EXPECT_EQ(outcome(r.test("dane/odd")), "error harness");
  EXPECT_EQ(outcome(r.test("tlsrpt/report")), "skipped not-applicable");
  EXPECT_EQ(outcome(r.test("mta-sts/cache")), "skipped xfail");
  EXPECT_STREQ(r.test("mta-sts/cache").child("skipped").attribute("message").value(),
               "known: https://bugs.test/1");
  const std::string out = r.test("dane/bounce").child_value("system-out");
  EXPECT_NE(out.find("\nWARN: SHOULD NOT deliver note [RFC7672-2.1.2-4]: expected"), out.npos);
  const auto strict = read(Dialect::ci, true);
  EXPECT_EQ(outcome(strict.test("dane/bounce")), "failure SHOULD");
  EXPECT_EQ(outcome(strict.test("dane/tlsa-lookup-fails")), "failure MUST");
}

TEST(JUnit, TheTextOfAFailureSaysEverything) {
  const auto r = read();
  const auto test = r.test("dane/tlsa-lookup-fails");
  const std::string text = test.child_value("failure");
  size_t at = 0;
  for (const auto* part :
       {"RFC7672-2.1.2-4 MUST NOT: A failed TLSA lookup", "no delivery of note\n",
        "delivered <note> & more\\x1b[2J]]> to mx1\\xff", "#12 3.400 s mx1 smtp.message",
        "Reproduce    gauntlet run --candidate postfix dane/tlsa-lookup-fails"}) {
    const auto found = text.find(part, at);
    ASSERT_NE(found, text.npos) << part << " is missing, or too early, in\n" << text;
    at = found;
  }
  EXPECT_STREQ(test.child("failure").attribute("message").value(),
               "expected no delivery of note; or a delivery to another host; observed delivered "
               "<note> & more\\x1b[2J]]> to mx1\\xff");
  const std::string out = test.child_value("system-out");
  EXPECT_TRUE(out.starts_with("[[ATTACHMENT|evidence/dane/tlsa-lookup-fails.jsonl]]\n"));
  EXPECT_EQ(out.find("[[ATTACHMENT", 2), out.npos) << "a stranger's attachment";
}

TEST(JUnit, SuitesAreFlatCountedAndStable) {
  for (const auto dialect : {Dialect::ci, Dialect::xunit}) {
    const auto r = read(dialect);
    std::set<std::string> names;
    for (const auto suite : r.root.children("testsuite")) {
      int tests = 0, skipped = 0;
      for (const auto test : suite.children("testcase")) {
        ++tests;
        skipped += !test.child("skipped").empty();
        EXPECT_TRUE(names.insert(test.attribute("name").value()).second);
        EXPECT_EQ(
            std::distance(test.children("system-out").begin(), test.children("system-out").end()),
            1);
        EXPECT_EQ(test.attribute("classname").value(),
                  "postfix." + std::string(suite.attribute("name").value()));
        EXPECT_STREQ(test.attribute("time").value(), "1.235");
        EXPECT_EQ(test.attribute("file").empty(), dialect == Dialect::xunit);
        EXPECT_EQ(test.child("properties").empty(), dialect == Dialect::xunit);
      }
      EXPECT_EQ(suite.attribute("tests").as_int(), tests);
      EXPECT_EQ(suite.attribute("skipped").as_int(), skipped);
      EXPECT_TRUE(suite.attribute("failures") && suite.attribute("errors"));
    }
    EXPECT_EQ(names.size(), sample().scenarios.size());
    EXPECT_EQ(r.root.attribute("skipped").empty(), dialect == Dialect::xunit);
    EXPECT_EQ(r.root.attribute("timestamp").empty(), dialect == Dialect::xunit);
  }
}

TEST(JUnit, NamesAreIdsSoThatANewTitleLosesNoHistory) {
  const auto r = read();
  const auto test = r.test("dane/base");
  EXPECT_STREQ(test.attribute("name").value(), "dane/base");
  EXPECT_STREQ(test.child("properties").first_child().attribute("value").value(),
               "Title of dane/base");
  EXPECT_TRUE(std::string(test.child_value("system-out")).starts_with("Title of dane/base\n"));
}

TEST(JUnit, WhatNoScenarioOwnsIsACaseOfItsOwn) {
  auto results = sample();
  results.cells.front().faults = {"the tap died"};
  finish(results);
  const Read broken(junit(results, Dialect::ci, false));
  EXPECT_EQ(outcome(broken.test("harness/fault")), "error harness");
  results = without({Verdict::fail, Verdict::error, Verdict::inconclusive});
  const Read quiet(junit(results, Dialect::ci, false));
  EXPECT_FALSE(quiet.test("harness/fault"));
  results.interrupted = true;
  finish(results);
  const Read r(junit(results, Dialect::ci, false));
  EXPECT_EQ(outcome(r.test("harness/fault")), "error harness") << "or the file would be green";
}

TEST(JUnit, StaysWithinWhatItsReadersKeep) {
  auto results = without({Verdict::fail, Verdict::known});
  auto talkative = play("dane/talkative", Verdict::fail);
  talkative.notes.assign(30, std::string(4000, '<'));
  for (int i = 0; i < 50; ++i) {
    talkative.id = "dane/talkative-" + std::to_string(i);
    results.scenarios.push_back(talkative);
  }
  talkative.id = "dane/quiet";
  talkative.verdict = Verdict::pass;
  results.scenarios.push_back(talkative);
  finish(results);
  const auto text = junit(results, Dialect::xunit, false);
  EXPECT_LT(text.size(), 30'000'000u);
  const Read r(text);
  EXPECT_LE(std::string(r.test("dane/quiet").child_value("system-out")).size(), 1000u);
  const std::string failure = r.test("dane/talkative-7").child_value("failure");
  EXPECT_LE(failure.size(), 100'000u);
  EXPECT_GT(failure.size(), 5'000u);
}

TEST(JUnit, XunitDialectIsValidByJenkinsSchema) {
  const char* schemas = std::getenv("GAUNTLET_SCHEMAS");
  if (!schemas || !*schemas || std::system("command -v xmllint >/dev/null"))
    GTEST_SKIP() << "needs xmllint, and GAUNTLET_SCHEMAS naming a folder with junit-10.xsd";
  const auto file = std::filesystem::temp_directory_path() /
                    ("gauntlet-junit-" + std::to_string(getpid()) + ".xml");
  for (const bool strict : {false, true}) {
    std::ofstream(file) << junit(sample(), Dialect::xunit, strict);
    const auto command =
        "xmllint --noout --schema " + std::string(schemas) + "/junit-10.xsd " + file.string();
    EXPECT_EQ(std::system(command.c_str()), 0);
  }
  // The other dialect must be refused, or the schema proves nothing.
  std::ofstream(file) << junit(sample(), Dialect::ci, false);
  EXPECT_NE(std::system(("xmllint --noout --schema " + std::string(schemas) + "/junit-10.xsd " +
                         file.string() + " 2>/dev/null")
                            .c_str()),
            0);
  std::filesystem::remove(file);
}

}  // namespace
