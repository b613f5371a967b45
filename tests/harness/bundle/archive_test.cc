// Packed and unpacked: the same bytes every time, and nothing is believed that was not packed so.
#include "harness/bundle/archive.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/desk/desk.h"
#include "tests/scratch.h"

using namespace gauntlet;
using namespace gauntlet::bundle;

namespace {

std::string lines(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  return text;
}

std::string packed(const std::string& folder, std::vector<Packed> files, const std::string& name = "a.tar.zst") {
  pack(folder + "/" + name, std::move(files));
  return folder + "/" + name;
}

/// What refusing says, "" when it was taken.
std::string unpacking_tells(const std::string& file) {
  try {
    unpack(file, gauntlet::testing::scratch());
    return "";
  } catch (const Complaints& found) {
    return found.what();
  }
}

TEST(Archive, ComesBackWhole) {
  const auto folder = gauntlet::testing::scratch(), into = gauntlet::testing::scratch();
  const auto big = lines(200'000);
  desk::write_whole(folder + "/record", big);
  const auto file = packed(folder, {{"mta/z", {}, "last"}, {"mta/cells/record", folder + "/record", ""}, {"mta/empty", {}, ""}});
  EXPECT_EQ(unpack(file, into), (std::vector<std::string>{"mta/cells/record", "mta/empty", "mta/z"})) << "sorted";
  EXPECT_EQ(read_file(into + "/mta/cells/record"), big);
  EXPECT_EQ(read_file(into + "/mta/empty"), "");
}

TEST(Archive, SameFilesSameBytes) {
  const auto folder = gauntlet::testing::scratch();
  const auto one = packed(folder, {{"a/1", {}, "x"}, {"a/\xc3\xbc", {}, lines(50)}}, "one");
  const auto two = packed(folder, {{"a/\xc3\xbc", {}, lines(50)}, {"a/1", {}, "x"}}, "two");
  EXPECT_EQ(read_file(one), read_file(two));
}

/// As reports are: what stands there stays what it is, and nothing of ours is left beside it.
TEST(Archive, KeepsLinksAndDevices) {
  namespace fs = std::filesystem;
  const auto folder = gauntlet::testing::scratch(), elsewhere = gauntlet::testing::scratch();
  desk::write_whole(elsewhere + "/kept", "old");
  fs::create_symlink(elsewhere + "/kept", folder + "/link");
  packed(folder, {{"a/1", {}, "x"}}, "link");
  EXPECT_TRUE(fs::is_symlink(folder + "/link"));
  EXPECT_EQ(unpack(elsewhere + "/kept", gauntlet::testing::scratch()), std::vector<std::string>{"a/1"});
  pack("/dev/null", {{"a/1", {}, "x"}});
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  desk::write_whole(folder + "/file", "a file where a folder was expected");
  EXPECT_THROW(packed(folder, {{"a/1", {}, "x"}}, "file/a.tar.zst"), Fault);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 2);
}

TEST(Archive, NoBitFlipsUnseen) {
  const auto folder = gauntlet::testing::scratch();
  const auto whole = read_file(packed(folder, {{"a/1", {}, lines(300)}, {"a/2", {}, "y"}}));
  const auto into = gauntlet::testing::scratch();
  for (size_t at = 0; at < whole.size(); at += 13) {
    auto bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (at % 8)));
    desk::write_whole(folder + "/flipped", bytes);
    // What changes nothing that was packed (an unused bit of the frame's head) may pass.
    EXPECT_TRUE(at < 6 || !unpacking_tells(folder + "/flipped").empty()) << "byte " << at;
  }
}

TEST(Archive, IsNeitherCutNorLengthened) {
  const auto folder = gauntlet::testing::scratch();
  const auto whole = read_file(packed(folder, {{"a/1", {}, lines(300)}}));
  for (const size_t size : {size_t{0}, size_t{1}, whole.size() / 2, whole.size() - 1}) {
    desk::write_whole(folder + "/cut", whole.substr(0, size));
    EXPECT_NE(unpacking_tells(folder + "/cut").find("it is no bundle as it was written"), std::string::npos) << size;
  }
  desk::write_whole(folder + "/longer", whole + "x");
  EXPECT_NE(unpacking_tells(folder + "/longer").find("more bytes follow its end"), std::string::npos);
  desk::write_whole(folder + "/text", "hello");
  EXPECT_FALSE(unpacking_tells(folder + "/text").empty());
}

TEST(Archive, LeadsNowhereElse) {
  const auto folder = gauntlet::testing::scratch();
  for (const std::string path : {"/etc/passwd", "../x", "a/../../x", "a/./x", "a//x", "alone"})
    EXPECT_NE(unpacking_tells(packed(folder, {{path, {}, "x"}})).find("leads elsewhere"), std::string::npos) << path;
  EXPECT_NE(unpacking_tells(packed(folder, {{"a/1", {}, "x"}, {"b/1", {}, "x"}})).find("more than one folder"), std::string::npos);
  EXPECT_NE(unpacking_tells(packed(folder, {{"a/1", {}, "x"}, {"a/1", {}, "y"}})).find("there twice"), std::string::npos);
  EXPECT_NE(unpacking_tells(packed(folder, {{"a/1", {}, "x"}, {"a/1/2", {}, "y"}})).find("a file and a folder"), std::string::npos);
  EXPECT_NE(unpacking_tells(folder + "/none").find("cannot be read"), std::string::npos);
}

}  // namespace
