// A report that cannot be written is no success; a listing whose reader has had enough is.
#include "harness/report/print.h"

#include <csignal>

#include <gtest/gtest.h>
#include <unistd.h>

#include "fixtures/base/fault.h"

using namespace gauntlet;
using report::Reader;

namespace {

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using Stream = std::unique_ptr<std::FILE, Closer>;

/// The writing end of a pipe that nobody reads any more.
Stream deserted() {
  ::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  if (::pipe(ends) != 0) throw Fault("no pipe");
  ::close(ends[0]);
  return Stream(::fdopen(ends[1], "w"));
}

TEST(Print, AFullDiskIsToldOf) {
  const Stream full(std::fopen("/dev/full", "w"));
  for (const auto reader : {Reader::must_stay, Reader::may_leave}) try {
      report::print(full.get(), "text", reader);
      ADD_FAILURE() << "nobody noticed";
    } catch (const Fault& fault) {
      EXPECT_STREQ(fault.what(), "the output cannot be written: No space left on device");
    }
}

TEST(Print, AReaderMayLeaveAListingButNotAReport) {
  EXPECT_THROW(report::print(deserted().get(), "text"), Fault);
  EXPECT_NO_THROW(report::print(deserted().get(), "text", Reader::may_leave));
}

}  // namespace
