// Layers go by what they are made of; what is missing is said in one sentence.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "harness/candidate/manifest.h"
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

TEST_F(Layers, AMissingFolderIsNamed) {
  manifest_.packages.clear();
  manifest_.binds = {cache_ + "/nowhere"};
  EXPECT_EQ(missing(manifest_), "copy needs the folder " + cache_ +
                                    "/nowhere (`bind`), which this machine does not have");
}

}  // namespace
}  // namespace gauntlet::candidate
