// Layers go by what they are made of; what is missing is said in one sentence.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "harness/candidate/manifest.h"
#include "tests/await.h"
#include "tests/scratch.h"

namespace gauntlet::candidate {
namespace {

namespace fs = std::filesystem;

class Layers : public ::testing::Test {
 protected:
  void SetUp() override {
    cache_ = testing::scratch();
    ::setenv("GAUNTLET_CACHE", cache_.c_str(), 1);
    manifest_.name = "copy";
    manifest_.file = "/home/me/copy.candidate";
    manifest_.packages = {"mta", "mta-extra"};
  }
  void TearDown() override {
    ::unsetenv("GAUNTLET_CACHE");
    fs::remove_all(cache_);
  }
  std::string layer(const std::string& name, const std::string& packages) {
    const std::string folder = cache_ + "/layers/" + name;
    fs::create_directories(folder);
    if (!packages.empty()) std::ofstream(folder + "/.complete") << packages << "\nsums\n";
    return folder;
  }

  asio::io_context io_;
  std::string cache_;
  Manifest manifest_;
};

TEST_F(Layers, AreFoundUnderWhateverName) {
  layer("other", "mta");
  const auto old = layer("original", "mta-extra mta");
  EXPECT_EQ(layer_of(manifest_), old);
  EXPECT_EQ(missing(manifest_), "");
}

TEST_F(Layers, ThatAreMissingAreNamedWithTheCommandThatFetchesThem) {
  layer("other", "mta");
  EXPECT_EQ(layer_of(manifest_), "");
  EXPECT_EQ(missing(manifest_),
            "copy is not installed: gauntlet candidates install /home/me/copy.candidate");
}

TEST_F(Layers, AnUnfinishedOneIsNone) {
  layer(".original.new", "mta mta-extra");
  EXPECT_EQ(layer_of(manifest_), "");
}

TEST_F(Layers, CanBeNamed) {
  layer("first", "mta mta-extra");
  const auto own = layer("own", "mta mta-extra");
  manifest_.layer = "own";
  EXPECT_EQ(layer_of(manifest_), own);
  manifest_.layer = "none";
  EXPECT_NE(missing(manifest_), "");
  manifest_.packages.clear();
  EXPECT_NE(missing(manifest_).find("needs the layer none"), std::string::npos);
  manifest_.layer = "built";
  EXPECT_EQ(layer_of(manifest_), "");
  const auto built = layer("built", "");
  EXPECT_EQ(layer_of(manifest_), built) << "an own build needs no list of packages";
}

TEST_F(Layers, WhatIsBuiltGoesByItsScript) {
  manifest_.layer = "own";
  manifest_.install = "cc -o $LAYER/usr/bin/mta mta.c\n";
  layer("own", "mta mta-extra");
  EXPECT_EQ(layer_of(manifest_), "") << "the packages alone are not enough";
  const auto recipe = lab::Recipe{manifest_.packages, manifest_.install}.words();
  ASSERT_EQ(recipe.size(), 3u);
  EXPECT_EQ(recipe.front().substr(0, 8), "install:");
  const auto own = layer("own", "mta-extra mta " + recipe.front());
  EXPECT_EQ(layer_of(manifest_), own);
  manifest_.packages.clear();
  EXPECT_EQ(layer_of(manifest_), "");
  EXPECT_EQ(missing(manifest_), "copy is not installed: gauntlet candidates install /home/me/copy.candidate");
  layer("own", recipe.front());
  EXPECT_EQ(layer_of(manifest_), own);
  manifest_.install += "strip $LAYER/usr/bin/mta\n";
  EXPECT_EQ(layer_of(manifest_), "") << "another script, another layer";
}

TEST_F(Layers, AreBuiltByTheManifestsOwnScript) {
  manifest_.packages.clear();
  manifest_.layer = "own";
  manifest_.install = "echo junk >scratch; mkdir -p $LAYER/usr/bin; echo mta >$LAYER/usr/bin/mta\n";
  const auto said = testing::await(io_, lab::install(manifest_));
  EXPECT_EQ(said, "own: 1 built file in " + cache_ + "/layers/own");
  EXPECT_EQ(layer_of(manifest_), cache_ + "/layers/own");
  EXPECT_FALSE(fs::exists(cache_ + "/layers/own/scratch"));
  EXPECT_NE(lab::sums_of(layer_of(manifest_)).find("  usr/bin/mta\n"), std::string::npos);
  EXPECT_NE(testing::await(io_, lab::install(manifest_)).find("already there"), std::string::npos);
  manifest_.install = "echo no such compiler >&2; exit 3\n";
  try {
    testing::await(io_, lab::install(manifest_));
    ADD_FAILURE() << "a build that failed is a layer";
  } catch (const Fault& fault) {
    EXPECT_STREQ(fault.what(), "`install` ended with status 3: no such compiler");
  }
  EXPECT_EQ(layer_of(manifest_), "");
}

TEST_F(Layers, AMissingFolderIsNamed) {
  manifest_.packages.clear();
  manifest_.binds = {cache_ + "/nowhere"};
  EXPECT_EQ(missing(manifest_), "copy needs the folder " + cache_ +
                                    "/nowhere (`bind`), which this machine does not have");
}

}  // namespace
}  // namespace gauntlet::candidate
