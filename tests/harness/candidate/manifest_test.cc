// Manifests: what is read, and what is complained of with file and line.
#include "harness/candidate/manifest.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "fixtures/base/fault.h"

using namespace gauntlet;

namespace {

const std::string whole =
    "title   T\nclaims  dane\nready   smtp 127.0.0.1:25\nsubmit  smtp 127.0.0.1:25\nstart   exec true\n";

std::string outcome(const std::string& text) {
  const std::string file = ::testing::TempDir() + "m" + std::to_string(::getpid()) + ".candidate";
  std::ofstream(file) << text;
  std::string told = "ok";
  try {
    candidate::read_manifest(file);
  } catch (const Complaints& c) {
    told = c.what();
    told.erase(0, told.find(".candidate") + 10);
  }
  std::remove(file.c_str());
  return told;
}

TEST(Manifest, WholeOneReads) { EXPECT_EQ(outcome(whole), "ok"); }

TEST(Manifest, ComplainsWithLine) {
  EXPECT_EQ(outcome(whole + "colour red\n").substr(0, 32), ":6: key \"colour\" is unknown; one");
  EXPECT_NE(outcome(whole + "claims dain\n").find(":6: claim \"dain\" is unknown"), std::string::npos);
  EXPECT_NE(outcome(whole + "user postfix many\n").find(":6: \"many\" is not a number"), std::string::npos);
  EXPECT_NE(outcome(whole + "file etc/x\n    a\n").find(":6: file \"etc/x\" is not absolute"), std::string::npos);
  EXPECT_NE(outcome(whole + "known dane/x\n    because\n").find(":6: a known gap without reason or link"), std::string::npos);
  EXPECT_NE(outcome("title T\n").find("there is no `claims`"), std::string::npos);
}

TEST(Manifest, AllThatAreShippedRead) {
  const char* source = std::getenv("GAUNTLET_SOURCE");
  ASSERT_TRUE(source);
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(source) + "/harness/candidates"))
    if (entry.path().extension() == ".candidate") {
      EXPECT_NO_THROW(candidate::read_manifest(entry.path().string()));
      ++read;
    }
  EXPECT_GE(read, 3);
}

TEST(Manifest, FillsOptionsOnly) {
  EXPECT_EQ(candidate::fill("{a} ${b} { print }", {{"a", "1"}}), "1 ${b} { print }");
}

}  // namespace
