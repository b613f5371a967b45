// See resolv_conf.h.
#include "harness/preflight/resolv_conf.h"

#include <algorithm>
#include <sstream>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"

namespace gauntlet::preflight {

bool ResolvConf::has(const std::string& option) const { return std::ranges::find(options, option) != options.end(); }

ResolvConf read_resolv_conf(const std::string& text) {
  constexpr size_t most = 3;  // MAXNS
  ResolvConf conf;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#') || line.starts_with(';')) continue;
    const auto said = words(line);
    if (said.size() < 2) continue;
    if (said[0] == "nameserver" && conf.servers.size() < most) conf.servers.push_back(said[1]);
    if (said[0] == "options") conf.options.insert(conf.options.end(), said.begin() + 1, said.end());
  }
  if (conf.servers.empty()) conf.servers.push_back("127.0.0.1");
  return conf;
}

bool is_local(const std::string& server) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(server.substr(0, server.find('%')), error);
  return !error && address.is_loopback();
}

Findings examine(const ResolvConf& conf) {
  Findings found;
  if (conf.has("trust-ad")) found.push_back({State::ok, "resolv", "options trust-ad: the C library hands on the AD bit"});
  else
    found.push_back({State::note, "resolv",
                     "no `options trust-ad`: glibc (2.31 on) hides the AD bit from every program that does not ask for it by itself"});
  if (conf.has("edns0")) found.push_back({State::ok, "resolv", "options edns0: answers with signatures have room"});
  else found.push_back({State::note, "resolv", "no `options edns0`: only programs that ask for DNSSEC by themselves are told of it"});
  for (const auto& server : conf.servers)
    if (!is_local(server))
      found.push_back({State::note, "resolv", fmt::format("{} is not this machine: whoever stands on the way to it can set AD (RFC 6698, A.3)", server)});
  return found;
}

}  // namespace gauntlet::preflight
