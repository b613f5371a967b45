// How far a connection has come: what a stage of a host's faults takes for having been reached.
#include "harness/judge/course.h"

#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "tests/harness/judge/world.h"

namespace gauntlet::judge {
namespace {

using smtp::MxFault;
using smtp::Stage;

const scenario::Scenario& scene() {
  static const auto scenario = scenario::parse_scenario("d/x", "x", R"(title T
zone signed
    @ MX 10 mx1
mx mx1
    cert self-signed
    fault alert
step attack
    send note to ann
    MUST NOT deliver note [X-1]
step relief
    mend mx1
    await deliver note to mx1 within 5s
)");
  return scenario;
}

/// What is known once all of it has happened.
struct Told {
  explicit Told(const World& world) : events(world.cell.events) {
    for (const auto& event : events) play.take(event);
    stands.emplace(play);
    course.emplace(play, *stands);
    for (const auto& event : events) course->note(event);
  }
  bool reaches(Stage stage) const { return course->reaches(stage, {.kind = MxFault::Kind::close}, events.back()); }

  const std::vector<record::Event> events;
  Play play{scene()};
  std::optional<Stands> stands;
  std::optional<Course> course;
};

struct Connection : World {
  Connection() { play("d/x").step("attack"); }
  Connection& says(const std::string& line, bool tls = false) {
    add(tag, "mx1", "smtp.in", R"({"conn":1,"line":")" + line + R"(","tls":)" + (tls ? "true}" : "false}"));
    return *this;
  }
  Connection& is_told(const std::string& what, const std::string& reply) {
    add(tag, "mx1", what, R"({"conn":1,"tls":false,"token":"t","to":"ann@x.test","reply":")" + reply + "\"}");
    return *this;
  }
};

TEST(course, ehlo_inside_tls_is_another_stage) {
  const Told clear(Connection().says("EHLO x"));
  EXPECT_TRUE(clear.reaches(Stage::ehlo));
  EXPECT_FALSE(clear.reaches(Stage::ehlo_tls));
  EXPECT_TRUE(Told(Connection().says("EHLO x", true)).reaches(Stage::ehlo_tls));
}

TEST(course, data_is_reached_behind_a_recipient_that_was_taken) {
  EXPECT_FALSE(Told(Connection().says("DATA")).reaches(Stage::data));
  EXPECT_FALSE(Told(Connection().is_told("smtp.rcpt", "451 4.2.0 not now").says("DATA")).reaches(Stage::data));
  EXPECT_TRUE(Told(Connection().is_told("smtp.rcpt", "250 2.1.5 Ok").says("data")).reaches(Stage::data));
  EXPECT_FALSE(Told(Connection().is_told("smtp.rcpt", "250 2.1.5 Ok").says("RSET").says("DATA")).reaches(Stage::data));
}

TEST(course, mail_that_the_host_refuses_by_itself_did_not_come_to_its_faults) {
  EXPECT_FALSE(Told(Connection().is_told("smtp.mail", "503 5.5.1 Nested MAIL command")).reaches(Stage::mail));
  EXPECT_TRUE(Told(Connection().is_told("smtp.mail", "250 2.1.0 Ok")).reaches(Stage::mail));
}

TEST(course, handshake_counts_that_began_with_the_fault) {
  auto conn = Connection().says("STARTTLS");
  conn.add(conn.tag, "mx1", "tls.hello", R"({"conn":1,"sni":"mx1.x.test"})");
  const Told told(conn);
  EXPECT_TRUE(told.course->handshakes(told.stands->faults().front(), told.events.back()));
  EXPECT_EQ(told.course->at(told.events.back()).sni, "mx1.x.test");
  conn.did("did", R"({"line":)" + std::to_string(scene().steps.back().lines.front().line) + R"(,"text":"mend mx1"})");
  conn.says("STARTTLS").add(conn.tag, "mx1", "tls.hello", R"({"conn":1,"sni":"mx1.x.test"})");
  const Told mended(conn);
  EXPECT_FALSE(mended.course->handshakes(mended.stands->faults().front(), mended.events.back()));
}

TEST(course, answer_belongs_to_the_question_of_its_number) {
  Connection conn;
  conn.asks("NOERROR");
  const Told told(conn);
  const auto* question = told.course->question(told.events.back());
  ASSERT_TRUE(question);
  EXPECT_EQ(question->what, "dns.query");
  EXPECT_EQ(told.course->question(told.events.front()), nullptr);
}

}  // namespace
}  // namespace gauntlet::judge
