// The linter's question to the builder of worlds: what cannot stand in one is complained of where it is written.
#include "harness/scenario/build.h"

#include <gtest/gtest.h>

#include "harness/scenario/reader.h"

namespace gauntlet::scenario {
namespace {

std::string unbuildable(const std::string& text) {
  std::string all;
  for (const auto& complaint : buildable({parse_scenario("dane/x", "x.scenario", "title  T\n" + text)})) all += complaint.text() + "\n";
  return all;
}

TEST(buildable, leaves_what_stands_alone) {
  EXPECT_EQ(unbuildable("zone signed\n    @ MX 10 mx1\n    mx1 A {mx1}\n    _25._tcp.mx1 TYPE52 \\# 3 030101\nmx mx1\n"), "");
}

TEST(buildable, complains_where_it_is_written) {
  EXPECT_EQ(unbuildable("zone signed\n    @ MX 10 {mx2}\nmx mx1\n").substr(0, 18), "x.scenario:3: {mx2");
  EXPECT_EQ(unbuildable("zone signed\n    @ MX 10 mx1\nchange c\n    @ MX 10 {mx2}\nmx mx1\nstep s\n    publish c\n").substr(0, 18), "x.scenario:5: {mx2");
  EXPECT_EQ(unbuildable("mx mx1\nstep s\n    break mx1 reply mail \"550 {nobody}\"\n").substr(0, 12), "x.scenario: ");
  EXPECT_EQ(unbuildable("zone signed\n    @ MX 10 mx1\nattacker m\n    dns @ MX forge \"ten mx1\"\n").substr(0, 14), "x.scenario:4: ");
}

TEST(buildable, ttls_end_within_the_play) {
  const std::string rest = " A {mx1}\nmx mx1\n";
  for (const char* ttl : {"300", "in 5m", "5m IN", "( 5m )"})
    EXPECT_EQ(unbuildable("zone signed\n    mx1 " + std::string(ttl) + rest).substr(0, 30), "x.scenario:3: a TTL of 300 s o") << ttl;
  EXPECT_EQ(unbuildable("zone signed\n    $TTL 1m\n    mx1" + rest).substr(0, 29), "x.scenario:4: a TTL of 60 s o");
  EXPECT_EQ(unbuildable("zone signed\n    mx1 10s" + rest), "");
}

}  // namespace
}  // namespace gauntlet::scenario
