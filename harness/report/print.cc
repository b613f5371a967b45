// See print.h.
#include "harness/report/print.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "fixtures/base/fault.h"

namespace gauntlet::report {

void print(std::FILE* stream, std::string_view text, Reader reader) {
  errno = 0;
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  if (std::fflush(stream) == 0 && written) return;
  const int why = errno;
  if (why == EPIPE && reader == Reader::may_leave) return;
  throw Fault(fmt::format("the output cannot be written: {}", std::strerror(why)));
}

}  // namespace gauntlet::report
