// See profile.h.
#include "harness/population/profile.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::population {
namespace {

constexpr std::array share_names{"mx", "starttls", "valid-certificate", "hosted", "signed", "provider-signed", "dane", "partial-dane",
                                 "tlsa-mismatch", "mta-sts", "enforce", "misconfigured", "failing", "hijackable"};
constexpr std::array time_names{"horizon", "attack-lasts", "queue-lifetime"};
constexpr std::array spread_names{"max-age", "interval"};

template <std::size_t N>
std::string listed(const std::array<const char*, N>& names) {
  std::string out;
  for (const auto* name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

bool number(const std::string& text, double& out) {
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), out);
  return bad == std::errc() && end == text.data() + text.size() && std::isfinite(out);
}

/// "8 %" or "5436 of 65244", from 0 to 1; less than 0 when it is neither.
double share_in(const std::vector<std::string>& words, std::size_t from) {
  double part = 0, whole = 0;
  if (words.size() == from + 2 && words[from + 1] == "%" && number(words[from], part)) return part <= 100 ? part / 100 : -1;
  const bool counted = words.size() == from + 3 && words[from + 1] == "of" && number(words[from], part) && number(words[from + 2], whole);
  return counted && whole > 0 && part <= whole ? part / whole : -1;
}

/// "7d", "12h" in hours; less than 1 when it is neither.
std::int64_t hours_in(const std::string& text) {
  double value = 0;
  if (text.empty() || !number(text.substr(0, text.size() - 1), value) || value > 100000) return 0;
  const auto unit = text.back();
  return unit == 'd' ? std::llround(value * 24) : unit == 'h' ? std::llround(value) : 0;
}

/// Reads the blocks of a file and gathers what is wrong.
class Reader {
 public:
  Reader(const std::string& file, Profile& out) : file_(file), out_(out) {}

  void read(std::string_view text) {
    for (const auto& block : parse_blocks(file_, text)) take(block);
    if (out_.title.empty()) wrong(1, "there is no title; \"title TEXT\" was expected");
    missing("share", share_names);
    missing("time", time_names);
    missing("spread", spread_names);
    if (wrong_.empty() && out_.of(Share::failing) > out_.of(Share::misconfigured))
      wrong(1, "more domains are failing than misconfigured; the former are a part of the latter");
    if (!wrong_.empty()) throw Complaints(std::move(wrong_));
  }

 private:
  void wrong(int line, std::string what) { wrong_.push_back({file_, line, std::move(what)}); }

  template <std::size_t N>
  void missing(const std::string& kind, const std::array<const char*, N>& names) {
    for (const auto* name : names)
      if (!seen_.contains(kind + " " + name)) wrong(1, fmt::format("{} {} is missing", kind, name));
  }

  /// The place of a name in its table; -1, told, when it is not there or comes a second time.
  template <std::size_t N>
  int place(const Block& block, const std::vector<std::string>& words, const std::array<const char*, N>& names) {
    const std::string name = words.size() > 1 ? words[1] : "";
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return wrong(block.line, fmt::format("\"{}\" is no {}; there are {}", name, words[0], listed(names))), -1;
    if (!seen_.insert(words[0] + " " + name).second)
      return wrong(block.line, fmt::format("{} {} stands here a second time", words[0], name)), -1;
    return static_cast<int>(found - names.begin());
  }

  void take(const Block& block) {
    const auto said = words(block.head);
    if (said[0] == "title") {
      out_.title = trim(std::string_view(block.head).substr(5));
      return;
    }
    if (said[0] != "share" && said[0] != "time" && said[0] != "spread")
      return wrong(block.line, fmt::format("\"{}\" was not expected; title, share, spread or time was", said[0]));
    if (block.body.empty()) wrong(block.line, "there is no source below; \"assumed\" would be one");
    if (said[0] == "share") take_share(block, said);
    if (said[0] == "time") take_time(block, said);
    if (said[0] == "spread") take_spread(block, said);
  }

  void take_share(const Block& block, const std::vector<std::string>& said) {
    const int at = place(block, said, share_names);
    const double value = share_in(said, 2);
    if (value < 0) return wrong(block.line, "a share was expected: \"8 %\" or \"5436 of 65244\"");
    if (at >= 0) out_.shares[static_cast<std::size_t>(at)] = value;
  }

  void take_time(const Block& block, const std::vector<std::string>& said) {
    const int at = place(block, said, time_names);
    const auto value = said.size() == 3 ? hours_in(said[2]) : 0;
    if (value < 1) return wrong(block.line, "a span of time was expected: \"12h\" or \"7d\"");
    if (at >= 0) out_.times[static_cast<std::size_t>(at)] = value;
  }

  /// Lines "VALUE SHARE"; what does not begin with a span of time is the source.
  void take_spread(const Block& block, const std::vector<std::string>& said) {
    const int at = place(block, said, spread_names);
    Spread spread;
    double sum = 0;
    for (const auto& line : block.body) {
      const auto parts = words(line.text);
      const auto value = parts.empty() ? 0 : hours_in(parts[0]);
      if (value < 1) continue;
      const double share = share_in(parts, 1);
      if (share < 0) wrong(line.number, "a span of time and a share were expected: \"7d 30 %\"");
      spread.values.emplace_back(value, share);
      sum += share;
    }
    if (std::abs(sum - 1) > 1e-6) wrong(block.line, fmt::format("the shares below add up to {:g} %, not to 100 %", sum * 100));
    if (at >= 0) (at == 0 ? out_.max_age : out_.interval) = std::move(spread);
  }

  const std::string& file_;
  Profile& out_;
  std::set<std::string> seen_;
  std::vector<Complaint> wrong_;
};

}  // namespace

std::int64_t Spread::at(double where) const {
  for (const auto& [value, share] : values) {
    if (where < share) return value;
    where -= share;
  }
  return values.back().first;
}

void Profile::set(Share s, double value) {
  shares[static_cast<std::size_t>(s)] = value;
  digest = sha256(fmt::format("{} {} {}", digest, name_of(s), value));
}

void Profile::set_max_age(std::int64_t hours) {
  max_age.values = {{hours, 1.0}};
  digest = sha256(fmt::format("{} max-age {}", digest, hours));
}

std::string_view name_of(Share s) { return share_names[static_cast<std::size_t>(s)]; }

Profile parse_profile(const std::string& file, std::string_view text) {
  static_assert(share_names.size() == static_cast<std::size_t>(Share::count) && time_names.size() == static_cast<std::size_t>(Time::count));
  Profile out;
  out.name = std::filesystem::path(file).stem().string();
  out.digest = sha256(text);
  Reader(file, out).read(text);
  return out;
}

Profile read_profile(const std::string& file) { return parse_profile(file, read_file(file)); }

}  // namespace gauntlet::population
