// A candidate at large: its room, its process, and the four things that are asked of it: take this message,
// list what waits, try again now, stop. Knows no scenario.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fixtures/lab/room.h"
#include "fixtures/lab/tool.h"
#include "fixtures/record/log.h"
#include "harness/candidate/manifest.h"

namespace gauntlet::candidate {

struct Setting {
  std::string root;       ///< empty folder that becomes the room
  std::string programs;   ///< folder with gauntlet's own programs
  std::string roots_pem;
  bool in_user_namespace = false;
  std::map<std::string, std::string> options;  ///< --set
};

struct Message {
  std::string from, to, text;
};

/// A line of the candidate's own queue listing.
struct Waiting {
  std::string id, state, sender, reason;
};

class Candidate {
 public:
  Candidate(asio::any_io_executor ex, record::Log& log, Manifest manifest, Setting setting);
  ~Candidate();

  /// Makes the room. Throws Fault.
  awaitable<void> open();
  /// Prepares it and asks for its version. Throws Fault.
  awaitable<void> prepare();
  /// Starts it and waits until it is ready; "" or a sentence that says why it did not get there (there is also a
  /// candidate.exit or candidate.late event).
  awaitable<std::string> start();
  /// Ends the main process by the manifest's `stop`, else SIGTERM; then SIGKILL.
  awaitable<void> stop();

  /// Hands a message over; "" or what went wrong, in the candidate's own words.
  awaitable<std::string> submit(Message message);
  bool can_list() const { return !manifest_.queue.empty(); }
  awaitable<std::vector<Waiting>> queue();
  /// Asks for a new attempt, for these messages where it can, else for all.
  awaitable<void> nudge(std::vector<std::string> ids);

  /// A command as run in the room.
  lab::Command inside(const lab::Command& command) const { return room_->inside(command); }
  bool running() const { return running_; }
  const std::string& version() const { return version_; }
  const Manifest& manifest() const { return manifest_; }
  /// Called whenever the candidate's log grew: a good moment to look at its queue.
  std::function<void()> on_activity;
  /// Called when the main process ended without having been asked to.
  std::function<void()> on_death;
  /// Copies logs and configuration to a folder, for evidence.
  void keep_evidence(const std::string& folder) const;

 private:
  lab::Command shell(const std::string& script, const std::map<std::string, std::string>& values) const;
  awaitable<void> watch_process();
  awaitable<void> watch_logs();
  awaitable<bool> ready();
  std::string last_words() const;

  asio::any_io_executor ex_;
  record::Log& log_;
  Manifest manifest_;
  Setting setting_;
  std::unique_ptr<lab::Room> room_;
  std::shared_ptr<lab::Child> process_;
  std::unique_ptr<asio::posix::stream_descriptor> inotify_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::string version_;
  int status_ = 0;  ///< of the main process, when it has ended
  bool running_ = false, stopping_ = false;
};

}  // namespace gauntlet::candidate
