// See print.h.
#include "harness/population/print.h"

#include <fmt/format.h>

#include "harness/population/attack.h"

namespace gauntlet::population {
namespace {

/// Shares that are small are told so that they can be told apart; what never happened is "0".
std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return "0";
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return share >= 1 || part == whole ? fmt::format("{:.2f} %", share) : fmt::format("{:.2g} %", share);
}

std::string heading(const Counts& c, std::size_t attack, Look look) {
  const int row = attack_named(c.attacks[attack]);
  const std::string who = row < 0 ? std::string() : std::string(attacks()[static_cast<std::size_t>(row)].controls);
  const std::string what = row == 0 ? "in peace" : fmt::format("{}: the attacker controls {}", c.attacks[attack], who);
  return (look == Look::markdown ? "\n### " : "\n") + what + "\n" + (look == Look::markdown ? "\n" : "");
}

std::string table_of(const Counts& c, std::size_t attack, Look look) {
  const bool markdown = look == Look::markdown;
  constexpr const char* columns[] = {"defence", "delivered at once", "delayed", "lost", "read"};
  const auto row = fmt::runtime(markdown ? "| {} | {} | {} | {} | {} |\n" : "  {:<22} {:>18} {:>10} {:>10} {:>10}\n");
  std::string out = heading(c, attack, look);
  out += fmt::format(row, columns[0], columns[1], columns[2], columns[3], columns[4]);
  if (markdown) out += "|---|---:|---:|---:|---:|\n";
  for (std::size_t d = 0; d < c.defences.size(); ++d) {
    const Tally& t = c.tallies[attack][d];
    out += fmt::format(row, c.defences[d], percent(t.delivered, t.sent), percent(t.delayed, t.sent), percent(t.lost, t.sent),
                       percent(t.read, t.sent));
  }
  return out;
}

}  // namespace

std::string tables(const Counts& c, Look look) {
  const bool markdown = look == Look::markdown;
  std::string out = markdown ? fmt::format("# {}\n\n", c.title) : c.title + "\n";
  out += fmt::format("Profile {}, seed {}, {} domains", c.profile, c.seed, c.domains);
  if (!c.whole()) out += fmt::format(", of which {} to {}", c.from, c.to - 1);
  const auto sent = c.tallies.empty() || c.defences.empty() ? 0 : c.tallies[0][0].sent;
  out += fmt::format("; {} messages for each defence.{}", sent, markdown ? "\n\n" : "\n");
  out += "Of the domains have: ";
  bool first = true;
  for (const auto& [name, count] : c.drawn) {
    out += fmt::format("{}{} {}", first ? "" : ", ", name, percent(count, c.to - c.from));
    first = false;
  }
  out += ".\n";
  for (std::size_t a = 0; a < c.attacks.size(); ++a) out += table_of(c, a, look);
  return out;
}

}  // namespace gauntlet::population
