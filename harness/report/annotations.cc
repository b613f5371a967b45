// See annotations.h. Escapes as GitHub's own toolkit has them (actions/toolkit, packages/core/src/command.ts).
#include "harness/report/annotations.h"

#include <fmt/format.h>

#include "fixtures/base/text.h"
#include "harness/report/explain.h"

namespace gauntlet::report {
namespace {

constexpr size_t most = 10;  // of a kind that GitHub shows for a step

std::string escaped(std::string_view text, std::string_view signs) {
  std::string out;
  for (const char c : text)
    if (signs.find(c) == signs.npos) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

std::string data(std::string_view text) { return escaped(text, "%\r\n"); }
std::string property(std::string_view text) { return escaped(text, "%\r\n:,"); }

struct Annotation {
  std::string file, title, text;
  int line = 0;
};

std::string told(std::string_view kind, const std::vector<Annotation>& all) {
  std::string out;
  for (size_t i = 0; i < std::min(all.size(), most); ++i) {
    const auto& a = all[i];
    if (i + 1 == most && all.size() > most)
      out += fmt::format("::{} title={}::{}\n", kind, property(fmt::format("{} more", all.size() - i)),
                         data("They stand in the report, with what was expected and what was seen."));
    else
      out += fmt::format("::{} {}title={}::{}\n", kind, a.file.empty() ? "" : fmt::format("file={},line={},", property(a.file), a.line),
                         property(a.title), data(a.text));
  }
  return out;
}

/// Text in which the runner sees no command.
std::string shielded(const std::string& title, const std::string& text) {
  auto token = sha256(text).substr(0, 32);
  while (text.find(token) != text.npos) token = sha256(token).substr(0, 32);
  return fmt::format("::group::{}\n::stop-commands::{}\n{}\n::{}::\n::endgroup::\n", data(title), token, text, token);
}

}  // namespace

std::string annotations(const Material& material) {
  const auto r = scrubbed(material.runs.front().results);
  std::vector<Annotation> errors, warned, notices;
  std::string details;
  // (First: of many only the first are told.)
  if (r.interrupted) errors.push_back({"", "the run was interrupted", "What it had not played is not settled."});
  for (const auto& fault : all_faults(r)) errors.push_back({"", "the harness broke down", one_line(fault)});
  for (const auto& s : r.scenarios) {
    const auto short_of = shortfall(s);
    const Annotation one{s.file, r.candidate.name + ": " + s.id, short_of.empty() ? reason(s) : one_line(short_of), s.line};
    const bool error = s.verdict == Verdict::fail || s.verdict == Verdict::error || (material.strict && s.verdict == Verdict::warning);
    if (error) errors.push_back(one);
    else if (s.verdict == Verdict::warning || s.verdict == Verdict::inconclusive) warned.push_back(one);
    else if (outgrown(s)) notices.push_back({s.file, s.id, "the known gap has gone: take it out of the manifest (" + s.known->link + ")", s.line});
    if (s.verdict == Verdict::fail) details += fmt::format("{}: {}\n{}\n", s.id, one_line(s.title, 400), lay_out(explain(s), 2, 0));
  }
  auto out = told("error", errors) + told("warning", warned) + told("notice", notices);
  if (!details.empty()) out += shielded(fmt::format("{}: what was expected, what was seen", r.candidate.name), details);
  return out;
}

}  // namespace gauntlet::report
