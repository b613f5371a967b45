// See stands.h.
#include "harness/judge/stands.h"

#include <algorithm>

#include "fixtures/smtp/plan.h"

namespace gauntlet::judge {
namespace {

using Line = scenario::StepLine;
using MxDefect = smtp::MxFault::Kind;

/// True when the later of two faults is the one that counts (fixtures/smtp/behaviour.cc).
bool displaces(const smtp::MxFault& later, const smtp::MxFault& earlier) {
  if (at_a_stage(later.kind) && at_a_stage(earlier.kind)) return later.stage == earlier.stage;
  if (later.kind == MxDefect::pieces) return later == earlier;
  return later.kind == earlier.kind && later.kind != MxDefect::capability_before &&
         later.kind != MxDefect::capability_after;
}

void close(Window& window, std::uint64_t n) {
  window.last = std::min(window.last, n > 0 ? n - 1 : 0);
}

}  // namespace

Stands::Stands(const Play& play) {
  const auto begin = play.whole().window.first;
  for (const auto& host : play.scenario().hosts) {
    const auto* mx = smtp::mx_of(*host.plan);
    if (mx)
      for (const auto& fault : mx->faults) add(host.name, fault, begin);
    else
      for (const auto& fault : host.plan->faults()) foreign_.push_back({fault, host.name, {.first = begin}});
  }
  for (const auto& zone : play.scenario().zones)
    for (const auto& flaw : zone.zone.flaws) flaws_.push_back({&flaw, zone.name, {.first = begin}});
  for (const auto* event : play.events()) {
    // An attacker leaves when it says so; that it has left is told only later.
    if (event->what == "attack.stop")
      for (auto& attack : attacks_)
        if (attack.attacker->name == event->actor) close(attack.window, event->n);
    if (event->what != "did") continue;
    for (const auto& step : play.scenario().steps)
      for (const auto& line : step.lines)
        if (line.line == event->number("line")) carry_out(play, line, event->n);
  }
}

void Stands::carry_out(const Play& play, const Line& line, std::uint64_t n) {
  switch (line.kind) {
    case Line::Kind::break_host:
      if (const auto* own = line.fault ? smtp::mx_fault(*line.fault) : nullptr) add(line.subject, *own, n);
      else if (line.fault) foreign_.push_back({line.fault, line.subject, {.first = n}});
      return;
    case Line::Kind::mend_host:
      return mend(line.subject, n);
    case Line::Kind::publish:
      if (line.at.empty()) publish(play, line.subject, n);
      return;
    case Line::Kind::stop:
      for (auto& attack : attacks_)
        if (attack.attacker->name == line.subject) close(attack.window, n);
      return;
    case Line::Kind::start:
      for (const auto& attacker : play.scenario().attackers)
        if (attacker.name == line.subject) attacks_.push_back({&attacker, {.first = n}});
      return;
    default:
      return;
  }
}

void Stands::add(const std::string& mx, const smtp::MxFault& fault, std::uint64_t n) {
  for (auto& other : faults_)
    if (other.mx == mx && displaces(fault, *other.fault)) close(other.window, n);
  faults_.push_back({&fault, mx, {.first = n}});
}

void Stands::mend(const std::string& mx, std::uint64_t n) {
  for (auto& other : faults_)
    if (other.mx == mx) close(other.window, n);
  for (auto& other : foreign_)
    if (other.host == mx) close(other.window, n);
}

void Stands::publish(const Play& play, const std::string& name, std::uint64_t n) {
  for (const auto& change : play.scenario().changes) {
    if (change.name != name) continue;
    for (auto& flaw : flaws_)
      if (flaw.zone == change.zone) close(flaw.window, n);
    for (const auto& flaw : change.flaws) flaws_.push_back({&flaw, change.zone, {.first = n}});
  }
}

const smtp::MxFault* Stands::fault(const std::string& mx, MxDefect kind, std::uint64_t n) const {
  for (const auto& one : faults_)
    if (one.mx == mx && one.fault->kind == kind && one.window.has(n)) return one.fault;
  return nullptr;
}

bool Stands::spoken(const std::string& mx, smtp::Stage stage, std::uint64_t n) const {
  return std::any_of(faults_.begin(), faults_.end(), [&](const Fault& one) {
    return one.mx == mx && at_a_stage(one.fault->kind) && one.fault->stage == stage &&
           one.window.has(n);
  });
}

bool Stands::mute(const std::string& mx, smtp::Stage stage, std::uint64_t n) const {
  return std::any_of(faults_.begin(), faults_.end(), [&](const Fault& one) {
    const bool silent = one.fault->kind == MxDefect::silence || one.fault->kind == MxDefect::close;
    return one.mx == mx && silent && one.fault->stage == stage && one.window.has(n);
  });
}

}  // namespace gauntlet::judge
