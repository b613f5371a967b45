// run.json: what is written is read, and nothing else is believed.
#include "harness/desk/facts.h"

#include <gtest/gtest.h>

#include "folder.h"

using namespace gauntlet;
using namespace gauntlet::desk;
namespace json = boost::json;

namespace {

/// What loading says when one value of run.json is another.
std::string with(const Folder& folder, const std::vector<std::string>& path, json::value value) {
  auto document = json::parse(folder.read("postfix/run.json"));
  auto* at = &document;
  for (const auto& key : path)
    at = at->is_array() ? &at->as_array().at(std::stoul(key)) : &at->as_object()[key];
  *at = std::move(value);
  folder.write("other/run.json", json::serialize(document));
  const auto said = complaint([&] { RunFacts::load(folder.path + "/other"); });
  const size_t key = said.find("run.json: ");
  return key == said.npos ? said : said.substr(key + 10);
}

TEST(Facts, AreReadAsTheyWereWritten) {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}});
  folder.facts.options = {{"strategy", "dane"}};
  folder.facts.known = {{"dane/one", "a reason", "a link"}};
  folder.facts.shard = report::Shard{2, 3};
  folder.facts.faults = {"it\nbroke"};
  const auto run = folder.save();
  const auto read = RunFacts::load(run);
  EXPECT_EQ(read.options.at("strategy"), "dane");
  EXPECT_EQ(read.known.at(0).link, "a link");
  EXPECT_EQ(read.shard, (report::Shard{2, 3}));
  EXPECT_EQ(read.cells.at(0).record_sha256.size(), 64u);
  EXPECT_EQ(read.not_run.size(), 2u);
  const auto text = folder.read("postfix/run.json");
  read.save(run);
  EXPECT_EQ(folder.read("postfix/run.json"), text);
}

TEST(Facts, AreReadWithSuspicion) {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}});
  folder.save();
  EXPECT_EQ(with(folder, {"title"}, "other"), "");
  EXPECT_EQ(with(folder, {"seconds"}, "long"), "seconds: found \"long\", expected a number");
  EXPECT_EQ(with(folder, {"cells", "0", "ground"}, "moon"),
            "cells[0].ground: found \"moon\", expected shared, alone, hazard or suspect");
  EXPECT_EQ(with(folder, {"schema"}, "gauntlet-run/9"),
            "schema: found \"gauntlet-run/9\", expected gauntlet-run/2");
  for (const auto* id : {"../../etc/passwd", "/etc/passwd", "", "dane/../../x", "dane//x", "a b"})
    EXPECT_NE(with(folder, {"scenarios", "0"}, id).find("scenarios[0]: "), std::string::npos) << id;
  EXPECT_NE(with(folder, {"cells", "0", "id"}, "../x"), "");
  EXPECT_NE(with(folder, {"cells", "0", "scenarios", "0"}, "dane/other"), "");
  EXPECT_NE(with(folder, {"candidate"}, "../x"), "");
  folder.write("other/run.json", R"({"candidate": "postfix", "resolver": "unbound"})");
  EXPECT_NE(complaint([&] { RunFacts::load(folder.path + "/other"); }).find("a run of version 1"),
            std::string::npos);
  folder.write("other/run.json", "{");
  EXPECT_NE(complaint([&] { RunFacts::load(folder.path + "/other"); }), "");
}

}  // namespace
