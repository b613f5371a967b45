// See mta.h.
#include "harness/preflight/mta.h"

#include <sstream>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"

namespace gauntlet::preflight {
namespace {

using Settings = std::map<std::string, std::string>;

struct Part {
  std::string name;
  Settings settings;
  std::string operator[](const std::string& key) const {
    const auto found = settings.find(key);
    return found == settings.end() ? "" : found->second;
  }
};

/// "remote_smtp transport:" and the settings below it.
std::vector<Part> parts_in(const std::string& text, const std::string& kind) {
  std::vector<Part> parts;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with(" " + kind + ":")) parts.push_back({line.substr(0, line.size() - kind.size() - 2), {}});
    else if (!parts.empty()) parts.back().settings.merge(settings_in(line));
  }
  return parts;
}

}  // namespace

Settings settings_in(const std::string& text) {
  Settings all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (const auto eq = line.find('='); eq != line.npos) all[trim(line.substr(0, eq))] = trim(line.substr(eq + 1));
  return all;
}

const std::vector<std::string>& wanted_of_postfix() {
  static const std::vector<std::string> all = {"smtp_dns_support_level", "smtp_tls_security_level", "smtp_host_lookup",
                                               "smtp_tls_policy_maps", "queue_directory"};
  return all;
}

Findings examine_postfix(const Settings& settings, const std::string& outer, const std::string& inner) {
  Findings found;
  const auto of = [&](const std::string& key) { return settings.contains(key) ? settings.at(key) : std::string(); };
  const auto say = [&](State state, const std::string& text) { found.push_back({state, "postfix", text}); };
  const auto dnssec = of("smtp_dns_support_level"), level = of("smtp_tls_security_level");
  if (dnssec == "dnssec") say(State::ok, "smtp_dns_support_level = dnssec: it asks for DNSSEC");
  else
    say(State::fails,
        fmt::format("smtp_dns_support_level = {}: it asks for no DNSSEC, so that nothing is ever secure for it; dnssec was expected", dnssec));
  if (level == "dane" || level == "dane-only") say(State::ok, fmt::format("smtp_tls_security_level = {}: it keeps to TLSA records", level));
  else say(State::fails, fmt::format("smtp_tls_security_level = {}: it does not look at TLSA records; dane was expected", level));
  if (const auto maps = of("smtp_tls_policy_maps"); !maps.empty())
    say(State::note, fmt::format("smtp_tls_policy_maps = {}: for the domains in it that holds in place of the level", maps));
  if (const auto lookup = of("smtp_host_lookup"); lookup.find("dns") == lookup.npos)
    say(State::fails, fmt::format("smtp_host_lookup = {}: hosts are not looked up in the DNS, which alone has DNSSEC", lookup));
  if (inner != outer) say(State::fails, "its SMTP client runs in a chroot whose etc/resolv.conf is not the machine's: that one is asked");
  return found;
}

Findings examine_exim(const std::string& main, const std::string& transports, const std::string& routers) {
  Findings found;
  const auto say = [&](State state, const std::string& text) { found.push_back({state, "exim", text}); };
  if (const auto settings = settings_in(main); settings.contains("dns_dnssec_ok") && settings.at("dns_dnssec_ok") == "0")
    say(State::fails, "dns_dnssec_ok = 0: it asks for no DNSSEC");
  else say(State::ok, "dns_dnssec_ok is not 0: it may ask for DNSSEC");
  for (const auto& router : parts_in(routers, "router"))
    if (router["driver"] == "dnslookup" && router["dnssec_request_domains"].empty())
      say(State::fails, fmt::format("router {}: dnssec_request_domains is empty: MX records are never secure for it", router.name));
  bool any = false;
  for (const auto& transport : parts_in(transports, "transport")) {
    if (transport["driver"] != "smtp") continue;
    any = true;
    const auto tries = transport["hosts_try_dane"], requires_it = transport["hosts_require_dane"];
    if ((tries + requires_it).find('$') != std::string::npos)
      say(State::note, fmt::format("transport {}: which hosts DANE is for is expanded for each message: {}{}", transport.name, tries, requires_it));
    else if (!tries.empty()) say(State::ok, fmt::format("transport {}: hosts_try_dane = {}", transport.name, tries));
    else if (!requires_it.empty()) say(State::ok, fmt::format("transport {}: hosts_require_dane = {}", transport.name, requires_it));
    else say(State::fails, fmt::format("transport {}: hosts_try_dane is empty: it does not look at TLSA records", transport.name));
    if (transport["dnssec_request_domains"].empty())
      say(State::fails, fmt::format("transport {}: dnssec_request_domains is empty: addresses are never secure for it", transport.name));
  }
  if (!any) say(State::unknown, "it has no smtp transport that could be looked at");
  return found;
}

}  // namespace gauntlet::preflight
