// What a population of mail domains is drawn from: shares, spreads and spans of time, each with its source. As a file:
//
//     title   Mail domains at large, end of 2024
//     share   signed 5436 of 65244
//         alexsci.com survey, 2024-11
//     spread  max-age
//         1d 10 %
//         from alexsci.com ...
//     time    horizon 60d
//         assumed
//
// What a name means and what it is a share of stands in the tables of profile.cc; a file that leaves one out is refused.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gauntlet::population {

/// What a domain has or has not. The comment says of whom it is a share.
enum class Share {
  mx,                 ///< domains: have MX records; the others are their own host
  starttls,           ///< domains: their hosts offer STARTTLS
  valid_certificate,  ///< those with STARTTLS: a certificate for the host's name from a CA that everybody trusts
  hosted,             ///< those with MX records: these name hosts in a provider's zone
  is_signed,          ///< domains: their zone is signed with DNSSEC
  provider_signed,    ///< hosted ones: the provider's zone is signed
  dane,               ///< those whose hosts stand in a signed zone: TLSA records are published there
  partial_dane,       ///< those with DANE and MX records: on one of two hosts only
  mismatch,           ///< those with DANE: the records fit no certificate that is shown
  mta_sts,            ///< domains: publish a policy
  enforce,            ///< those with a policy: mode enforce; the others are testing
  misconfigured,      ///< those with a policy: it cannot be fetched, or mail fails by it
  failing,            ///< those with a policy: it enforces what the hosts do not meet; these are misconfigured, too
  hijackable,         ///< domains: an attacker can stand on the ways to them
  count
};

enum class Time {
  horizon,        ///< for how long mail is sent
  attack_lasts,   ///< for how long an attacker stays with a domain
  queue_lifetime, ///< after which a message is returned
  count
};

/// Values with their weights, which add up to one.
struct Spread {
  std::vector<std::pair<std::int64_t, double>> values;  ///< hours
  /// The value that a number of [0, 1) falls on.
  std::int64_t at(double where) const;
};

struct Profile {
  std::string name;    ///< of the file
  std::string title;
  std::string digest;  ///< SHA-256 of the text, and of what was changed since
  std::array<double, static_cast<std::size_t>(Share::count)> shares{};
  std::array<std::int64_t, static_cast<std::size_t>(Time::count)> times{};  ///< hours
  Spread max_age;   ///< of MTA-STS policies
  Spread interval;  ///< between two messages to the same domain

  double of(Share s) const { return shares[static_cast<std::size_t>(s)]; }
  std::int64_t of(Time t) const { return times[static_cast<std::size_t>(t)]; }
  /// Changes a share; the digest follows.
  void set(Share s, double value);
  /// All policies with that max_age.
  void set_max_age(std::int64_t hours);
};

std::string_view name_of(Share);

/// Throws Complaints with every mistake: unknown and missing names, shares that are none, figures without a source.
Profile parse_profile(const std::string& file, std::string_view text);
Profile read_profile(const std::string& file);

}  // namespace gauntlet::population
