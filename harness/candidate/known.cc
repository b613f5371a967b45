// See known.h.
#include "harness/candidate/known.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include <fmt/format.h>

namespace gauntlet::candidate {
namespace {

/// dane/tlsa-lookup-fails, starttls/refused[454]: folders and a name, of small letters, digits and hyphens, and perhaps a row.
bool is_scenario_id(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/' || c == '[' || c == ']' || c == ',';
  };
  return std::all_of(text.begin(), text.end(), fits) && text.find('/') != text.npos &&
         !text.starts_with('/') && !text.ends_with('/') && text.find("//") == text.npos;
}

/// "2027-01-31", a day that there is.
bool is_day(const std::string& text) {
  int year = 0, month = 0, day = 0, used = 0;
  return text.size() == 10 && std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && used == 10 &&
         std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day))}.ok();
}

}  // namespace

void read_known(lab::Reading& r, Manifest& m) {
  Known known{.scenario = r.word(0, "a scenario"), .line = r.block.line};
  for (size_t i = 1; i < r.words.size(); i += 2) {
    if (r.words[i] == "version") known.versions = r.word(i + 1, "a version prefix");
    else if (r.words[i] == "until") known.until = r.word(i + 1, "a day");
    else r.complain(fmt::format("\"{}\" is unknown here; version PREFIX or until DAY was expected", r.words[i]));
  }
  if (!known.until.empty() && !is_day(known.until))
    r.complain(fmt::format("until \"{}\" is no day; one like 2027-01-31 was expected", known.until));
  if (!is_scenario_id(known.scenario))
    r.complain(fmt::format(
        "\"{}\" is not a scenario's id; something like dane/tlsa-lookup-fails was expected",
        known.scenario));
  r.no_more_than(5);
  for (const auto& line : r.block.body) {
    if (line.text.starts_with("http"))
      known.link = line.text;
    else
      known.reason += (known.reason.empty() ? "" : " ") + line.text;
  }
  if (known.reason.empty() || known.link.empty())
    r.complain("a known gap without reason or link; both were expected, indented below it");
  m.known.push_back(known);
}

}  // namespace gauntlet::candidate
