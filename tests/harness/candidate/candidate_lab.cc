// A candidate in its room: what its manifest's commands do wrong is told, never taken for an
// answer; and it can be started again.
#include "harness/candidate/candidate.h"

#include <unistd.h>
#include <csignal>
#include <fstream>

#include "fixtures/base/fault.h"
#include "tests/await.h"
#include "tests/keeper_main.h"
#include "tests/scratch.h"

namespace gauntlet::candidate {
namespace {

namespace fs = std::filesystem;

class InItsRoom : public ::testing::Test {
 protected:
  InItsRoom() {
    setting_.root = folder_ + "/room";
    setting_.programs = testing::keeper_folder(folder_);
    setting_.in_user_namespace = ::getuid() != 0;
    manifest_.name = "mute";
    manifest_.file = "mute.candidate";
    manifest_.start = "touch /run/ready; exec tail -f /dev/null\n";
    manifest_.ready = "file /run/ready";
    manifest_.submit = "cat >/dev/null\n";
  }
  void open() {
    candidate_ = std::make_unique<Candidate>(io_.get_executor(), log_, manifest_, setting_);
    testing::await(io_, candidate_->open());
    testing::await(io_, candidate_->prepare());
  }
  std::string start() { return testing::await(io_, candidate_->start()); }
  void up() {
    open();
    EXPECT_EQ(start(), "");
  }
  lab::Result in_room(const std::string& script) {
    lab::Command command;
    command.argv = {"sh", "-c", script};
    return testing::await(io_, lab::run(candidate_->inside(command), 20s));
  }
  /// "queue 7 no queue here": what was told of commands that failed.
  std::vector<std::string> failures() const {
    std::vector<std::string> all;
    for (const auto& e : log_.kept())
      if (e.what == "helper.failed")
        all.push_back(e.text("helper") + " " + e.text("status") + " " + e.text("output"));
    return all;
  }
  int count(const std::string& what) const {
    return static_cast<int>(std::count_if(log_.kept().begin(), log_.kept().end(),
                                          [&](const auto& e) { return e.what == what; }));
  }
  awaitable<void> until(std::string what, Signal& changed) {
    while (count(what) == 0) co_await changed.wait();
  }
  void wait_for(const std::string& what) {
    Signal changed(io_.get_executor());
    const auto subscription = log_.subscribe([&](const record::Event&) { changed.notify(); });
    testing::await(io_, until(what, changed));
    log_.unsubscribe(subscription);
  }

  asio::io_context io_;
  record::Log log_{""};
  std::string folder_ = testing::scratch();
  Setting setting_;
  Manifest manifest_;
  std::unique_ptr<Candidate> candidate_;
};

TEST_F(InItsRoom, AListingThatFailsIsNoEmptyQueue) {
  manifest_.queue = "cat /tmp/list || { echo no queue here >&2; exit 7; } 2>&1\n";
  up();
  EXPECT_FALSE(testing::await(io_, candidate_->queue()));
  EXPECT_FALSE(testing::await(io_, candidate_->queue()));
  ASSERT_EQ(failures().size(), 1u) << "it is told once";
  EXPECT_EQ(failures()[0].substr(0, 8), "queue 7 ");
  EXPECT_NE(failures()[0].find("no queue here"), std::string::npos);
  in_room("echo A1 deferred note-00001@home.test later >/tmp/list");
  const auto waiting = testing::await(io_, candidate_->queue());
  ASSERT_TRUE(waiting);
  EXPECT_EQ(waiting->size(), 1u);
  EXPECT_EQ(count("helper.works"), 1);
}

TEST_F(InItsRoom, NoiseInAListingIsToldOnce) {
  manifest_.queue = "echo the queue is not available\n";
  up();
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(testing::await(io_, candidate_->queue()));
  EXPECT_EQ(failures(),
            std::vector<std::string>{
                "queue 0 it printed a line that is no listing: the queue is not available"});
}

TEST_F(InItsRoom, NoticesThatCannotBeListedAreTold) {
  manifest_.bounces = "exit 2\n";
  up();
  EXPECT_FALSE(testing::await(io_, candidate_->notices()));
  EXPECT_EQ(failures(), std::vector<std::string>{"bounces 2 "});
}

TEST_F(InItsRoom, AVersionThatFailsIsTold) {
  manifest_.version = "echo 1.0; exit 1\n";
  open();
  EXPECT_EQ(failures(), std::vector<std::string>{"version 1 1.0"});
  EXPECT_EQ(candidate_->version(), "");
}

TEST_F(InItsRoom, ARefusalIsTheCandidatesWordAMissingProgramIsNot) {
  manifest_.submit = "[ {to} = a ] && { echo 550 no; exit 1; }; exec /no/such/program\n";
  up();
  Message message{"note-00001", "a", "text", "dane/x"};
  EXPECT_EQ(testing::await(io_, candidate_->submit(message)), "status 1: 550 no");
  EXPECT_TRUE(failures().empty());
  message.to = "b";
  EXPECT_EQ(testing::await(io_, candidate_->submit(message)), "");
  ASSERT_EQ(failures().size(), 1u);
  EXPECT_EQ(failures()[0].substr(0, 11), "submit 127 ");
  EXPECT_EQ(log_.kept().back().tag, "dane/x");
}

TEST_F(InItsRoom, NobodyListeningIsARefusalWithItsReason) {
  manifest_.submit_smtp = "127.0.0.1:9";
  up();
  EXPECT_EQ(testing::await(io_, candidate_->submit({"a", "b", "text", ""})), "Connection refused");
}

TEST_F(InItsRoom, ANudgeFailsForTheMessagesThatItFailedFor) {
  manifest_.queue = "true\n";
  manifest_.nudge_one = "echo flushing {id}; [ {id} != A2 ]\n";
  up();
  const auto nudged = testing::await(io_, candidate_->nudge({"A1", "A2", "A3"}));
  EXPECT_EQ(nudged.failed, std::vector<std::string>{"A2"});
  EXPECT_TRUE(testing::await(io_, candidate_->nudge({"A1"})).failed.empty());
}

/// More than an argument of a program holds; and they run beside each other: the first two wait for one another.
TEST_F(InItsRoom, ManyMessagesAreNudgedAndSomeAtATime) {
  manifest_.queue = "true\n";
  manifest_.nudge_one = "mkfifo /tmp/met 2>/dev/null\ncase {id} in\n0) echo >/tmp/met ;;\n1) read line </tmp/met ;;\n" + std::string(300, '#') +
                        "\n777) false ;;\nesac\n";
  up();
  std::vector<std::string> ids;
  for (int i = 0; i < 800; ++i) ids.push_back(std::to_string(i));
  EXPECT_EQ(testing::await(io_, candidate_->nudge(ids)).failed, std::vector<std::string>{"777"});
}

TEST_F(InItsRoom, AStopThatDoesNotStopIsTold) {
  manifest_.stop = "exit 5\n";
  up();
  testing::await(io_, candidate_->stop());
  ASSERT_EQ(failures().size(), 2u);
  EXPECT_EQ(failures()[0], "stop 5 ");
  EXPECT_NE(failures()[1].find("was killed"), std::string::npos);
  EXPECT_EQ(in_room("grep -l . /proc/[0-9]*/comm | xargs cat | grep -c '^tail$'").out, "0\n");
}

TEST_F(InItsRoom, IsKilledWithAllItsProcessesAndNobodyTellsOfAFailure) {
  manifest_.start = "trap '' TERM; tail -f /dev/null & touch /run/ready; exec tail -f /dev/null\n";
  up();
  int deaths = 0;
  candidate_->on_death = [&] { ++deaths; };
  testing::await(io_, candidate_->kill());
  EXPECT_FALSE(candidate_->running());
  EXPECT_EQ(deaths, 0);
  EXPECT_TRUE(failures().empty());
  EXPECT_TRUE(log_.kept().back().flag("expected"));
  EXPECT_EQ(in_room("grep -l . /proc/[0-9]*/comm | xargs cat | grep -c '^tail$'").out, "0\n");
  EXPECT_EQ(start(), "");
}

TEST_F(InItsRoom, CanBeStartedAgainAfterACrash) {
  manifest_.start =
      "tail -f /dev/null & echo $! >>/run/children; touch /run/ready; exec tail -f /dev/null\n";
  manifest_.logs = {"/var/log/mta.log"};
  manifest_.submit = "echo submitted >>/var/log/mta.log\n";
  up();
  int deaths = 0, signs = 0;
  candidate_->on_death = [&] { ++deaths; };
  candidate_->on_activity = [&] { ++signs; };
  in_room("kill -SEGV $(cat /run/gauntlet.pid)");
  wait_for("candidate.exit");
  EXPECT_EQ(deaths, 1);
  EXPECT_FALSE(candidate_->running());
  EXPECT_EQ(start(), "");
  EXPECT_TRUE(candidate_->running());
  EXPECT_EQ(in_room("wc -l </run/children").out, "2\n");
  EXPECT_NE(in_room("kill -0 $(head -n 1 /run/children)").status, 0)
      << "nothing is left of the first";
  testing::await(io_, candidate_->submit({"a", "b", "text", ""}));
  while (signs == 0) io_.run_one();
  testing::await(io_, candidate_->stop());
  EXPECT_EQ(count("candidate.ready"), 2);
  EXPECT_TRUE(failures().empty());
}

TEST_F(InItsRoom, WhatItPrintsIsBounded) {
  manifest_.start = "head -c 40000000 /dev/zero; touch /run/ready; exec tail -f /dev/null\n";
  up();
  wait_for("candidate.flood");
  testing::await(io_, candidate_->stop());
  EXPECT_EQ(fs::file_size(folder_ + "/candidate.out"), 16u << 20);
  candidate_->keep_evidence(folder_ + "/evidence");
  EXPECT_LT(fs::file_size(folder_ + "/evidence/candidate.out"), (16u << 20) + 100);
}

TEST_F(InItsRoom, APartOfItThatBreaksDownIsToldOf) {
  manifest_.logs = {"/var/log/deep/mail.log"};
  manifest_.panics = {"killed by signal"};
  int heard = 0;
  open();
  candidate_->on_panic = [&] { ++heard; };
  EXPECT_EQ(start(), "");
  in_room("mkdir /var/log/deep; printf 'fine\nsmtp 7 killed by sig' >/var/log/deep/mail.log; "
          "echo 'nal 11' >>/var/log/deep/mail.log");
  wait_for("candidate.panic");
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(log_.kept().back().text("text"), "smtp 7 killed by signal 11");
}

TEST_F(InItsRoom, APanicMayBePrintedInsteadOfLogged) {
  manifest_.panics = {"panic:"};
  manifest_.start = "touch /run/ready; echo 'panic: nil map' >&2; exec tail -f /dev/null\n";
  up();
  wait_for("candidate.panic");
}

TEST_F(InItsRoom, EvidenceIsNotFetchedThroughALinkOutOfTheRoom) {
  std::ofstream(folder_ + "/secret") << "of the machine";
  manifest_.logs = {"/var/log/a", "/var/log/b", "/tmp/b"};
  up();
  in_room("ln -s " + folder_ + "/secret /var/log/a; echo one >/var/log/b; echo two >/tmp/b");
  candidate_->keep_evidence(folder_ + "/evidence");
  EXPECT_FALSE(fs::exists(folder_ + "/evidence/a"));
  EXPECT_EQ(read_file(folder_ + "/evidence/b"), "one\n");
  EXPECT_EQ(read_file(folder_ + "/evidence/tmp-b"), "two\n");
}

TEST_F(InItsRoom, EvidenceThatCannotBeWrittenIsAFault) {
  up();
  EXPECT_THROW(candidate_->keep_evidence("/proc/nowhere"), Fault);
}

TEST_F(InItsRoom, ABackgroundTaskThatBreaksIsHeardOf) {
  up();
  std::string failure;
  candidate_->on_failure = [&](std::exception_ptr e) {
    try {
      std::rethrow_exception(e);
    } catch (const std::exception& broken) {
      failure = broken.what();
    }
  };
  log_.subscribe([](const record::Event& e) {
    if (e.what == "candidate.exit") throw Fault("the disk is full");
  });
  in_room("kill -KILL $(cat /run/gauntlet.pid)");
  while (failure.empty()) io_.run_one();
  EXPECT_EQ(failure, "the disk is full");
}

TEST_F(InItsRoom, WhatIsMissingOnTheMachineIsSaidBeforeAnythingIsMade) {
  manifest_.binds = {"/no/such/folder"};
  EXPECT_THROW(Candidate(io_.get_executor(), log_, manifest_, setting_), Fault);
}

}  // namespace
}  // namespace gauntlet::candidate
