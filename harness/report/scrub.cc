// Strangers' bytes, made fit for every writer in one place, so that a report made from memory and
// one made from results.json are the same.
#include <cmath>

#include "harness/report/explain.h"
#include "harness/report/results.h"

namespace gauntlet::report {
namespace {

template <typename... Texts>
void scrub(Texts&... texts) {
  ((texts = clean(texts)), ...);
}

void scrub_all(std::vector<std::string>& texts) {
  for (auto& text : texts) text = clean(text);
}

void round(double& x) {
  x = std::isfinite(x) ? std::round(x * 1000) / 1000 : 0;
}

void scrub_ruling(Ruling& r) {
  scrub(r.level, r.text, r.clause, r.requirement, r.expected, r.observed);
  for (auto& e : r.events) {
    scrub(e.actor, e.what, e.text);
    round(e.t);
  }
}

void scrub_scenario(Scenario& s) {
  scrub(s.id, s.title, s.family, s.file, s.evidence, s.reproduce);
  scrub_all(s.clauses);
  scrub_all(s.notes);
  round(s.seconds);
  for (auto& ruling : s.rulings) scrub_ruling(ruling);
  if (s.known) scrub(s.known->reason, s.known->link);
}

}  // namespace

Results scrubbed(Results r) {
  scrub(r.suite.name, r.suite.version, r.suite.hash, r.harness.version, r.harness.commit);
  scrub(r.candidate.name, r.candidate.version, r.candidate.digest);
  scrub(r.resolver.name, r.resolver.version, r.isolation, r.started);
  scrub_all(r.candidate.claims);
  scrub_all(r.faults);
  round(r.seconds);
  for (auto& p : r.profiles) {
    scrub(p.name);
    round(p.score);
  }
  for (auto& n : r.not_run) scrub(n.id, n.reason);
  for (auto& s : r.scenarios) scrub_scenario(s);
  return r;
}

}  // namespace gauntlet::report
