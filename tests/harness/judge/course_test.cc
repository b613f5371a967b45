// How far a connection has come: what a stage of a host's faults takes for having been reached.
#include "harness/judge/course.h"

#include <list>
#include <optional>

#include <gtest/gtest.h>

#include "harness/scenario/reader.h"

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

/// A connection to mx1, event by event.
struct Connection {
  Play play{scene()};
  std::list<record::Event> events;
  std::optional<Stands> stands;
  std::optional<Course> course;

  Connection() {
    add("runner", "play.begin", R"({"names":{"domain":"d-x.test","mx1":"198.18.1.1"}})");
    add("runner", "step.begin", R"({"step":"attack"})");
    stands.emplace(play);
    course.emplace(play, *stands);
  }
  const record::Event& add(const std::string& actor, const std::string& what, std::string_view data) {
    const auto n = events.size() + 1;
    const auto& event = events.emplace_back(record::Event{n, static_cast<double>(n), "d/x", actor, what, boost::json::parse(data).as_object()});
    play.take(event);
    if (course) course->note(event);
    return event;
  }
  const record::Event& says(const std::string& line, bool tls = false) {
    return add("mx1", "smtp.in", R"({"conn":3,"line":")" + line + R"(","tls":)" + (tls ? "true}" : "false}"));
  }
  bool reaches(Stage stage, const record::Event& event) const { return course->reaches(stage, {.kind = MxFault::Kind::close}, event); }
};

TEST(course, ehlo_inside_tls_is_another_stage) {
  Connection conn;
  const auto& first = conn.says("EHLO x");
  EXPECT_TRUE(conn.reaches(Stage::ehlo, first));
  EXPECT_FALSE(conn.reaches(Stage::ehlo_tls, first));
  EXPECT_TRUE(conn.reaches(Stage::ehlo_tls, conn.says("EHLO x", true)));
}

TEST(course, data_is_reached_behind_a_recipient_that_was_taken) {
  Connection conn;
  EXPECT_FALSE(conn.reaches(Stage::data, conn.says("DATA")));
  conn.add("mx1", "smtp.rcpt", R"({"conn":3,"tls":false,"to":"ann@d-x.test","reply":"451 4.2.0 not now"})");
  EXPECT_FALSE(conn.reaches(Stage::data, conn.says("DATA")));
  conn.add("mx1", "smtp.rcpt", R"({"conn":3,"tls":false,"to":"ann@d-x.test","reply":"250 2.1.5 Ok"})");
  EXPECT_TRUE(conn.reaches(Stage::data, conn.says("data")));
  conn.says("RSET");
  EXPECT_FALSE(conn.reaches(Stage::data, conn.says("DATA")));
}

TEST(course, mail_that_the_host_refuses_by_itself_did_not_come_to_its_faults) {
  Connection conn;
  const auto mail = [&](const std::string& reply) -> const record::Event& {
    return conn.add("mx1", "smtp.mail", R"({"conn":3,"tls":false,"token":"t","reply":")" + reply + "\"}");
  };
  EXPECT_FALSE(conn.reaches(Stage::mail, mail("503 5.5.1 Nested MAIL command")));
  EXPECT_TRUE(conn.reaches(Stage::mail, mail("250 2.1.0 Ok")));
}

TEST(course, handshake_counts_that_began_with_the_fault) {
  Connection conn;
  const auto& fault = conn.stands->faults().front();
  conn.says("STARTTLS");
  const auto& hello = conn.add("mx1", "tls.hello", R"({"conn":3,"sni":"mx1.d-x.test"})");
  EXPECT_TRUE(conn.course->handshakes(fault, hello));
  EXPECT_EQ(conn.course->at(hello).sni, "mx1.d-x.test");
}

TEST(course, answer_belongs_to_the_question_of_its_number) {
  Connection conn;
  const auto& query = conn.add("tap", "dns.query", R"({"id":7,"name":"d-x.test.","type":"MX"})");
  const auto& answer = conn.add("tap", "dns.answer", R"({"id":7,"name":"d-x.test.","type":"MX","rcode":"NOERROR"})");
  EXPECT_EQ(conn.course->question(answer), &query);
  EXPECT_EQ(conn.course->question(conn.add("tap", "dns.answer", R"({"id":8,"name":"d-x.test.","type":"MX","rcode":"NOERROR"})")), nullptr);
}

}  // namespace
}  // namespace gauntlet::judge
