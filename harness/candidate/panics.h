// The end of a part of the candidate (a delivery process that a signal killed, a panicked task), as its own log tells
// of it: the main process may live on and start another, and nothing else would show it.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::candidate {

class Panics {
 public:
  /// `texts`: what such a line contains (the manifest's `panic`).
  explicit Panics(std::vector<std::string> texts) : texts_(std::move(texts)) {}

  bool none_expected() const { return texts_.empty(); }
  /// The lines that tell of one, among the whole lines that `name` has got since it was last read through `fd`. A file
  /// that has become shorter is another one, and read from its beginning. A line beyond 64 KiB is read in parts.
  std::vector<std::string> news(const std::string& name, int fd);

 private:
  bool tells(std::string_view line) const;

  std::vector<std::string> texts_;
  std::map<std::string, std::uint64_t> read_;  ///< bytes, by name
};

}  // namespace gauntlet::candidate
