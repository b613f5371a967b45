// What a person sees while a run goes on: a line for every finished scenario, and on a terminal one
// status line that is overwritten. Pure functions; who prints them, and when, is the caller's
// affair. The verdicts are raw - a play's by itself, before claims, traits and known gaps - and say
// so.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/report/results.h"

namespace gauntlet::report {

/// ANSI colour and weight of a verdict around `text`; `text` itself when `colour` is false.
std::string paint(Verdict, std::string_view text, bool colour);

/// The word for people: as `name`, but "n/a" for not-applicable.
std::string word(Verdict);

/// "raw pass          dane/x  1.2 s": verdict, id and time; why, where it is neither pass nor
/// known.
std::string finished_line(const Scenario&, bool colour);

struct Progress {
  size_t total = 0;  ///< scenarios of this run
  Counts done;
  std::vector<std::string> running;  ///< ids, the longest running first
  double seconds = 0;
};

/// "12 s  3/40 done, 37 left, raw: 1 fail, running dane/a, dane/b and 4 more", cut to `width`
/// columns; width 0 (a heartbeat in a log): all of it on one line.
std::string status_line(const Progress&, size_t width);

}  // namespace gauntlet::report
