// See terminal.h.
#include "harness/report/terminal.h"

#include <algorithm>

#include <fmt/format.h>

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

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + one_line(one, 200);
  return text;
}

std::string header(const Results& r, size_t width) {
  std::vector<Part> parts{
      {"Candidate", version(r.candidate.name, r.candidate.version, r.candidate.digest)},
      {"Claims", r.candidate.claims.empty() ? "nothing" : joined(r.candidate.claims)},
      {"Suite", version(r.suite.name, r.suite.version, r.suite.hash)},
      {"Harness", version("gauntlet", r.harness.version, r.harness.commit)},
      {"Resolver", version(r.resolver.name, r.resolver.version, "")},
      {"Isolation", one_line(r.isolation, 200)},
      {"Run", fmt::format("{}, {:.1f} s", one_line(r.started, 100), r.seconds)}};
  return lay_out(parts, 0, width);
}

/// Column heads that stay narrow enough for seven of them on a small terminal.
std::string_view head(Verdict v) {
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
    heads += "  " + std::string(head(v));
    cells += head(v).size() + 2;
  }
  first = std::min(first, o.width > cells + 6 ? o.width - cells : 6);
  auto text = pad("family", first) + heads + '\n';
  for (const auto& [family, counts] : families)
    text += row(one_line(family, 200), counts, first, o.colour);
  return text + row("total", total, first, o.colour);
}

std::string listed(Verdict v, const Scenario& s, const std::string& text,
                   const TerminalOptions& o) {
  auto line = one_line(s.id, 200);
  if (s.attempt > 1) line += fmt::format(" (attempt {})", s.attempt);
  line = std::string(word(v)) + "  " + line + ": " + text;
  // Painted after it was fitted: the colour must not be cut in half.
  line = fit(line, o.width);
  const auto shown = std::min(word(v).size(), line.size());
  return paint(v, line.substr(0, shown), o.colour) + line.substr(shown) + '\n';
}

/// A scenario that needs the reader: its name, its title, then what is wrong.
std::string in_full(const Scenario& s, const TerminalOptions& o) {
  auto name = one_line(s.id, 200);
  if (s.attempt > 1) name += fmt::format(" (attempt {})", s.attempt);
  auto text = "\n" + paint(s.verdict, word(s.verdict), o.colour) + "  " + name + '\n';
  for (const auto& line : wrap(one_line(s.title, 400), o.width - 2)) text += "  " + line + '\n';
  return text + lay_out(explain(s), 2, o.width);
}

std::string brief(const Scenario& s, const TerminalOptions& o) {
  switch (s.verdict) {
    case Verdict::warning: {
      std::string lines;
      for (const auto& warning : warnings(s)) lines += listed(s.verdict, s, warning, o);
      return lines.empty() ? listed(s.verdict, s, reason(s), o) : lines;
    }
    case Verdict::known:
      return lay_out({{"known", one_line(s.id, 200) + ": " + one_line(s.known->reason)},
                      {"", one_line(s.known->link), true}},
                     0, o.width);
    case Verdict::pass:
      return outgrown(s)
                 ? listed(s.verdict, s, "a known gap that passes: strike it from the manifest", o)
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

std::string profiles(const Results& r, size_t width) {
  std::vector<Part> parts;
  for (const auto& p : r.profiles)
    parts.push_back({one_line(p.name, 100),
                     fmt::format("{:5.1f}  MUST {} of {}, SHOULD {} of {}", p.score, p.must.met,
                                 p.must.total, p.should.met, p.should.total)});
  return parts.empty() ? "" : "\nScore per profile, of 100\n" + lay_out(parts, 2, width);
}

std::string conclusion(const Results& r, const TerminalOptions& o) {
  const auto colour = r.verdict == Conformance::conformant      ? Verdict::pass
                      : r.verdict == Conformance::nonconformant ? Verdict::fail
                                                                : Verdict::inconclusive;
  auto text = "\n" + paint(colour, name(r.verdict), o.colour);
  if (r.verdict == Conformance::nonconformant && !r.counts[Verdict::fail])
    text += ", by nothing but known gaps";
  if (!r.not_run.empty()) text += fmt::format("; {} not run", r.not_run.size());
  return text + '\n';
}

}  // namespace

std::string terminal(const Results& r, const TerminalOptions& options) {
  TerminalOptions o = options;
  o.width = std::max<size_t>(o.width, 60);
  auto text = header(r, o.width) + '\n' + table(r, o);
  std::string full, lines;
  // Gravest first: failures, what was not settled, warnings, then the rest.
  for (const auto v : {Verdict::fail, Verdict::inconclusive, Verdict::error, Verdict::warning,
                       Verdict::known, Verdict::pass})
    for (const auto& s : r.scenarios) {
      if (s.verdict != v) continue;
      if (needs_reader(s, o.strict))
        full += in_full(s, o);
      else
        lines += brief(s, o);
    }
  text += full;
  if (!lines.empty()) text += '\n' + lines;
  for (const auto& fault : r.faults)
    text += '\n' + lay_out({{"fault", one_line(fault, 4096)}}, 0, o.width);
  text += profiles(r, o.width) + conclusion(r, o);
  for (const auto& path : o.paths) text += "  " + one_line(path, 4096) + '\n';
  return text;
}

}  // namespace gauntlet::report
