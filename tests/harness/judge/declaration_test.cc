#include "harness/judge/declaration.h"

#include <gtest/gtest.h>

#include "fixtures/base/fault.h"

namespace gauntlet::judge {
namespace {

constexpr std::string_view small =
    "title  A sender\n"
    "offer without dane\n"
    "    versions  1.3 1.2\n"
    "    suites    TLS_AES_256_GCM_SHA384 TLS_AES_128_GCM_SHA256\n"
    "offer with dane\n"
    "    groups    x25519 0x4588\n";

/// A world in which the sender says hello to a host of a play, after it was given TLSA records or not.
Cell cell(bool with_dane, const std::string& suites, const std::string& groups, int port = 25) {
  Cell cell{.id = "shared", .scenarios = {"a/b"}, .events = {}};
  const auto add = [&](const std::string& what, const std::string& data) {
    record::Event event;
    event.n = cell.events.size() + 1;
    event.tag = "a/b";
    event.what = what;
    event.data = boost::json::parse(data).as_object();
    cell.events.push_back(event);
  };
  if (with_dane) add("dns.answer", R"({"type":"TLSA","ad":true,"answers":["x"]})");
  add("tcp.accept", R"({"conn":7,"port":)" + std::to_string(port) + "}");
  add("tls.hello", R"({"conn":7,"versions":["1.3","1.2"],"suites":")" + suites + R"(","groups":")" + groups + "\"}");
  return cell;
}

std::string told(const std::vector<DeclaredResult>& all) {
  static const std::map<Declared, std::string> words = {
      {Declared::seen, "="}, {Declared::not_seen, "-"}, {Declared::not_declared, "+"}, {Declared::other_order, "~"}};
  std::string text;
  for (const auto& one : all) text += words.at(one.result) + (one.with_dane ? "dane " : "") + one.kind + " " + one.parameter + "\n";
  return text;
}

TEST(Declaration, IsHeldAgainstWhatWasOffered) {
  const auto declaration = parse_declaration("d", small);
  EXPECT_EQ(told(compare(declaration, {cell(false, "1302 1303", "")})),
            "=versions 1.3\n=versions 1.2\n=suites TLS_AES_256_GCM_SHA384\n-suites TLS_AES_128_GCM_SHA256\n+suites TLS_CHACHA20_POLY1305_SHA256\n");
  EXPECT_EQ(told(compare(declaration, {cell(false, "1301 1302", "")})),
            "=versions 1.3\n=versions 1.2\n=suites TLS_AES_256_GCM_SHA384\n=suites TLS_AES_128_GCM_SHA256\n~suites \n");
}

TEST(Declaration, KnowsWhatIsOfferedUnderDane) {
  const auto declaration = parse_declaration("d", small);
  EXPECT_EQ(told(compare(declaration, {cell(true, "1302", "001d 4588")})), "=dane groups x25519\n=dane groups 0x4588\n");
  EXPECT_EQ(told(compare(declaration, {cell(true, "1302", "0017 4588")})), "-dane groups x25519\n=dane groups 0x4588\n+dane groups secp256r1\n");
}

TEST(Declaration, SaysNothingOfWhatWasNotSeen) {
  EXPECT_EQ(told(compare(parse_declaration("d", small), {cell(false, "1302", "", 443)})), "") << "a policy host is no mail exchanger";
  EXPECT_EQ(told(compare(parse_declaration("d", small), {})), "");
}

TEST(Declaration, SaysWhereItIsWrong) {
  const auto complaint = [](std::string_view text) {
    try {
      parse_declaration("my.declaration", text);
    } catch (const Complaints& found) {
      return std::string(found.what());
    }
    return std::string("none");
  };
  EXPECT_EQ(complaint("title T\noffer\n    suites  TLS_AES\n"),
            "my.declaration:3: 'TLS_AES' is none of the suites that IANA has registered; its name there was expected, or a number like 0x1301");
  EXPECT_NE(complaint("title T\noffer\n    sutes  TLS_AES\n").find("my.declaration:3: unknown kind 'sutes'; did you mean 'suites'?"), std::string::npos);
  EXPECT_NE(complaint("title T\noffer under dane\n").find("'offer', 'offer with dane' or 'offer without dane' was expected"), std::string::npos);
  EXPECT_NE(complaint("offer\n    groups x25519\n").find("no title"), std::string::npos);
  EXPECT_NE(complaint("title T\nofer\n").find("did you mean 'offer'?"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::judge
