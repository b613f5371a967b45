// A candidate at large: its room, its process, and what is asked of it: take this message, list
// what waits and what came back, try again now, stop. Knows no scenario.
//
// Whatever of the manifest's commands does not do what it is for (another status than 0, too late,
// a listing that is none) is written down as `helper.failed`: never an empty list, never the
// candidate's doing.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fixtures/lab/capture.h"
#include "fixtures/lab/netns.h"
#include "fixtures/lab/room.h"
#include "fixtures/lab/layer.h"
#include "fixtures/record/log.h"
#include "harness/candidate/listing.h"
#include "harness/candidate/log_watch.h"
#include "harness/candidate/manifest.h"
#include "harness/candidate/panics.h"
#include "harness/candidate/submit.h"

namespace gauntlet::candidate {

struct Message {
  std::string from, to, text;  ///< `to`: one recipient, or several with spaces between
  std::string tag;  ///< of the events about it
};

struct Setting {
  std::string root;      ///< empty folder that becomes the room
  std::string programs;  ///< folder with gauntlet's own programs
  std::string roots_pem;
  bool in_user_namespace = false;
  const lab::Netns* network = nullptr;  ///< the network that it is in; null = ours
  std::map<std::string, std::string> options;  ///< --set
  std::string clock;  ///< file with the room's clock; "" = the machine's
  /// Has a person hand a message to a candidate that takes none from us; "" when that was done, else why not.
  std::function<awaitable<std::string>(Message)> by_hand;
};

/// How a nudge went.
struct Nudged {
  std::vector<std::string> failed;  ///< ids for which it did not do
  bool all_failed = false;          ///< it was one for all, and did not do
  lab::Result result;
};

class Candidate {
 public:
  /// Throws Fault when something that the manifest needs is not on this machine.
  Candidate(asio::any_io_executor ex, record::Log& log, Manifest manifest, Setting setting);
  ~Candidate();

  /// Makes the room. Throws Fault.
  awaitable<void> open();
  /// Prepares it and asks for its version. Throws Fault.
  awaitable<void> prepare();
  /// Starts it and waits until it is ready; "" or a sentence that says why it did not get there
  /// (there is also a candidate.exit or candidate.late event). After it has ended it can be started
  /// again in the same room, where what is left of its processes is killed first.
  awaitable<std::string> start();
  /// Ends the main process by the manifest's `stop`, else SIGTERM; then SIGKILL.
  awaitable<void> stop();
  /// Ends all its processes by SIGKILL.
  awaitable<void> kill();

  /// Hands a message over; "" or why it was refused, in the candidate's own words. Throws Fault
  /// when we could not ask.
  awaitable<std::string> submit(Message message);
  /// A person sends its messages.
  bool sent_by_hand() const { return manifest_.by_hand(); }
  bool can_list() const { return !manifest_.queue.empty(); }
  /// What waits; nothing when the listing failed.
  awaitable<std::optional<std::vector<Waiting>>> queue();
  bool can_tell_notices() const { return !manifest_.bounces.empty(); }
  /// The notices that were delivered to a mailbox of its own, all since the start; nothing when the
  /// listing failed.
  awaitable<std::optional<std::vector<Notice>>> notices();
  bool can_nudge() const { return !manifest_.nudge_all.empty() || can_nudge_one(); }
  bool can_nudge_one() const { return !manifest_.nudge_one.empty() && can_list(); }
  bool can_nudge_all() const { return !manifest_.nudge_all.empty(); }
  /// Asks for a new attempt for these messages. What fails is returned, not told: the message may
  /// have gone meanwhile.
  awaitable<Nudged> nudge(std::vector<std::string> ids);
  awaitable<Nudged> nudge_all();

  /// What its logs tell of by now: writes `candidate.panic` for each part of it that broke down. (They are read as they grow;
  /// who ends something that such an end would belong to asks before.)
  void read_logs();
  /// Writes `helper.failed`.
  void tell_failure(const std::string& tag, const std::string& helper, const lab::Result& result);
  /// Writes `helper.failed` for a command that the manifest does not have.
  void tell_lack(const std::string& tag, const std::string& helper);

  /// A command as run in the room.
  /// (Of one that runs elsewhere: here, in the network that leads to it.)
  lab::Command inside(const lab::Command& command) const;
  /// How long the process of the candidate that waited longest for a processor has waited since the last call.
  Duration starved() { return room_ ? room_->starved() : Duration::zero(); }
  /// The process whose children are the first of the room.
  pid_t keeper() const { return room_ ? room_->keeper() : 0; }
  /// The files of its room.
  lab::Rooted files() const { return room_->files(); }
  bool running() const { return running_; }
  const std::string& version() const { return version_; }
  const Manifest& manifest() const { return manifest_; }
  /// Called whenever the candidate's log grew: a good moment to look at its queue.
  std::function<void()> on_activity;
  /// Called when the main process ended without having been asked to.
  std::function<void()> on_death;
  /// Called when its log told of the end of a part of it (`candidate.panic` was written).
  std::function<void()> on_panic;
  /// Called when something of ours that goes on in the background broke. Without it, that is thrown
  /// out of the executor's run.
  std::function<void(std::exception_ptr)> on_failure;
  /// Copies logs and configuration to a folder, for evidence, each up to 16 MiB. Throws Fault when
  /// they cannot be written.
  void keep_evidence(const std::string& folder) const;

 private:
  lab::Command shell(const std::string& script,
                     const std::map<std::string, std::string>& values) const;
  awaitable<lab::Result> ask(lab::Command command, Duration limit);
  awaitable<std::optional<std::string>> list(const char* helper, const std::string& script);
  void tell_odd(const std::string& helper, const std::string& line);
  awaitable<void> tidy();
  awaitable<std::string> meet();
  std::optional<Login> login() const;
  void launch();
  void spawn(awaitable<void> task);
  awaitable<void> watch_process();
  awaitable<void> watch_output(std::shared_ptr<lab::Capture> output);
  awaitable<void> watch_logs();
  awaitable<bool> ready();
  awaitable<void> ended();
  awaitable<void> all_said();
  std::string output_file() const;
  std::string last_words() const;

  asio::any_io_executor ex_;
  record::Log& log_;
  Manifest manifest_;
  Setting setting_;
  std::unique_ptr<lab::Room> room_;
  std::shared_ptr<lab::Child> process_;
  std::shared_ptr<lab::Capture> output_;
  std::shared_ptr<LogWatch> logs_;
  Panics panics_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  Signal changed_;                ///< it ended, or said its last
  std::set<std::string> broken_;  ///< listings that failed the last time
  std::set<std::string> odd_;     ///< listings of which an odd line was told
  std::string version_;
  int status_ = 0;  ///< of the main process, when it has ended
  int starts_ = 0;
  bool running_ = false, stopping_ = false, talking_ = false;
};

}  // namespace gauntlet::candidate
