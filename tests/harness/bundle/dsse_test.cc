// Envelopes: signed by us, verified by us and by plain openssl.
#include "harness/bundle/dsse.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "fixtures/base/fault.h"
#include "harness/desk/desk.h"
#include "keys.h"

using namespace gauntlet;
using namespace gauntlet::bundle;

namespace {

TEST(Dsse, SignsWhatTheProtocolSays) {
  // The example of the protocol's own text.
  EXPECT_EQ(pre_authentication("http://example.com/HelloWorld", "hello world"), "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
}

TEST(Dsse, IsVerifiedByTheRightKeyOnly) {
  const Keys ours, others;
  const auto envelope = parse_envelope(sign("{\"a\":1}\n", ours.secret), "e");
  EXPECT_EQ(envelope.payload, "{\"a\":1}\n");
  EXPECT_EQ(envelope.key_id, key_id(ours.open));
  EXPECT_TRUE(signed_by(envelope, ours.open));
  EXPECT_FALSE(signed_by(envelope, others.open));
  auto changed = envelope;
  changed.payload[1] ^= 1;
  EXPECT_FALSE(signed_by(changed, ours.open));
}

TEST(Dsse, PlainOpensslAgrees) {
  const Keys keys;
  const auto envelope = parse_envelope(sign("payload", keys.secret), "e");
  const auto verified = [&](const std::string& payload) {
    desk::write_whole(keys.folder + "/message", pre_authentication(payload_type, payload));
    desk::write_whole(keys.folder + "/signature", envelope.signature);
    return std::system(("openssl pkeyutl -verify -pubin -inkey " + keys.open + " -rawin -in " + keys.folder + "/message -sigfile " +
                        keys.folder + "/signature >/dev/null 2>&1").c_str()) == 0;
  };
  EXPECT_TRUE(verified("payload"));
  EXPECT_FALSE(verified("Payload"));
}

TEST(Dsse, RefusesOtherKeysAndOtherJson) {
  const Keys keys;
  const auto bad = [](auto f) {
    try {
      f();
      return std::string();
    } catch (const Complaints& found) {
      return std::string(found.what());
    }
  };
  EXPECT_NE(bad([&] { sign("x", keys.open); }).find("a private Ed25519 key"), std::string::npos);
  EXPECT_NE(bad([&] { signed_by({"x", "", "y"}, keys.secret); }).find("a public Ed25519 key"), std::string::npos);
  const auto envelope = sign("x", keys.secret);
  const std::string other = "{\"payload\":\"eA==\",\"payloadType\":\"other\",\"signatures\":[{\"sig\":\"eA==\"}]}";
  for (const auto& text : {std::string("{}"), std::string("x"), envelope + "x", envelope.substr(0, 40), other})
    EXPECT_NE(bad([&] { parse_envelope(text, "e"); }).find("e: it is no DSSE envelope"), std::string::npos) << text;
}

}  // namespace
