// A small run with every verdict in it, and with the bytes that strangers like to send.
#pragma once
#include "harness/report/results.h"

namespace gauntlet::report {

inline Scenario scenario(std::string id, Verdict verdict, std::string note = "") {
  Scenario s;
  s.id = std::move(id);
  s.title = "Title of " + s.id;
  s.file = "scenarios/" + s.id + ".scenario";
  s.line = 1;
  s.verdict = verdict;
  s.seconds = 1.23456;
  s.clauses = {"RFC7672-2.1.2-4"};
  s.evidence = "evidence/" + s.id + ".jsonl";
  s.reproduce = "gauntlet run --candidate postfix " + s.id;
  if (!note.empty()) s.notes.push_back(std::move(note));
  return s;
}

inline Ruling broken_ruling(std::string level) {
  Ruling r;
  r.text = level + " deliver note";
  r.level = std::move(level);
  r.clause = "RFC7672-2.1.2-4";
  r.requirement = "A failed TLSA lookup makes the host unreachable.";
  r.held = Held::no;
  r.expected = "no delivery of note\nor a delivery to another host";
  r.observed = "delivered <note> & more\x1b[2J]]> to mx1\xff";
  r.events = {{12, 3.4004, "mx1", "smtp.message", "DATA\r\n[[ATTACHMENT|/etc/passwd]]"}};
  return r;
}

inline Results sample() {
  Results r;
  r.suite = {"gauntlet", "0.1.0", "sha256:aa"};
  r.harness = {"0.1.0", "abcdef0"};
  r.candidate = {"postfix", "3.7.11", "sha256:bb", {"dane", "mta-sts"}};
  r.resolver = {"unbound", "1.17.1"};
  r.isolation = "root";
  r.started = "2026-01-01T00:00:00Z";
  r.seconds = 12.3456;
  r.profiles = {{"bsi-tr-03108", 66.6667, {2, 3}, {0, 1}}};
  r.not_run = {{"alone/clock", "filter"}};
  auto fail = scenario("dane/tlsa-lookup-fails", Verdict::fail);
  fail.rulings = {broken_ruling("SHOULD NOT"), broken_ruling("MUST NOT")};
  auto warning = scenario("dane/bounce", Verdict::warning);
  warning.rulings = {broken_ruling("SHOULD NOT")};
  auto known = scenario("mta-sts/cache", Verdict::fail);
  known.known = Known{"not cached", "https://bugs.test/1"};
  known.rulings = {broken_ruling("MUST")};
  auto outgrown = scenario("mta-sts/sni", Verdict::pass);
  outgrown.known = Known{"no SNI", "https://bugs.test/2"};
  r.scenarios = {fail,
                 warning,
                 known,
                 outgrown,
                 scenario("dane/base", Verdict::pass),
                 scenario("tlsrpt/report", Verdict::not_applicable, "does not claim tlsrpt"),
                 scenario("dane/rare", Verdict::inconclusive, "mx1 was never tried"),
                 scenario("dane/odd", Verdict::error, "NSD died")};
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
