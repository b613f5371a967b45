// See life.h.
#include "harness/population/life.h"

#include <algorithm>
#include <chrono>

namespace gauntlet::population {
namespace {

using Hours = std::int64_t;

constexpr Hours remembrance = std::chrono::duration_cast<std::chrono::hours>(sender::remembrance).count();
constexpr Hours day = 24, longest_age = 31557600 / 3600;  ///< RFC 8461, 3.2: what an attacker gives its policy

/// What one sender knows of one domain as time goes on.
class Sender {
 public:
  Sender(const Table& table, const Domain& domain, std::size_t attack, sender::Strategy strategy, Visit visit)
      : table_(table), domain_(domain), shape_(domain.shape.index()), attack_(attack), strategy_(strategy), visit_(visit) {}

  /// It has written to the domain before, in peace.
  void warm() {
    const auto before = table_.of(shape_, 0, strategy_, Memory::nothing);
    learn(before.memory, 0, before.renewed);
  }

  /// One attempt at that hour, no earlier than the last one.
  Attempted try_at(Hours hour) {
    advance(hour);
    const auto out = table_.of(shape_, visit_.at(hour) ? attack_ : 0, strategy_, memory_);
    learn(out.memory, hour, out.renewed);
    return out;
  }

  /// A message that waits since `hour`: whether it is delivered at last, and read. What it teaches is forgotten: the next message
  /// learns for itself.
  Attempted wait_from(Hours hour, Hours lifetime) const {
    Attempted out;
    if (nothing_changes(hour, hour + lifetime)) return out;
    Sender later = *this;
    for (Hours pause = 1, at = hour + pause; at <= hour + lifetime && !out.delivered; at += pause) {
      out = later.try_at(at);
      pause = std::min(2 * pause, day);
    }
    return out;
  }

 private:
  void learn(Memory memory, Hours hour, bool renewed) {
    memory_ = memory;
    if (!renewed) return;
    since_ = hour;
    if (sender::asks_sts(strategy_)) lasts_ = memory == Memory::attackers ? longest_age : domain_.max_age;
    else lasts_ = remembrance;
  }

  bool nothing_changes(Hours from, Hours to) const {
    return (to < visit_.begin || from >= visit_.end) && memory_ == Memory::nothing;
  }

  void advance(Hours to) {
    if (memory_ == Memory::nothing) return;
    if (!sender::asks_sts(strategy_)) {
      if (to >= since_ + lasts_) memory_ = Memory::nothing;
      return;
    }
    const Hours from = since_;
    advance_within(from, std::min(to, visit_.begin), 0);
    advance_within(std::max(from, visit_.begin), std::min(to, visit_.end - 1), attack_);
    advance_within(std::max(from, visit_.end), to, 0);
  }

  /// From one hour to another under one attack: the policy is fetched anew daily, and well before it expires (RFC 8461, 3.3).
  void advance_within(Hours from, Hours to, std::size_t attack) {
    if (to < from || memory_ == Memory::nothing) return;
    const Hours expires = since_ + lasts_, often = std::max<Hours>(1, std::min(day, lasts_ / 2));
    const Hours due = std::max(since_ + often, from);
    const Memory fetched = refreshed(domain_.shape, attacks()[attack]);
    if (fetched != Memory::nothing && due <= to && due < expires) return learn(fetched, due + (to - due) / often * often, true);
    if (to >= expires) memory_ = Memory::nothing;
  }

  const Table& table_;
  const Domain& domain_;
  std::uint32_t shape_;
  std::size_t attack_;
  sender::Strategy strategy_;
  Visit visit_;
  Memory memory_ = Memory::nothing;
  Hours since_ = 0, lasts_ = 0;
};

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  sent += other.sent, delivered += other.delivered, delayed += other.delayed, lost += other.lost, read += other.read;
  return *this;
}

Visit visit_of(const Profile& profile, const Domain& domain) {
  const auto begin = static_cast<Hours>(domain.attack * static_cast<double>(profile.of(Time::horizon)));
  return {begin, begin + profile.of(Time::attack_lasts)};
}

Tally live(const Profile& profile, const Table& table, const Domain& domain, std::size_t attack,
           const sender::Defence& defence, Visit visit) {
  Tally out;
  Sender sender(table, domain, attack, defence.strategy, visit);
  if (defence.warm) sender.warm();
  for (Hours hour = domain.first; hour < profile.of(Time::horizon); hour += domain.interval) {
    ++out.sent;
    Attempted first = sender.try_at(hour);
    out.delivered += first.delivered;
    if (!first.delivered) {
      first = sender.wait_from(hour, profile.of(Time::queue_lifetime));
      out.delayed += first.delivered;
      out.lost += !first.delivered;
    }
    out.read += first.read;
  }
  return out;
}

}  // namespace gauntlet::population
