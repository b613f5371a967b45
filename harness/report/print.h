// Text to a stream, with a look at whether it got there: a report that nobody can have is no
// success.
#pragma once
#include <cstdio>
#include <string_view>

namespace gauntlet::report {

/// What it means when the reader of a pipe has gone (`gauntlet list | head -1`).
enum class Reader {
  must_stay,  ///< a report: it was not written
  may_leave   ///< a listing: the reader has had enough
};

/// Writes all of it and flushes. Throws Fault with the reason when it cannot: a full disk, a reader
/// that has gone. SIGPIPE has to be ignored.
void print(std::FILE*, std::string_view text, Reader = Reader::must_stay);

}  // namespace gauntlet::report
