// See spoof.h.
#include "harness/run/spoof.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>

#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/dns/exchange.h"
#include "fixtures/dns/message.h"
#include "fixtures/lab/network.h"
#include "harness/run/news.h"
#include "harness/run/plots.h"

namespace gauntlet::run {
namespace {

constexpr std::string_view by_default = "default", unguarded = "unguarded";
constexpr const char* lie = "198.19.255.66";
constexpr Duration look_up = 5s;  // between two looks whether anybody still waits
constexpr std::uint16_t fixed = 20000, few_last = 20015;

/// The kernel's range is net.ipv4.ip_local_port_range as it comes; the others' are their documentation's. (Unbound leaves out ports that are
/// assigned, some 5,000 of them, which a guesser need not know.)
constexpr std::array table{
    Guard{"unbound", by_default, 1024, 65535, false, "", "", "", false, "any port from 1024 on, no 0x20"},
    Guard{"unbound", unguarded, fixed, fixed, false, "unbound.conf", "",
          "server:\n  outgoing-port-avoid: \"0-65535\"\n  outgoing-port-permit: 20000\n", false, "one port, no 0x20"},
    Guard{"bind", by_default, 32768, 60999, false, "", "", "", false, "the kernel's ports, no 0x20, cookies where the server has them"},
    Guard{"bind", unguarded, fixed, fixed, false, "named.conf", "query-source address {outgoing};", "query-source address {outgoing} port 20000;",
          false, "one port, no 0x20"},
    Guard{"knot", by_default, 32768, 60999, true, "", "", "", false, "the kernel's ports, 0x20"},
    // (A rule behind one that passes names on is not asked about them; and from the third try on, some 70 ms after the first, it writes
    // capitals whatever its rules say: against this one each name is a race of its own.)
    Guard{"knot", unguarded, fixed, few_last, false, "kresd.conf", "policy.add(policy.suffix",
          "policy.add(policy.all(policy.FLAGS('NO_0X20')))\npolicy.add(policy.suffix", true,
          "sixteen ports (it has no setting for fewer), no 0x20; the authority answers after 60 ms", 60ms},
    Guard{"pdns", by_default, 1024, 65535, false, "", "", "", false, "any port from 1024 on, no 0x20, TCP after one wrong id"},
    Guard{"pdns", unguarded, fixed, fixed, false, "recursor.conf", "",
          "udp-source-port-min=20000\nudp-source-port-max=20000\nspoof-nearmiss-max=0\n", false, "one port, no 0x20, wrong ids not counted"},
};

/// A domain whose authority says nothing, or nothing in time, once the attacker `silence` is there.
std::vector<world::Plot> silent_plots(const Guard& guard) {
  auto plot = world::plain_plot("spoofed", "mx1", false, {"@ MX 10 mx1", "mx1 A {mx1}"});
  world::AttackerPlan silence;
  silence.name = "silence";
  dns::Rule rule;
  rule.owner = "*";
  rule.type = "ANY";
  rule.act = guard.race.count() == 0 ? dns::Act::drop : dns::Act::delay;
  rule.delay = guard.race;
  silence.dns.emplace_back("", rule);
  plot.attackers.push_back(std::move(silence));
  return {std::move(plot)};
}

/// The first record of an answer of the resolver, its last word; "" when there is none in time.
awaitable<std::string> asked(std::string name, std::string type, Duration limit) {
  const asio::ip::udp::endpoint resolver(asio::ip::make_address(lab::address::resolver), 53);
  const auto reply = co_await dns::exchange(resolver, dns::make_query(name, type, false), dns::Transport::udp, limit);
  const auto answer = reply ? dns::read_answer(*reply) : std::nullopt;
  if (!answer || answer->records.empty()) co_return "";
  co_return words(answer->records.front()).back();
}

void leave_few_ports() {
  std::ofstream out("/proc/sys/net/ipv4/ip_local_port_range");
  if (!(out << fixed << ' ' << few_last << std::flush))
    throw Fault(fmt::format("net.ipv4.ip_local_port_range cannot be set: {}", std::strerror(errno)));
}

/// Whoever ordered the measurement has hung up.
bool given_up() {
  pollfd lifeline{STDIN_FILENO, 0, 0};
  return ::poll(&lifeline, 1, 0) > 0 && (lifeline.revents & POLLHUP);
}

double since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

std::span<const Guard> guards() { return table; }

const Guard& guard_of(std::string_view resolver, std::string_view manner) {
  const auto found = std::ranges::find_if(table, [&](const Guard& g) { return g.resolver == resolver && g.manner == manner; });
  if (found == table.end()) throw Fault(fmt::format("how the resolver {} guards itself against spoofing is not known here", resolver));
  return *found;
}

dns::Product resolver_of(const Order& order) {
  auto product = dns::read_product(order.resolver);
  if (order.purpose != "spoof" || order.fault != unguarded) return product;
  const auto& guard = guard_of(product.name, unguarded);
  auto& text = product.files.at(std::string(guard.file));
  const auto at = guard.instead_of.empty() ? text.size() : text.find(guard.instead_of);
  if (at == text.npos) throw Fault(fmt::format("{} has no line \"{}\"", product.file, guard.instead_of));
  text.replace(at, guard.instead_of.size(), guard.put);
  return product;
}

awaitable<int> measure_spoof(Inner& inner) {
  const auto limit = std::chrono::seconds(inner.order.domains);
  const auto& guard = guard_of(dns::read_product(inner.order.resolver).name, inner.order.fault);
  co_await inner.raise(silent_plots(guard), false);
  if (guard.by_kernel) leave_few_ports();
  const auto apex = inner.world->names("spoofed").at("domain") + ".";
  const auto server = co_await asked(apex, "NS", 10s);
  const auto authority = co_await asked(server, "A", 10s);
  if (authority.empty()) throw Fault(fmt::format("the resolver does not say where the authority of {} is", apex));
  const dns::Spoofer::Aim aim{.resolver = lab::address::resolver_out, .authority = authority, .first_port = guard.first_port,
                              .last_port = guard.last_port, .guess_case = guard.mixes_case, .address = lie};
  dns::Spoofer spoofer(aim);
  co_await spoofer.raise();
  co_await inner.world->start_attacker("spoofed", "silence");
  std::string lost;
  inner.world->on_loss = [&lost](const std::string& what) { lost = what; };
  const auto began = std::chrono::steady_clock::now();
  bool believed = false;
  int names = 0;
  while (!believed && lost.empty() && std::chrono::steady_clock::now() - began < limit) {
    const auto name = fmt::format("r{}.{}", ++names, apex);
    spoofer.flood(name);
    const auto left = limit - (std::chrono::steady_clock::now() - began);
    believed = co_await asked(name, "A", std::min<Duration>(left, look_up)) == lie;
    spoofer.cease();
    if (given_up()) co_return interrupted;
  }
  inner.world->on_loss = nullptr;
  if (!lost.empty()) throw Fault("a server of the lab: " + lost);
  const double seconds = since(began);
  const double right = dns::odds(aim, fmt::format("r{}.{}", names, apex));
  tell({.what = "measured", .seconds = seconds, .text = believed ? "believed" : "", .count = names});
  tell({.what = "measured", .seconds = seconds, .text = fmt::format("{:.0f}", right), .count = static_cast<int>(spoofer.guesses())});
  co_return played;
}

}  // namespace gauntlet::run
