#include "harness/run/folder.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"
#include "tests/scratch.h"

namespace gauntlet::run {
namespace {
namespace fs = std::filesystem;

void put(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "mine";
}

std::string refusal(const std::string& path) {
  try {
    Folder::claim(path);
    return "";
  } catch (const Complaints& complaints) {
    return complaints.what();
  }
}

TEST(RunFolder, what_no_run_has_made_is_refused_and_left) {
  const auto scratch = testing::scratch();
  const fs::path folder = fs::path(scratch) / "mydata";
  put(folder / "thesis.tex");
  EXPECT_NE(refusal(folder.string()).find("holds files that no run has made"), std::string::npos);
  EXPECT_TRUE(fs::exists(folder / "thesis.tex"));
}

TEST(RunFolder, of_an_old_run_only_what_it_made_goes) {
  const auto scratch = testing::scratch();
  const fs::path folder = fs::path(scratch) / "postfix";
  { const auto first = Folder::claim(folder.string()); }
  put(folder / "cells" / "shared" / "record.jsonl");
  put(folder / "results.json");
  put(folder / "notes.txt");
  { const auto second = Folder::claim(folder.string()); }
  EXPECT_FALSE(fs::exists(folder / "cells"));
  EXPECT_FALSE(fs::exists(folder / "results.json"));
  EXPECT_TRUE(fs::exists(folder / "notes.txt"));
}

TEST(RunFolder, two_runs_never_share_one) {
  const auto scratch = testing::scratch();
  const std::string folder = scratch + "/out/reference";
  const auto first = Folder::claim(folder);
  EXPECT_NE(refusal(folder).find("another run is using"), std::string::npos);
  EXPECT_THROW(Folder::reopen(folder), Complaints);
}

TEST(RunFolder, a_file_in_its_place_is_a_plain_sentence) {
  const auto scratch = testing::scratch();
  put(fs::path(scratch) / "out");
  try {
    Folder::claim(scratch + "/out/reference");
    FAIL();
  } catch (const Fault& fault) {
    EXPECT_NE(std::string(fault.what()).find("cannot be made"), std::string::npos);
  }
}

}  // namespace
}  // namespace gauntlet::run
