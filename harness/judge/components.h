// Which part of a live system asks for names, and of whom: what our servers saw, never a verdict. A part that has a resolver of its own is
// otherwise found out by scenarios that fail for no reason that anybody sees.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixtures/record/event.h"
#include "harness/judge/judge.h"

namespace gauntlet::judge {

/// By what it asks for: MX, TLSA and addresses; `_mta-sts` and the policy host's address; `_smtp._tls`.
enum class Part { transfer, fetcher, reporter };
inline constexpr Part parts[] = {Part::transfer, Part::fetcher, Part::reporter};
/// "mail transfer", "policy fetcher", "reporter"
std::string_view name(Part);

/// Names with or without a final dot. Nothing where any part may have asked.
std::optional<Part> asks(std::string_view name, std::string_view type);

/// Questions of one part, from one address: at the resolver that it was given, or past it.
struct Asking {
  Part part = Part::transfer;
  std::string from;
  std::string server;      ///< past it: the first other server that was asked; "" = none
  std::string authority;   ///< of our authorities, the first that was asked by a resolver of its own; "" = it was given one
  std::string question;    ///< the first: "MX abcdef.test."
  std::int64_t times = 1;  ///< past it: of how many servers, names and types
  bool operator==(const Asking&) const = default;
};
/// "from 192.0.2.10 at the resolver that it was given: MX abcdef.test."
std::string in_words(const Asking&);

/// Fed event by event.
class Components {
 public:
  /// The entry that is new by this event, if one is.
  const Asking* take(const record::Event&);
  const std::vector<Asking>& all() const { return all_; }
  bool seen(Part) const;

 private:
  std::vector<Asking> all_;
};

/// The same of whole records; nothing where no world had a door to what runs elsewhere.
std::optional<Components> components(const std::vector<Cell>&);

/// Whether a candidate with these claims has such a part, so that its silence means something.
bool expected(Part, const std::vector<std::string>& claims);

/// "not seen", or "seen from 192.0.2.10 at the resolver that it was given: MX abcdef.test. (12 questions); ..."
std::string in_words(const Components&, Part);

}  // namespace gauntlet::judge
