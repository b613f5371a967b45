// See progress.h.
#include "harness/report/progress.h"

#include <fmt/format.h>

#include "harness/report/explain.h"
#include "harness/report/layout.h"

namespace gauntlet::report {
namespace {

std::string_view escape(Verdict v) {
  switch (v) {
    case Verdict::pass:
      return "\x1b[32m";
    case Verdict::warning:
      return "\x1b[33m";
    case Verdict::fail:
      return "\x1b[1;31m";
    case Verdict::inconclusive:
    case Verdict::error:
      return "\x1b[1;35m";
    case Verdict::known:
      return "\x1b[36m";
    case Verdict::not_applicable:
      break;
  }
  return "\x1b[2m";
}

std::string why(const Scenario& s) {
  if (s.verdict == Verdict::pass || s.verdict == Verdict::known) return "";
  if (s.verdict == Verdict::fail || s.verdict == Verdict::warning) {
    const auto text = shortfall(s);
    if (!text.empty()) return text;
  }
  return reason(s);
}

/// As many names as fit in `room` columns, the others counted.
std::string names(const std::vector<std::string>& all, size_t room) {
  std::string out;
  for (size_t i = 0; i < all.size(); ++i) {
    const auto one = one_line(all[i], 200);
    const auto more = all.size() - i - 1;
    const size_t tail = more ? fmt::format(" and {} more", more).size() : 0;
    if (i && room && columns(out) + 2 + columns(one) + tail > room)
      return out + fmt::format(" and {} more", all.size() - i);
    out += (i ? ", " : "") + one;
  }
  return out;
}

}  // namespace

std::string paint(Verdict v, std::string_view text, bool colour) {
  return colour ? fmt::format("{}{}\x1b[0m", escape(v), text) : std::string(text);
}

std::string word(Verdict v) {
  return v == Verdict::not_applicable ? "n/a" : name(v);
}

std::string finished_line(const Scenario& s, bool colour) {
  const auto line =
      fmt::format("raw {}  {}  {:.1f} s", paint(s.verdict, pad(word(s.verdict), 12), colour),
                  one_line(s.id, 200), s.seconds);
  const auto because = why(s);
  return because.empty() ? line : line + "  " + one_line(because, 300);
}

std::string status_line(const Progress& p, size_t width) {
  size_t done = 0;
  for (const auto v : verdicts) done += p.done[v];
  auto line = fmt::format("{:.0f} s  {}/{} done, {} left", p.seconds, done, p.total,
                          p.total > done ? p.total - done : 0);
  std::string_view mark = ", raw: ";
  for (const auto v : {Verdict::fail, Verdict::warning, Verdict::inconclusive, Verdict::error}) {
    if (!p.done[v]) continue;
    line += fmt::format("{}{} {}", mark, p.done[v], name(v));
    mark = ", ";
  }
  if (!p.running.empty()) {
    line += ", running ";
    const size_t used = columns(line);
    line += names(p.running, width ? (width > used ? width - used : 1) : 0);
  }
  return width ? fit(line, width) : line;
}

}  // namespace gauntlet::report
