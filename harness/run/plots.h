// From scenarios to plots of land: what of a scenario stands in the world, and what stands in every world beside it.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "fixtures/https/site.h"
#include "fixtures/world/plot.h"
#include "harness/scenario/model.h"

namespace gauntlet::run {

/// Tags of the lab's own plots; each one's domain is its tag below test.
namespace tag {
inline constexpr const char* home = "home";            ///< where notices come to: the senders of all messages live there
inline constexpr const char* bystander = "bystander";  ///< demands nothing: whether the candidate works at all
inline constexpr const char* lure = "lure";            ///< where a sender ends up that tries the search list of its host
}  // namespace tag

/// One plot a scenario, tagged with its id, and the lab's own. Elsewhere: the bystander's domain has a policy and wants reports, too,
/// so that every part of a sender has something to ask for; below a delegated domain no name is ever another world's.
struct Abroad {
  std::string parent;  ///< as in Plot
  std::string world;   ///< a word that no other world of the run has
};
std::vector<world::Plot> plots_of(const std::vector<scenario::Scenario>&, std::uint32_t seed, const std::optional<Abroad>& abroad = {});

/// What a manifest is tried with (`candidates check`): three domains whose exchanger takes everything, defers every recipient until it
/// is mended, and refuses every recipient.
namespace tag {
inline constexpr const char* open = "check-open";
inline constexpr const char* deferring = "check-deferring";
inline constexpr const char* refusing = "check-refusing";
}  // namespace tag
std::vector<world::Plot> check_plots();

/// `count` plots with a signed zone, one exchanger and its TLSA record; and the lab's own.
std::vector<world::Plot> uniform_plots(int count, bool with_tlsa);

/// `count` plots with an exchanger that an enforced MTA-STS policy lists, as certified as that demands, and a policy host that
/// serves it, under this fault if any; and the lab's own.
std::vector<world::Plot> policy_plots(int count, std::optional<https::SiteFault::Kind> fault);

}  // namespace gauntlet::run
