// See progress.h. The verdict shown is the play's own; claims, traits and known gaps count only at the end.
#include "harness/cli/progress.h"

#include "harness/report/print.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gauntlet::cli {
namespace {

/// The run goes on, and is written down, when nobody watches it any more.
void say(const std::string& text) { report::print(stderr, text, report::Reader::may_leave); }

}  // namespace


Progress::Progress(Look look, size_t total) : look_(look) { state_.total = total; }

Progress::~Progress() {
  if (look_.tty && look_.shown) say("\r\x1b[K");
}

void Progress::hear(const std::string& who, const run::News& news) {
  const std::string name = who.empty() ? news.id : who + " " + news.id;
  if (news.what == "begins") {
    state_.running.push_back(name);
    return;  // the next end shows it: hundreds may begin at once
  }
  if (news.what == "alive") return status();
  if (news.what != "ends") return;
  std::erase(state_.running, name);
  report::Scenario line;
  line.id = name;
  for (const auto v : report::verdicts)
    if (report::name(v) == news.verdict) line.verdict = v;
  line.seconds = news.seconds;
  if (!news.why.empty()) line.notes.push_back(news.why);
  if (const auto before = ended_.find(name); before != ended_.end()) --state_.done[before->second];
  ended_[name] = line.verdict;
  ++state_.done[line.verdict];
  if (!look_.shown) return;
  say(fmt::format("{}{}\n", look_.tty ? "\r\x1b[K" : "", report::finished_line(line, look_.colour)));
  status();
}

void Progress::status() {
  if (!look_.tty || !look_.shown) return;
  state_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  winsize size{};
  const size_t width = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
  say("\r\x1b[K" + report::status_line(state_, width - 1));
  std::fflush(stderr);
}

}  // namespace gauntlet::cli
