// See components.h.
#include "harness/judge/components.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/text.h"

namespace gauntlet::judge {

std::string_view name(Part part) {
  constexpr std::string_view names[] = {"mail transfer", "policy fetcher", "reporter"};
  return names[static_cast<size_t>(part)];
}

std::optional<Part> asks(std::string_view name, std::string_view type) {
  const auto low = lower(name);
  const auto below = [&](std::string_view label) { return low.starts_with(label) && low.size() > label.size(); };
  if (below("_smtp._tls.")) return Part::reporter;
  if (below("_mta-sts.") || below("mta-sts.")) return Part::fetcher;
  if (type == "MX" || type == "TLSA" || type == "A" || type == "AAAA") return Part::transfer;
  return std::nullopt;
}

const Asking* Components::take(const record::Event& event) {
  const bool elsewhere = event.what == "dns.elsewhere";
  if (!elsewhere && (event.what != "dns.query" || event.text("from").empty())) return nullptr;
  // (Names of nobody here are what else the machine asks for: its clock, its updates.)
  if (event.tag.empty()) return nullptr;
  const auto part = asks(event.text("name"), event.text("type"));
  if (!part) return nullptr;
  Asking asking{*part, event.text("from"), elsewhere ? event.text("to") : "", elsewhere ? "" : event.text("to"), event.text("type") + " " + event.text("name")};
  const auto known = std::ranges::find_if(all_, [&](const Asking& a) {
    return a.part == asking.part && a.from == asking.from && a.server.empty() == asking.server.empty();
  });
  if (known != all_.end()) {
    ++known->times;
    return nullptr;
  }
  all_.push_back(std::move(asking));
  return &all_.back();
}

bool Components::seen(Part part) const {
  return std::ranges::any_of(all_, [&](const Asking& a) { return a.part == part && a.server.empty(); });
}

std::optional<Components> components(const std::vector<Cell>& cells) {
  std::optional<Components> found;
  for (const auto& cell : cells)
    for (const auto& event : cell.events) {
      if (!found && event.what == "world.begin" && !event.text("door").empty()) found.emplace();
      if (found) found->take(event);
    }
  return found;
}

bool expected(Part part, const std::vector<std::string>& claims) {
  const auto claimed = [&](std::string_view claim) { return std::ranges::find(claims, claim) != claims.end(); };
  return part == Part::transfer || claimed(part == Part::fetcher ? "mta-sts" : "tlsrpt");
}

std::string in_words(const Asking& a) {
  const auto where = !a.server.empty()      ? "another server, " + a.server
                     : a.authority.empty() ? "the resolver that it was given"
                                           : "our authority " + a.authority + ", by a resolver of its own";
  return fmt::format("from {} at {}: {}", a.from, where, a.question);
}

std::string in_words(const Components& components, Part part) {
  std::string text;
  for (const auto& a : components.all())
    if (a.part == part) text += fmt::format("{}{} ({} question{})", text.empty() ? "seen " : "; ", in_words(a), a.times, a.times == 1 ? "" : "s");
  return text.empty() ? "not seen" : text;
}

}  // namespace gauntlet::judge
