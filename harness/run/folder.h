// The folder of a run. It is ours only when a run has made it: nothing else in it is ever deleted, and two
// runs never share one.
#pragma once
#include <string>

namespace gauntlet::run {

class Folder {
 public:
  /// Makes the folder or takes an old run's over, removing what that run left and nothing else. Throws
  /// Complaints when the folder holds what no run has made, or another run is using it; Fault when it cannot be made.
  static Folder claim(const std::string& path);
  /// For ruling again: an old run's folder that nobody is writing to. Throws Complaints otherwise.
  static Folder reopen(const std::string& path);
  /// Marks a folder as a run's that was put together from the folders of runs, and opens it.
  static Folder adopt(const std::string& path);

  ~Folder();
  Folder(Folder&&) noexcept;
  Folder& operator=(Folder&&) = delete;

  const std::string& path() const { return path_; }

 private:
  Folder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_;
};

}  // namespace gauntlet::run
