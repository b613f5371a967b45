// See markdown.h. CommonMark 2.5: an entity is text and never structure, so every sign that could be
// structure is written as one; GitHub's mentions, issue numbers and links without brackets need signs
// that are written so, too. In code spans and fences nothing is structure but their own end.
#include "harness/report/markdown.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/report/difference.h"
#include "harness/report/explain.h"
#include "harness/report/look.h"

namespace gauntlet::report {
namespace {

constexpr size_t most_bytes = 1'000'000;  // GitHub refuses a summary above 1 MiB
constexpr size_t most_profiles = 50, most_differences = 200;

std::string fenced(const std::string& text) {
  std::string fence = "```";
  while (text.find(fence) != text.npos) fence += '`';
  return fence + "text\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string heading(const Run& run) {
  const auto& r = run.results;
  return fmt::format("## {} {}: {}\n\n{}\n\n", icon(r.verdict), plain(run.name), name(r.verdict), plain(in_a_sentence(r)));
}

std::string counted(const Results& r) {
  std::string heads = "| family |", rule = "|---|", rows;
  for (const auto v : verdicts) {
    heads += fmt::format(" {} {} |", icon(v), name(v));
    rule += "--:|";
  }
  for (const auto& [family, counts] : count_families(r)) {
    rows += "| " + plain(family) + " |";
    for (const auto v : verdicts) rows += counts[v] ? fmt::format(" {} |", counts[v]) : " |";
    rows += "\n";
  }
  return heads + "\n" + rule + "\n" + rows + "\n";
}

std::string causes(const Results& r) {
  std::string out;
  for (const auto& kind : alike(r))
    out += fmt::format("- {} scenarios fail alike: {}\n", kind.ids.size(), plain(kind.what));
  return out.empty() ? "" : out + "\n";
}

std::string finding(const Scenario& s) {
  return fmt::format("<details><summary>{} <b>{}</b> {}: {}</summary>\n\n{}\n</details>\n\n", icon(s.verdict), plain(s.id),
                     name(s.verdict), plain(one_line(s.title, 400)), fenced(lay_out(explain(s), 0, 0)));
}

std::string profiles(const Results& r) {
  std::string rows;
  size_t told = 0;
  for (const auto& p : r.profiles) {
    if (p.must.ruled + p.should.ruled == 0 || ++told > most_profiles) continue;
    rows += fmt::format("| {} | {} of {} | {} of {} | {} |\n", plain(p.name), p.must.met, p.must.ruled, p.should.met, p.should.ruled,
                        p.score ? fmt::format("{:.1f}", *p.score) : "withheld: " + plain(p.withheld));
  }
  if (rows.empty()) return "";
  return "| profile | MUST met of ruled on | SHOULD | score |\n|---|---|---|---|\n" + rows + "\n";
}

std::string provenance(const Results& r) {
  std::string rows;
  for (const auto& [what, value] : facts_of(r)) rows += fmt::format("| {} | {} |\n", plain(what), plain(value));
  return "<details><summary>Provenance</summary>\n\n| | |\n|---|---|\n" + rows + "\n</details>\n\n";
}

/// Scenarios of which several runs do not say the same.
std::string compared(const Material& m) {
  std::string heads = "| scenario |", rule = "|---|", rows;
  for (const auto& run : m.runs) {
    heads += " " + plain(run.name) + " |";
    rule += "---|";
  }
  const auto all = side_by_side(m.runs);
  size_t told = 0, differ = 0;
  for (const auto& row : all) {
    if (!row.differs || ++differ > most_differences) continue;
    ++told;
    rows += "| " + plain(row.id) + " |";
    for (const auto* s : row.scenarios) rows += s ? fmt::format(" {} {} |", icon(s->verdict), name(s->verdict)) : " not run |";
    rows += "\n";
  }
  if (!differ) return fmt::format("All runs say the same of all {} scenarios.\n\n", all.size());
  return fmt::format("{} of {} scenarios differ", differ, all.size()) + (told < differ ? fmt::format(", {} of them here", told) : "") + ":\n\n" +
         heads + "\n" + rule + "\n" + rows + "\n";
}

/// Adds findings, the gravest first, while there is room.
void add_findings(const Results& r, size_t room, std::string& out) {
  size_t lost = 0;
  for (const auto v : {Verdict::fail, Verdict::error, Verdict::inconclusive, Verdict::warning, Verdict::known})
    for (const auto& s : r.scenarios) {
      if (s.verdict != v) continue;
      const auto text = finding(s);
      if (text.size() > room) ++lost;
      else out += text, room -= text.size();
    }
  if (lost) out += fmt::format("{} more stand in the HTML report.\n\n", lost);
}

}  // namespace

std::string plain(std::string_view text) {
  static constexpr std::string_view harmless = " ,-/();=%'";
  std::string out;
  for (const char c : one_line(text, 4096)) {
    const bool sign = static_cast<unsigned char>(c) < 0x80 && !std::isalnum(static_cast<unsigned char>(c)) && harmless.find(c) == harmless.npos;
    out += sign ? fmt::format("&#{};", static_cast<int>(c)) : std::string(1, c);
  }
  return out;
}

std::string markdown(const Material& m) {
  std::string out;
  if (m.runs.size() > 1) out += fmt::format("## {} runs side by side\n\n", m.runs.size()) + compared(m);
  for (size_t i = 0; i < m.runs.size(); ++i) {
    const auto r = scrubbed(m.runs[i].results);
    auto head = heading(m.runs[i]) + counted(r) + causes(r);
    const auto foot = profiles(r) + provenance(r);
    const size_t used = out.size() + head.size() + foot.size() + 1000;
    // Each run has its part of what is left.
    if (used < most_bytes) add_findings(r, (most_bytes - used) / (m.runs.size() - i), head);
    if (used >= most_bytes) return out + fmt::format("{} runs more stand in the HTML report.\n", m.runs.size() - i);
    out += head + foot;
  }
  return out;
}

}  // namespace gauntlet::report
