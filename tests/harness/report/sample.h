// A small run with every verdict in it, and with the bytes that strangers like to send.
#pragma once
#include "harness/report/mapping.h"
#include "harness/report/results.h"

namespace gauntlet::report {

inline Scenario play(std::string id, Verdict verdict, std::string note = "") {
  Scenario s;
  s.id = std::move(id);
  s.title = "Title of " + s.id;
  s.file = "scenarios/" + s.id + ".scenario";
  s.line = 1;
  s.cell = "shared";
  s.verdict = s.raw = verdict;
  s.seconds = 1.23456;
  s.clauses = {"RFC7672-2.1.2-4"};
  s.evidence = "evidence/" + s.id + ".jsonl";
  s.reproduce = "gauntlet run --candidate postfix " + s.id;
  if (!note.empty()) s.notes.push_back(std::move(note));
  return s;
}

inline Ruling broken_ruling(Level level) {
  Ruling r;
  r.text = name(level) + " deliver note [RFC7672-2.1.2-4]";
  r.level = level;
  r.clause = "RFC7672-2.1.2-4";
  r.requirement = "RFC7672-2.1.2-4 MUST NOT: A failed TLSA lookup makes the host unreachable.";
  r.held = false;
  r.expected = "no delivery of note\nor a delivery to another host";
  r.observed = "delivered <note> & more\x1b[2J]]> to mx1\xff";
  r.events = {{12, 3.4004, "mx1", "smtp.message", "DATA\r\n[[ATTACHMENT|/etc/passwd]]"}};
  return r;
}

inline Results sample() {
  Results r;
  r.suite = {"gauntlet", "0.1.0", "sha256:aa", 9};
  r.harness = r.judged = {"0.1.0", "abcdef0"};
  r.candidate = {"postfix", "Postfix", "3.7.11", "sha256:bb", {"dane", "mta-sts"}, {{"a", "b"}}};
  r.started = "2026-01-01T00:00:00Z";
  r.seconds = 12.3456;
  r.profiles = {{"bsi-tr-03108", 66.6667, "", {2, 2, 2}, {0, 1, 1}, {"RFC7672-2"}, {},
                 {{"J-01", "Mail arrives", CaseResult::met, {"dane/ok"}, {}},
                  {"J-02", "It does not", CaseResult::unmet, {"dane/tlsa-lookup-fails"}, {"dane/bounce"}}}},
                {"dane", {}, "3 of 16 clauses ruled on", {3, 3, 15}, {0, 0, 1}, {}, {"RFC7672-1"}, {}},
                {"idle", {}, "0 of 2 clauses ruled on", {0, 0, 2}, {0, 0, 0}, {}, {"x", "y"}, {}}};
  r.cells = {{.id = "shared",
              .ground = "shared",
              .resolver = {"unbound", "1.17.1", "sha256:5ca1ab1e"},
              .isolation = "root",
              .seconds = 12.1,
              .record = "cells/shared/record.jsonl",
              .scenarios = 8}};
  r.not_run = {{"alone/clock", "filter"}};
  auto fail = play("dane/tlsa-lookup-fails", Verdict::fail);
  fail.rulings = {broken_ruling(Level::should_not), broken_ruling(Level::must_not)};
  auto warning = play("dane/bounce", Verdict::warning);
  warning.rulings = {broken_ruling(Level::should_not)};
  auto known = play("mta-sts/cache", Verdict::known);
  known.raw = Verdict::fail;
  known.known = Known{"not cached", "https://bugs.test/1"};
  known.rulings = {broken_ruling(Level::must)};
  auto outgrown = play("mta-sts/sni", Verdict::pass);
  outgrown.known = Known{"no SNI", "https://bugs.test/2"};
  r.scenarios = {fail,
                 warning,
                 known,
                 outgrown,
                 play("dane/base", Verdict::pass),
                 play("tlsrpt/report", Verdict::not_applicable, "does not claim tlsrpt"),
                 play("dane/rare", Verdict::inconclusive, "mx1 was never tried"),
                 play("dane/odd", Verdict::error, "NSD died")};
  finish(r);
  return r;
}

inline Scenario& find(Results& r, std::string_view id) {
  for (auto& s : r.scenarios)
    if (s.id == id) return s;
  throw std::runtime_error("no such scenario");
}

/// The sample less all scenarios of these verdicts.
inline Results without(std::vector<Verdict> verdicts) {
  auto r = sample();
  std::erase_if(r.scenarios, [&](const Scenario& s) {
    return std::find(verdicts.begin(), verdicts.end(), s.verdict) != verdicts.end();
  });
  finish(r);
  return r;
}

}  // namespace gauntlet::report
