// Tells when a candidate's logs grow: the folders of its log files are watched, and the file that we keep of what it prints.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "fixtures/base/within.h"
#include "fixtures/lab/rooted.h"

namespace gauntlet::candidate {

class LogWatch {
 public:
  /// `files` in the room, `printed` on the machine. Throws Fault when nothing can be watched.
  LogWatch(asio::any_io_executor ex, lab::Rooted room, std::vector<std::string> files, const std::string& printed);

  /// Returns when one of them may have grown or come to be; false when the watch was ended. Throws Fault.
  awaitable<bool> growth();
  void end() { inotify_.cancel(); }

 private:
  bool arm();

  lab::Rooted room_;
  std::set<int> watched_;
  std::vector<std::string> files_;
  asio::posix::stream_descriptor inotify_;
};

}  // namespace gauntlet::candidate
