// Tells a person how far the runs are: a line a scenario, and on a terminal a status line below.
#pragma once
#include <chrono>
#include <map>
#include <string>

#include "harness/report/progress.h"
#include "harness/run/news.h"

namespace gauntlet::cli {

class Progress {
 public:
  struct Look {
    bool shown = true;   ///< nothing is printed without
    bool tty = false;    ///< there is a status line
    bool colour = false;
  };
  Progress(Look look, size_t total);
  ~Progress();  ///< takes the status line away
  Progress(const Progress&) = delete;

  /// `who` stands before the scenario where several candidates are played ("" = only one is).
  void hear(const std::string& who, const run::News&);

 private:
  void status();

  Look look_;
  report::Progress state_;
  std::map<std::string, report::Verdict> ended_;  ///< what is played once more counts once
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace gauntlet::cli
