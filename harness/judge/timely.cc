// See timely.h.
#include "harness/judge/timely.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"

namespace gauntlet::judge {
namespace {

constexpr double tolerance = 60;  // seconds

/// What an RFC 5322, 3.3 zone is ahead of UTC, in seconds.
std::optional<int> ahead(const std::string& zone) {
  if (zone == "GMT" || zone == "UTC" || zone == "UT" || zone == "Z") return 0;
  int hours = 0, minutes = 0;
  char sign[2] = "";
  if (std::sscanf(zone.c_str(), "%1[+-]%2d%2d", sign, &hours, &minutes) != 3) return std::nullopt;
  return (*sign == '-' ? -60 : 60) * (60 * hours + minutes);
}

std::optional<std::int64_t> date_time(std::string_view text) {
  const auto comma = text.find(',');
  const std::string date(comma == text.npos ? text : text.substr(comma + 1));
  static constexpr std::array months = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  int day = 0, year = 0, hour = 0, minute = 0, second = 0;
  char name[4] = "", zone[8] = "";
  if (std::sscanf(date.c_str(), " %d %3s %d %d:%d:%d %7s", &day, name, &year, &hour, &minute, &second, zone) != 7) return std::nullopt;
  const auto month = std::find(months.begin(), months.end(), lower(name));
  const auto shift = ahead(zone);
  if (month == months.end() || !shift) return std::nullopt;
  using namespace std::chrono;
  const year_month_day on(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
                          std::chrono::day(static_cast<unsigned>(day)));
  if (!on.ok()) return std::nullopt;
  return sys_days(on).time_since_epoch().count() * std::int64_t{86400} + 3600 * hour + 60 * minute + second - *shift;
}

/// Cuts off the first line. In an event that was read from a record its end is printable, in one that has just been seen it is not.
std::string_view take_line(std::string_view& text) {
  static const auto end = printable("\n");
  const auto raw = text.find('\n'), shown = text.find(end);
  const auto line = text.substr(0, std::min(raw, shown));
  text.remove_prefix(std::min(line.size() + (raw < shown ? 1 : end.size()), text.size()));
  return line;
}

/// The fields of a header, unfolded.
std::vector<std::string> fields(std::string_view head) {
  std::vector<std::string> all;
  while (!head.empty()) {
    const auto line = take_line(head);
    if (trim(line).empty()) break;
    const bool folded = line.front() == ' ' || line.front() == '\t';
    if (folded && !all.empty()) all.back() += line;
    else all.emplace_back(line);
  }
  return all;
}

/// The machine's time and the room's at a moment of the record, in seconds since 1970.
class Room {
 public:
  void moved(const record::Event& event) {
    if (event.number("real") < 0) return;
    const double begin = static_cast<double>(event.number("real")) - event.t;
    moves_[event.t] = {begin, static_cast<double>(event.number("wall"))};
  }
  bool has_moved() const { return !moves_.empty(); }
  double time(double t) const {
    const auto behind = moves_.upper_bound(t);
    if (behind == moves_.begin()) return behind->second.begin + t;
    const auto& last = std::prev(behind)->second;
    return last.begin + t + last.wall;
  }

 private:
  struct Move {
    double begin, wall;  ///< the machine's time at the record's begin, and what the room's is ahead from then on
  };
  std::map<double, Move> moves_;  ///< by the moment of the record
};

std::string sentence(const record::Event& event, double said, double first, double last) {
  const double off = said < first ? said - first : said - last;
  return fmt::format("a Received line that the candidate wrote tells a time {:.0f} s {} the room's (event {})", std::abs(off),
                     off < 0 ? "behind" : "ahead of", event.n);
}

}  // namespace

std::vector<std::int64_t> received_times(std::string_view head) {
  std::vector<std::int64_t> all;
  for (const auto& field : fields(head)) {
    const auto semicolon = field.rfind(';');
    if (!lower(field.substr(0, 9)).starts_with("received:") || semicolon == field.npos) continue;
    if (const auto time = date_time(std::string_view(field).substr(semicolon + 1))) all.push_back(*time);
  }
  return all;
}

Timely timely(const Play& play) {
  Timely found;
  Room room;
  std::map<std::string, double> submitted;  // by token
  for (const auto* event : play.events()) {
    if (event->what == "clock.moved") room.moved(*event);
    if (event->what == "submit") submitted.emplace(event->text("token"), event->t);
    const auto sent = submitted.find(event->text("token"));
    if (event->what != "smtp.message" || !room.has_moved() || sent == submitted.end()) continue;
    const double first = room.time(sent->second) - tolerance, last = room.time(event->t) + tolerance;
    for (const auto time : received_times(event->text("head"))) {
      const auto said = static_cast<double>(time);
      if (said >= first && said <= last) ++found.right;
      else found.wrong.push_back(sentence(*event, said, first, last));
    }
  }
  return found;
}

}  // namespace gauntlet::judge
