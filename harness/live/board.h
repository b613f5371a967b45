// How far a run is, for those who look on: what is to be mailed, what is played, what came of it. Pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "harness/run/news.h"
#include "harness/run/word.h"

namespace gauntlet::live {

class Board {
 public:
  /// `configure`: what the operator is to set up, a sentence each.
  /// `claims`: what it has parts for.
  Board(std::string title, std::vector<std::string> configure, std::vector<std::string> scenarios, const std::vector<std::string>& claims = {});

  void hear(const run::News&);
  /// What the operator said, which holds from now on.
  void say(run::Word);
  bool paused() const { return paused_; }
  /// The run is over; `summary` is its last word.
  void end(std::string summary);
  /// The state as JSON: {title, configure, parts: [{name, expected, asked: ["from ..."]}], plays: [{id, state, why, mails: [{to, subject}]}], faults, said: [{what, name,
  /// text, at}], paused, over}.
  std::string state() const;
  /// The CA certificates that the appliance is to trust, PEM; "" while no world stands.
  const std::string& roots() const { return roots_; }

 private:
  struct Mail {
    std::string to, subject;
  };
  struct Play {
    std::string state = "waits", why;
    std::vector<Mail> mails;  ///< that a person is to send, and has not sent yet
  };

  std::string title_, roots_, over_;
  std::vector<std::string> configure_, order_, faults_;
  std::map<std::string, Play> plays_;
  struct Part {
    std::string name;
    bool expected = false;
    std::vector<std::string> asked;
  };
  std::vector<Part> parts_;
  std::vector<run::Word> said_;
  bool paused_ = false;
};

}  // namespace gauntlet::live
