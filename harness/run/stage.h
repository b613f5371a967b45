// What plays share while they run side by side: the world, the candidate, and the bookkeeping that ties a
// message's token to its play, looks at the candidate's queue and bundles its nudges.
#pragma once
#include <map>
#include <set>
#include <string>

#include "fixtures/base/within.h"
#include "fixtures/record/switchboard.h"
#include "fixtures/world/world.h"
#include "harness/candidate/candidate.h"
#include "harness/judge/play.h"
#include "harness/run/crew.h"
#include "harness/run/room_clock.h"

namespace gauntlet::run {

class Stage {
 public:
  /// `salt`, a few letters, tells the worlds of a run apart: no token is given twice in it.
  Stage(asio::any_io_executor ex, record::Log& log, world::World& world, candidate::Candidate& candidate,
        const std::string& salt = "", RoomClock* clock = nullptr);
  ~Stage();

  /// Submits a message of a play under a token of its own; writes `submit`. `to`: one recipient, or several with spaces
  /// between. Throws Fault when the candidate could not be asked.
  awaitable<void> send(std::string tag, std::string message, std::string to, std::vector<std::string> options);
  /// Asks for a new attempt at the messages of these tokens. False when that cannot be done: the
  /// candidate has no command for it (which is told) or does not run.
  awaitable<bool> nudge(std::vector<std::string> tokens);
  /// Moves the clock of the candidate's room, and the resolver's (`both`: the wall clock and the monotonic one), when no
  /// connection of the candidate is open and nothing has happened for a moment. "" or why that cannot be done: there was no such
  /// moment, or a process there does not follow it, which is told (`clock.astray`).
  awaitable<std::string> move_clock(std::string tag, std::chrono::seconds by, bool both);
  /// Tells of the processes in the room that do not follow its clock, once it has been moved.
  awaitable<bool> attest(std::string tag);
  /// Stops the candidate (`killed`: at once) and starts it again in its room; "" or why it is not ready.
  awaitable<std::string> restart(bool killed);

  /// Subjects of messages begin with it, in front of the token: the scenario's id (after the number that an authority has for it). Of what
  /// runs elsewhere, whose operator sees them; else the token stands alone.
  void entitle(const std::string& tag, std::string title) { titles_[tag] = std::move(title); }
  /// Its resolver is its own, and forgets nothing at our word: what it may know is let run out. The authors of all messages live in `home`.
  void abroad(std::string home) { home_ = std::move(home), memory_ = 11s; }
  /// How long to wait after what changes an answer.
  Duration memory() const { return memory_; }
  /// While it is so, no play begins a step.
  void pause(bool paused) { paused_ = paused; }
  bool paused() const { return paused_; }

  /// While someone holds this, the candidate's queue is looked at whenever something may have changed.
  struct Interest {
    Stage& stage;
    explicit Interest(Stage& s) : stage(s) { ++s.interested_; s.look_.notify(); }
    ~Interest() { --stage.interested_; }
    Interest(const Interest&) = delete;
  };

  world::World& world() { return world_; }
  candidate::Candidate& candidate() { return candidate_; }
  record::Log& log() { return log_; }
  /// The record's events by tag, which is the scenario's id.
  record::Switchboard& plays() { return plays_; }
  asio::any_io_executor executor() { return ex_; }

  /// Coroutines that run beside the plays until the stage is closed. What they throw is our
  /// breakdown: whoever spawns them must hear of it.
  awaitable<void> watch_queue();
  awaitable<void> send_bystanders();
  void close() { closed_ = true; look_.notify(); nudged_.notify(); }

 private:
  using Tokens = std::set<std::string>;
  using Ids = std::set<std::string>;

  void on_event(const record::Event&);
  std::string new_token(const std::string& message);
  awaitable<void> send_as(std::string token, std::string tag, std::string message, std::string to,
                          std::vector<std::string> options);
  awaitable<bool> look_at_queue();
  awaitable<void> look_at_notices();
  awaitable<void> watch_silence();
  bool connected(const std::string& tag) const;
  awaitable<void> nudge_now(Tokens bundle);
  awaitable<void> nudge_each(Tokens bundle);
  Ids ids_of(const std::string& token) const;
  bool settles(const std::string& token, const record::Event& taken);
  void take_late(const candidate::Waiting& notice);
  void tell_failed_nudge(const Tokens& tokens, const lab::Result& result);

  asio::any_io_executor ex_;
  record::Log& log_;
  record::Switchboard plays_{log_};
  world::World& world_;
  candidate::Candidate& candidate_;
  record::Log::Subscription subscription_;
  Gate submissions_;
  Signal look_, nudged_;
  std::map<std::string, std::string> tags_;    ///< token -> tag
  std::map<std::string, std::uint64_t> silent_;  ///< token -> the event of its play since which nothing was heard, as was told
  std::map<std::string, std::string> titles_;  ///< tag -> what its Subjects begin with
  bool paused_ = false;
  bool resting_ = false;  ///< a clock is about to be moved: no bystander is sent
  Duration memory_ = 0s;
  std::string home_ = "home.test";
  std::map<std::string, std::chrono::steady_clock::time_point> notices_late_;  ///< by entry: when it was told of
  std::vector<std::string> late_now_;          ///< of these, which are to be nudged
  Tokens settled_;                             ///< what arrived at all of its recipients, or of which a notice came home
  std::map<std::string, judge::Recipients> recipients_;  ///< by token
  /// token -> ids in the candidate's queue when it was last listed: some candidates split what has several recipients
  std::map<std::string, Ids> ids_;
  std::set<candidate::Notice> notices_;  ///< that were told of
  /// Tokens told as kept since their last nudge, and the last event before that listing was begun.
  std::map<std::string, std::uint64_t> kept_;
  Tokens unlisted_;  ///< handed over before the candidate was started again, and not listed since
  std::map<std::string, std::uint64_t> tried_;  ///< tag -> the last event of an attempt
  Tokens wanted_;                              ///< tokens to be nudged with the next bundle
  Tokens nameless_;                            ///< of messages without a sender
  Ids senderless_;                             ///< what is listed without a sender: such messages, and notices
  std::string salt_;
  RoomClock* const clock_;
  Signal happened_;
  std::map<std::int64_t, std::string> open_;  ///< the candidate's connections, and whose play each belongs to
  bool nudging_ = false;
  int interested_ = 0;
  int serial_ = 0;
  bool closed_ = false;
};

}  // namespace gauntlet::run
