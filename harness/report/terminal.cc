// See terminal.h.
#include "harness/report/terminal.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/report/cases.h"
#include "harness/report/explain.h"
#include "harness/report/layout.h"
#include "harness/report/progress.h"

namespace gauntlet::report {
namespace {

std::string version(const std::string& name, const std::string& version, const std::string& hash) {
  auto text = one_line(name, 200);
  if (!version.empty()) text += " " + one_line(version, 200);
  if (!hash.empty()) text += " (" + one_line(hash, 200) + ")";
  return text;
}

std::string header(const Results& r, size_t width) {
  std::vector<Part> parts{
      {"Candidate", version(r.candidate.name, r.candidate.version, r.candidate.digest)},
      {"Claims", r.candidate.claims.empty() ? "nothing" : joined(r.candidate.claims)},
      {"Suite", version(r.suite.name, r.suite.version, r.suite.hash)},
      {"Harness", version("gauntlet", r.harness.version, r.harness.commit)},
      {"Resolver", one_line(resolvers(r))},
      {"Isolation", one_line(isolations(r))},
      {"Run", fmt::format("{}, {:.1f} s", one_line(r.started, 100), r.seconds)}};
  std::vector<std::string> options;
  for (const auto& [key, value] : r.candidate.options) options.push_back(key + "=" + value);
  if (!options.empty()) parts.insert(parts.begin() + 1, {"Options", joined(options)});
  if (r.judged != r.harness)
    parts.push_back({"Judged by", version("gauntlet", r.judged.version, r.judged.commit)});
  if (r.shard) parts.push_back({"Shard", fmt::format("{} of {}", r.shard->index, r.shard->count)});
  return lay_out(parts, 0, width);
}

/// Column heads that stay narrow enough for seven of them on a small terminal.
std::string head(Verdict v) {
  switch (v) {
    case Verdict::warning:
      return "warn";
    case Verdict::inconclusive:
      return "incon";
    default:
      return word(v);
  }
}

std::string row(const std::string& family, const Counts& counts, size_t first, bool colour) {
  auto line = pad(fit(family, first), first);
  for (const auto v : verdicts) {
    const auto cell = pad_left(counts[v] ? std::to_string(counts[v]) : ".", head(v).size() + 2);
    line += counts[v] ? paint(v, cell, colour) : cell;
  }
  return line + '\n';
}

std::string table(const Results& r, const TerminalOptions& o) {
  size_t first = 6, cells = 0;
  Counts total;
  const auto families = count_families(r);
  for (const auto& [family, counts] : families) {
    first = std::max(first, columns(one_line(family, 200)));
    for (const auto v : verdicts) total[v] += counts[v];
  }
  std::string heads;
  for (const auto v : verdicts) {
    heads += "  " + head(v);
    cells += head(v).size() + 2;
  }
  if (o.width) first = std::min(first, o.width > cells + 6 ? o.width - cells : 6);
  auto text = pad("family", first) + heads + '\n';
  for (const auto& [family, counts] : families)
    text += row(one_line(family, 200), counts, first, o.colour);
  return text + row("total", total, first, o.colour);
}

/// Painted after it was laid out: the colour takes no column.
std::string listed(Verdict v, const std::string& text, const TerminalOptions& o) {
  const auto line = lay_out({{word(v), text}}, 0, o.width);
  return paint(v, word(v), o.colour) + line.substr(word(v).size());
}

std::string listed(const Scenario& s, const std::string& text, const TerminalOptions& o) {
  return listed(s.verdict, one_line(s.id, 200) + ": " + text, o);
}

/// A scenario that needs the reader: its name, its title, then what is wrong.
std::string in_full(const Scenario& s, const TerminalOptions& o) {
  auto text =
      "\n" + paint(s.verdict, word(s.verdict), o.colour) + "  " + one_line(s.id, 200) + '\n';
  for (const auto& line : wrap(one_line(s.title, 400), o.width ? o.width - 2 : 0))
    text += "  " + line + '\n';
  return text + lay_out(explain(s), 2, o.width);
}

std::string brief(const Scenario& s, const TerminalOptions& o) {
  switch (s.verdict) {
    case Verdict::warning: {
      std::string lines;
      for (const auto& warning : warnings(s)) lines += listed(s, warning, o);
      return lines.empty() ? listed(s, reason(s), o) : lines;
    }
    case Verdict::known:
      return lay_out({{"known", one_line(s.id, 200) + ": " + one_line(s.known->reason)},
                      {"", one_line(s.known->link), true}},
                     0, o.width);
    case Verdict::pass:
      return outgrown(s) ? listed(s, "a known gap that passes: strike it from the manifest", o)
                         : "";
    default:
      return "";
  }
}

bool needs_reader(const Scenario& s, bool strict) {
  switch (s.verdict) {
    case Verdict::fail:
    case Verdict::inconclusive:
    case Verdict::error:
      return true;
    case Verdict::warning:
      return strict;
    default:
      return false;
  }
}

/// Scenarios that were not settled, by the reason that they share; most had no say in it.
using Unsettled = std::map<std::pair<Verdict, std::string>, std::vector<const Scenario*>>;
constexpr size_t crowd = 3;  // from so many on, one line tells of all

Unsettled crowds(const Results& r) {
  Unsettled all;
  for (const auto& s : r.scenarios)
    if ((s.verdict == Verdict::inconclusive || s.verdict == Verdict::error) && broken(s).empty())
      all[{s.verdict, reason(s)}].push_back(&s);
  std::erase_if(all, [](const auto& one) { return one.second.size() < crowd; });
  return all;
}

std::string told(const Unsettled& all, const TerminalOptions& o) {
  std::string text;
  for (const auto& [what, scenarios] : all) {
    const auto first = one_line(scenarios.front()->id, 200),
               last = one_line(scenarios.back()->id, 200);
    text += '\n' + listed(what.first,
                          fmt::format("{} scenarios, from {} to {} (results.json names them): {}",
                                      scenarios.size(), first, last, what.second),
                          o);
  }
  return text;
}

std::string scored(const Profile& p) {
  if (!p.score) return "withheld: " + one_line(p.withheld);
  return fmt::format("{:5.1f}  MUST {} of {} met, SHOULD {} of {} met; {} of {} clauses ruled on",
                     *p.score, p.must.met, p.must.ruled, p.should.met, p.should.ruled,
                     p.must.ruled + p.should.ruled, p.must.total + p.should.total);
}

/// " 3 of 4 cases met", where it has any.
std::string counted(const Profile& p) {
  if (p.cases.empty()) return "";
  const auto met = std::count_if(p.cases.begin(), p.cases.end(), [](const auto& c) { return c.result == CaseResult::met; });
  return fmt::format("; {} of {} cases met", met, p.cases.size());
}

/// Profiles of which nothing was ruled on are only counted: they were not the question.
std::string profiles(const Results& r, size_t width) {
  std::vector<Part> parts;
  size_t untouched = 0;
  for (const auto& p : r.profiles)
    if (p.must.ruled + p.should.ruled)
      parts.push_back({one_line(p.name, 100), scored(p) + counted(p)});
    else
      ++untouched;
  std::string text;
  if (!parts.empty()) text = "\nScore per profile, of 100\n" + lay_out(parts, 2, width);
  if (untouched) text += fmt::format("\n{} profiles: nothing of them was ruled on\n", untouched);
  return text;
}

/// What was offered otherwise than the vendor says, and how much as it says.
std::string offered(const Results& r, size_t width) {
  if (r.offered.empty()) return {};
  std::vector<Part> parts;
  size_t alike = 0;
  for (const auto& one : r.offered)
    if (one.result == Declared::seen) ++alike;
    else
      parts.push_back({fmt::format("{} DANE", one.with_dane ? "with" : "without"),
                       fmt::format("{:<18}  {} {}", name(one.result), one.kind, one_line(one.parameter, 100))});
  return fmt::format("\nTLS as offered, against the declaration: {} of {} parameters as declared\n", alike, r.offered.size()) +
         lay_out(parts, 2, width);
}

/// Which part of what runs elsewhere was seen to use the resolver that it was given.
std::string components(const Results& r, size_t width) {
  std::vector<Part> parts;
  for (const auto& c : r.components)
    if (c.expected || c.text != "not seen") parts.push_back({c.part, one_line(c.text, 400)});
  return parts.empty() ? "" : "\nWho asked for names, and of whom\n" + lay_out(parts, 2, width);
}

/// Why scenarios of the suite were left out, each reason with its number.
std::string left_out(const Results& r) {
  std::map<std::string, int> reasons;
  for (const auto& one : r.not_run) ++reasons[one_line(one.reason)];
  std::string text;
  for (const auto& [reason, n] : reasons)
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", reason, n);
  return fmt::format("of the {} scenarios of the suite ({})", r.suite.scenarios, text);
}

std::string conclusion(const Results& r, const TerminalOptions& o) {
  const auto colour = r.verdict == Conformance::conformant      ? Verdict::pass
                      : r.verdict == Conformance::nonconformant ? Verdict::fail
                                                                : Verdict::inconclusive;
  auto text = "\n" + paint(colour, name(r.verdict), o.colour);
  if (r.verdict == Conformance::nonconformant && !r.counts[Verdict::fail])
    text += ", by nothing but known gaps";
  text += '\n';
  if (!r.not_run.empty())
    text += lay_out({{fmt::format("{} not run", r.not_run.size()), left_out(r)}}, 2, o.width);
  const auto doubts = one_line(fmt::format("{}", fmt::join(r.not_certifiable, "; ")), 4096);
  text += r.certifiable
              ? lay_out({{"certifiable", "nothing was left out, excused or left undecided"}}, 2,
                        o.width)
              : lay_out({{"not certifiable", doubts}}, 2, o.width);
  return text;
}

}  // namespace

std::string terminal(const Results& r, const TerminalOptions& options) {
  TerminalOptions o = options;
  if (o.width) o.width = std::max<size_t>(o.width, 60);
  auto text = header(r, o.width) + '\n' + table(r, o);
  const auto many = crowds(r);
  std::string full, lines;
  // Gravest first: failures, what was not settled, warnings, then the rest.
  for (const auto v : {Verdict::fail, Verdict::inconclusive, Verdict::error, Verdict::warning,
                       Verdict::known, Verdict::pass})
    for (const auto& s : r.scenarios) {
      if (s.verdict != v) continue;
      if (!needs_reader(s, o.strict))
        lines += brief(s, o);
      else if (!many.contains({v, reason(s)}) || !broken(s).empty())
        full += in_full(s, o);
    }
  text += full + told(many, o);
  for (const auto& one : alike(r))
    text += fmt::format("\n{} failures may have one cause: {}\n", one.ids.size(), one.what) +
            lay_out({{"", joined(one.ids)}}, 0, o.width);
  if (!lines.empty()) text += '\n' + lines;
  text += profiles(r, o.width);
  text += offered(r, o.width);
  text += components(r, o.width);
  for (const auto& p : r.profiles)
    if (!o.profile.empty() && p.name == o.profile) text += cases(p, o.width, o.colour);
  // Last, where it is read: what broke explains most of what stands above.
  for (const auto& fault : all_faults(r))
    text += '\n' + lay_out({{"fault", one_line(fault, 4096)}}, 0, o.width);
  for (const auto& cell : r.cells)
    if (cell.alarms)
      text += '\n' + lay_out({{"alarm", fmt::format("{} packets left {} for addresses that nobody "
                                                    "declared: see alarm.packet in {}",
                                                    cell.alarms, one_line(cell.id, 200),
                                                    one_line(cell.record))}},
                             0, o.width);
  if (r.interrupted) text += "\nThe run was interrupted: what it had not played is not settled.\n";
  text += conclusion(r, o);
  for (const auto& path : o.paths) text += "  " + one_line(path, 4096) + '\n';
  return text;
}

}  // namespace gauntlet::report
