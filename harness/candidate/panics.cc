// See panics.h.
#include "harness/candidate/panics.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "fixtures/base/text.h"

namespace gauntlet::candidate {
namespace {

constexpr size_t piece = 64 << 10;
constexpr size_t told_of_a_line = 300;

}  // namespace

bool Panics::tells(std::string_view line) const {
  return std::any_of(texts_.begin(), texts_.end(),
                     [&](const std::string& text) { return line.find(text) != line.npos; });
}

std::vector<std::string> Panics::news(const std::string& name, int fd) {
  std::vector<std::string> found;
  struct stat now {};
  if (fd < 0 || ::fstat(fd, &now) != 0 || !S_ISREG(now.st_mode)) return found;
  auto& at = read_[name];
  if (at > static_cast<std::uint64_t>(now.st_size)) at = 0;
  std::string buffer(piece, '\0');
  for (;;) {
    const auto got = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(at));
    if (got <= 0) return found;
    const std::string_view text(buffer.data(), static_cast<size_t>(got));
    const auto last = text.rfind('\n');
    // The rest of an unfinished line is read again when it is whole.
    if (last == text.npos && text.size() < piece) return found;
    const auto whole = last == text.npos ? text : text.substr(0, last + 1);
    at += whole.size();
    for (size_t begin = 0; begin < whole.size();) {
      const auto end = std::min(whole.find('\n', begin), whole.size());
      const auto line = whole.substr(begin, end - begin);
      if (tells(line)) found.push_back(printable(line, told_of_a_line));
      begin = end + 1;
    }
  }
}

}  // namespace gauntlet::candidate
