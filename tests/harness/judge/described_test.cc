// Every kind of event has a sentence that a report can print.
#include <gtest/gtest.h>

#include "fixtures/record/kinds.h"
#include "harness/judge/verbs.h"

namespace gauntlet::judge {
namespace {

TEST(described, has_a_sentence_for_every_kind) {
  for (const auto& kind : record::kinds()) {
    record::Event event;
    event.actor = "mx1";
    event.what = kind.what;
    for (const auto& field : kind.fields) {
      const bool number = field.type == record::Type::number, flag = field.type == record::Type::flag;
      if (number) event.data[field.name] = 7;
      if (flag) event.data[field.name] = true;
      if (!number && !flag) event.data[field.name] = "x";
    }
    const auto text = described(event);
    EXPECT_FALSE(text.empty()) << kind.what;
    EXPECT_EQ(text.find('{'), text.npos) << kind.what << ": " << text;
  }
}

TEST(described, says_of_a_refused_message_that_it_was_not_accepted) {
  record::Event event;
  event.actor = "mx1";
  event.what = "smtp.message";
  event.data = {{"tls", true}, {"version", "1.3"}, {"accepted", false}};
  EXPECT_EQ(described(event), "mx1 did not accept the message over TLS 1.3");
}

}  // namespace
}  // namespace gauntlet::judge
