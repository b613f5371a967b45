// What went over the wire goes to the scenario whose addresses or names it bears.
#include "harness/desk/captures.h"

#include <gtest/gtest.h>

#include "fixtures/lab/pcapng.h"
#include "folder.h"
#include "harness/desk/packets.h"

using namespace gauntlet;
using namespace gauntlet::desk;

namespace {

using namespace std::string_literals;

std::string ipv4(unsigned char protocol, const std::string& to, const std::string& payload) {
  std::string ip = "\x45\x00\x00\x00\x00\x00\x00\x00\x40"s + static_cast<char>(protocol) + "\x00\x00"s + "\xc6\x12\x00\x01"s + to;
  return std::string(12, '\0') + "\x08\x00"s + ip + payload;
}

const std::string host = "\xc0\x00\x02\x01"s;  // 192.0.2.1
const std::string elsewhere = "\x08\x08\x08\x08"s;

std::string tcp(const std::string& to, const std::string& data) {
  return ipv4(6, to, "\x30\x00\x00\x19"s + std::string(8, '\0') + "\x50\x18"s + std::string(6, '\0') + data);
}

std::string dns(const std::string& label) {
  const auto question = std::string(1, static_cast<char>(label.size())) + label + "\x04test\x00\x00\x0f\x00\x01"s;
  return ipv4(17, elsewhere, "\x30\x00\x00\x35\x00\x00\x00\x00"s + "\x00\x01\x01\x00\x00\x01"s + std::string(6, '\0') + question);
}

TEST(Packets, HaveAddressesNamesAndRandoms) {
  const auto hello = "\x16\x03\x01\x00\x80\x01\x00\x00\x7c\x03\x03"s + std::string(32, '\xab') + "rest";
  auto traits = traits_of(tcp(host, hello));
  EXPECT_EQ(traits.from, "198.18.0.1");
  EXPECT_EQ(traits.to, "192.0.2.1");
  std::string random;
  for (int i = 0; i < 32; ++i) random += "ab";
  EXPECT_EQ(traits.client_random, random);
  EXPECT_EQ(traits_of(dns("Dane-ONE")).labels, (std::vector<std::string>{"dane-one", "test"}));
  EXPECT_EQ(traits_of("").from, "");
  const auto whole = tcp(host, hello);
  for (size_t size = 0; size < whole.size(); ++size) traits_of(whole.substr(0, size));
}

TEST(Captures, AreToldApartByScenario) {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}});
  const auto run = folder.save();
  const auto cell = cell_folder(run, "shared");
  const auto hello = "\x16\x03\x01\x00\x80\x01\x00\x00\x7c\x03\x03"s + std::string(32, '\xab');
  std::string random;
  for (int i = 0; i < 32; ++i) random += "ab";
  std::string wire = lab::pcapng_section("t") + lab::pcapng_interface("candidate");
  for (const auto& frame : {tcp(host, hello), tcp(elsewhere, "x"), dns("dane-one"), dns("other")})
    wire += lab::pcapng_packet({1, static_cast<std::uint32_t>(frame.size()), frame});
  write_whole(wire_file(cell), wire);
  write_whole(keys_file(cell), "CLIENT_RANDOM " + random + " 01\nCLIENT_RANDOM cd 02\n");
  write_captures(desk::open(run));
  const auto found = lab::parse_pcapng(read_file(run + "/captures/dane-one.pcapng"));
  ASSERT_EQ(found.packets.size(), 2u);
  EXPECT_EQ(found.packets[1].bytes, dns("dane-one"));
  EXPECT_EQ(found.key_log, "CLIENT_RANDOM " + random + " 01\n");
  EXPECT_FALSE(std::filesystem::exists(wire_file(cell)));
  EXPECT_FALSE(std::filesystem::exists(keys_file(cell)));
}

TEST(Captures, OfWhatIsPlayedAgainAreRemoved) {
  Folder folder;
  folder.play("shared", {{"dane/one", {}}});
  const auto run = folder.save();
  for (const char* kept : {"/captures/dane-one.pcapng", "/transcripts/dane-one.txt", "/captures/dane-two.pcapng"}) write_whole(run + kept, "x");
  remove_captures(run, {"dane/one", "dane/three"});
  EXPECT_FALSE(std::filesystem::exists(run + "/captures/dane-one.pcapng"));
  EXPECT_FALSE(std::filesystem::exists(run + "/transcripts/dane-one.txt"));
  EXPECT_TRUE(std::filesystem::exists(run + "/captures/dane-two.pcapng"));
}

TEST(Captures, DialoguesAreTranscribed) {
  judge::Cell cell;
  const auto add = [&](const std::string& tag, const std::string& what, boost::json::object data) {
    record::Event event;
    event.n = cell.events.size() + 1;
    event.tag = tag;
    event.actor = "mx1";
    event.what = what;
    event.data = std::move(data);
    cell.events.push_back(event);
  };
  add("a", "tcp.accept", {{"conn", 1}, {"port", 25}, {"from", "198.18.0.1"}, {"to", "192.0.2.1"}, {"via", ""}});
  add("a", "smtp.out", {{"conn", 1}, {"line", "220 mx"}, {"tls", false}});
  add("b", "smtp.in", {{"conn", 2}, {"line", "EHLO"}, {"tls", false}});
  add("a", "smtp.in", {{"conn", 1}, {"line", "QUIT"}, {"tls", true}});
  EXPECT_EQ(transcript(cell, "a"), "--- 0.000 s: 198.18.0.1 to mx1 (192.0.2.1), port 25 ---\n    0.000     S: 220 mx\n    0.000 TLS C: QUIT\n\n");
  EXPECT_EQ(transcript(cell, "c"), "");
}

}  // namespace
