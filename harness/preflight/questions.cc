// See questions.h.
#include "harness/preflight/questions.h"

#include <algorithm>

#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "fixtures/base/text.h"

namespace gauntlet::preflight {
namespace {

using MaybeAnswer = std::optional<dns::Answer>;

constexpr Duration patience = 5s;

bool positive(const MaybeAnswer& answer) { return answer && answer->rcode == "NOERROR" && answer->count > 0; }
bool servfail(const MaybeAnswer& answer) { return answer && answer->rcode == "SERVFAIL"; }

std::string told(const MaybeAnswer& answer) {
  if (!answer) return "no answer";
  return answer->rcode == "NOERROR" && !answer->count ? "NOERROR without an address" : answer->rcode;
}

bool has_signature(const dns::Answer& answer) {
  return std::ranges::any_of(answer.records, [](const std::string& record) { return record.find(" RRSIG ") != record.npos; });
}

/// Nothing for what is none.
std::optional<asio::ip::udp::endpoint> endpoint_of(const std::string& server) {
  const auto mark = server.find('#');
  boost::system::error_code error;
  const auto address = asio::ip::make_address(server.substr(0, mark), error);
  if (error) return std::nullopt;
  char* rest = nullptr;
  const auto port = mark == server.npos ? 53 : std::strtoul(server.c_str() + mark + 1, &rest, 10);
  if (port < 1 || port > 65535 || (rest && *rest)) return std::nullopt;
  return asio::ip::udp::endpoint{address, static_cast<unsigned short>(port)};
}

/// Over UDP, and over TCP when that is cut off or lost.
awaitable<MaybeAnswer> ask(asio::ip::udp::endpoint server, std::string name, bool unchecked) {
  for (const auto transport : {dns::Transport::udp, dns::Transport::tcp}) {
    auto query = dns::make_query(name, "A");
    if (unchecked) query[3] = static_cast<char>(query[3] | 0x10);  // CD
    const auto message = co_await dns::exchange(server, query, transport, patience);
    if (!message) continue;
    auto answer = dns::read_answer(*message);
    if (answer && !answer->tc) co_return answer;
  }
  co_return std::nullopt;
}

awaitable<Replies> both(asio::ip::udp::endpoint server, std::string name) {
  Replies replies;
  replies.checked = co_await ask(server, name, false);
  if (replies.checked) replies.unchecked = co_await ask(server, name, true);
  co_return replies;
}

std::string sentinel_name(const char* kind, std::uint16_t tag, const std::string& zone) {
  return fmt::format("root-key-sentinel-{}-ta-{:05}.{}", kind, tag, zone);
}

}  // namespace

Findings of_good(const std::string& server, const std::string& name, const Replies& r) {
  const auto say = [&](State state, const std::string& text) { return Finding{state, "resolver", fmt::format("{}: {}", server, text)}; };
  const auto fails = [&](const std::string& text) { return say(State::fails, text); };
  const auto works = [&](const std::string& text) { return say(State::ok, text); };
  if (servfail(r.checked) && positive(r.unchecked))
    return {fails(fmt::format("{} is signed, and it calls it bogus: its trust anchor, its clock or what it forwards to is wrong", name))};
  if (!positive(r.checked))
    return {say(State::unknown, fmt::format("{} for {}, so that it could not be asked whether it passes AD and signatures", told(r.checked), name))};
  Findings found;
  if (r.checked->ad) found.push_back(works(fmt::format("the answer for {} bears AD", name)));
  else found.push_back(fails(fmt::format("the answer for {} bears no AD: it does not validate, or that name is not signed", name)));
  if (has_signature(*r.checked)) found.push_back(works("signatures (RRSIG) come with the answer"));
  else found.push_back(fails("no signature (RRSIG) comes with the answer: who validates behind it cannot"));
  return found;
}

Finding of_bogus(const std::string& server, const std::string& name, const Replies& r) {
  const auto say = [&](State state, const std::string& text) { return Finding{state, "resolver", fmt::format("{}: {}", server, text)}; };
  if (positive(r.checked))
    return say(State::fails, fmt::format("{} is answered though its signatures do not hold: it does not validate", name));
  if (!servfail(r.checked))
    return say(State::unknown, fmt::format("{} for {}, so that it could not be asked whether it refuses what is bogus", told(r.checked), name));
  if (!positive(r.unchecked))
    return say(State::unknown,
               fmt::format("{} is out of reach for it even unchecked ({}), so that SERVFAIL says nothing", name, told(r.unchecked)));
  return say(State::ok, fmt::format("{}, which is bogus, is SERVFAIL, and there without validation", name));
}

Finding of_sentinel(const std::string& server, std::uint16_t tag, const MaybeAnswer& is, const MaybeAnswer& is_not) {
  const auto say = [&](State state, const std::string& text) { return Finding{state, "anchor", fmt::format("{}: {}", server, text)}; };
  if (positive(is) && servfail(is_not)) return say(State::ok, fmt::format("it trusts {} (RFC 8509)", tag));
  if (servfail(is) && positive(is_not))
    return say(tag == ksk_2017 ? State::note : State::fails, fmt::format("it does not trust {} (RFC 8509)", tag));
  if (positive(is) && positive(is_not)) return say(State::unknown, fmt::format("it does not tell whether it trusts {}: RFC 8509 is nothing to it", tag));
  return say(State::unknown, fmt::format("it could not be asked whether it trusts {}: {}, {}", tag, told(is), told(is_not)));
}

awaitable<Findings> examine_resolver(std::string server, Names names) {
  const auto where = endpoint_of(server);
  if (!where) {
    Findings none;
    none.push_back({State::unknown, "resolver", fmt::format("\"{}\" is no address of a resolver (ADDRESS, or ADDRESS#PORT)", printable(server, 100))});
    co_return none;
  }
  const auto endpoint = *where;
  const auto good = co_await both(endpoint, names.good);
  if (!good.checked) {
    Findings none;
    none.push_back({State::unknown, "resolver", fmt::format("{} does not answer within {} s, over UDP or TCP: nothing could be asked of it", server,
                                                            std::chrono::duration_cast<std::chrono::seconds>(patience).count())});
    co_return none;
  }
  auto found = of_good(server, names.good, good);
  const auto bogus = co_await both(endpoint, names.bogus);
  found.push_back(of_bogus(server, names.bogus, bogus));
  if (names.sentinel.empty()) {
    found.push_back({State::note, "anchor", fmt::format("{}: not asked which anchor it holds; --sentinel names a zone for that (RFC 8509)", server)});
    co_return found;
  }
  for (const auto tag : {ksk_2017, ksk_2024}) {
    const auto is = co_await ask(endpoint, sentinel_name("is", tag, names.sentinel), false);
    const auto is_not = co_await ask(endpoint, sentinel_name("not", tag, names.sentinel), false);
    found.push_back(of_sentinel(server, tag, is, is_not));
  }
  co_return found;
}

}  // namespace gauntlet::preflight
