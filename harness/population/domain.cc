// See domain.h.
#include "harness/population/domain.h"

namespace gauntlet::population {
namespace {

/// SplitMix64 (Steele, Lea, Flood, 2014): the numbers of one domain, in the order in which they are asked for.
class Numbers {
 public:
  Numbers(std::uint64_t seed, std::uint64_t i) : state_(mixed(mixed(seed) ^ (i * 0xd1342543de82ef95))) {}
  double next() {
    state_ += 0x9e3779b97f4a7c15;
    return static_cast<double>(mixed(state_) >> 11) * 0x1p-53;
  }
  bool chance(double share) { return next() < share; }

 private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

using Certificate = Shape::Certificate;

/// What is wrong with an invalid certificate: no survey tells, so a third each.
Certificate invalid(double where) {
  return where < 1.0 / 3 ? Certificate::self_signed : where < 2.0 / 3 ? Certificate::expired : Certificate::wrong_name;
}

}  // namespace

std::uint32_t Shape::index() const {
  std::uint32_t out = 0;
  const auto add = [&out](auto value, int bits) { out = out << bits | static_cast<std::uint32_t>(value); };
  add(mx, 1), add(starttls, 1), add(is_signed, 1), add(hosted, 1), add(provider_signed, 1);
  add(certificate, 2), add(dane, 2), add(mismatch, 1), add(sts, 2), add(flaw, 2);
  return out;
}

Shape Shape::of(std::uint32_t index) {
  const auto take = [&index](int bits) {
    const auto out = index & ((1u << bits) - 1);
    index >>= bits;
    return out;
  };
  Shape out;
  out.flaw = static_cast<Flaw>(take(2)), out.sts = static_cast<Sts>(take(2)), out.mismatch = take(1);
  out.dane = static_cast<Dane>(take(2)), out.certificate = static_cast<Certificate>(take(2)), out.provider_signed = take(1);
  out.hosted = take(1), out.is_signed = take(1), out.starttls = take(1), out.mx = take(1);
  return out;
}

Domain draw(const Profile& p, std::uint64_t seed, std::uint64_t i) {
  Numbers numbers(seed, i);
  Domain out;
  Shape& s = out.shape;
  // (Every number is drawn, whatever the one before it was: a share that is changed changes nothing else.)
  s.mx = numbers.chance(p.of(Share::mx));
  s.hosted = numbers.chance(p.of(Share::hosted)) && s.mx;
  s.is_signed = numbers.chance(p.of(Share::is_signed));
  s.provider_signed = numbers.chance(p.of(Share::provider_signed)) && s.hosted;
  const bool dane = numbers.chance(p.of(Share::dane)) && s.hosts_signed(), partial = numbers.chance(p.of(Share::partial_dane)) && s.mx;
  if (dane) s.dane = partial ? Shape::Dane::some : Shape::Dane::all;
  s.mismatch = numbers.chance(p.of(Share::mismatch)) && dane;
  const bool sts = numbers.chance(p.of(Share::mta_sts)), enforce = numbers.chance(p.of(Share::enforce));
  const double flaw = numbers.next(), which = numbers.next();
  if (sts) s.sts = enforce || flaw < p.of(Share::failing) ? Shape::Sts::enforce : Shape::Sts::testing;
  // Who publishes a policy or TLSA records offers TLS; a policy that fails does so by its list or by the certificate, half each.
  s.starttls = numbers.chance(p.of(Share::starttls)) || sts || dane;
  const bool valid = numbers.chance(p.of(Share::valid_certificate)), lists = which < 0.5;
  const double trouble = numbers.next();
  const bool failing = sts && flaw < p.of(Share::failing);
  if (failing && lists) s.flaw = Shape::Flaw::unlisted;
  else if (sts && !failing && flaw < p.of(Share::misconfigured)) s.flaw = Shape::Flaw::unfetchable;
  if (s.starttls && ((failing && !lists) || (!valid && !sts))) s.certificate = invalid(trouble);
  out.hijackable = numbers.chance(p.of(Share::hijackable));
  out.max_age = p.max_age.at(numbers.next());
  out.interval = p.interval.at(numbers.next());
  out.first = static_cast<std::int64_t>(numbers.next() * static_cast<double>(out.interval));
  out.attack = numbers.next();
  return out;
}

}  // namespace gauntlet::population
