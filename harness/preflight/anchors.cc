// See anchors.h.
#include "harness/preflight/anchors.h"

#include <regex>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/dns/ldns.h"

namespace gauntlet::preflight {
namespace {

/// Of a key that is an entry point (RFC 4034, 2.1.1) and not revoked (RFC 5011, 3); 0 = it is none.
std::uint16_t tag_of_key(const std::string& flags_protocol_algorithm, const std::string& base64) {
  ldns_rr* rr = nullptr;
  const auto text = fmt::format(". 3600 IN DNSKEY {} {}", flags_protocol_algorithm, base64);
  if (ldns_rr_new_frm_str(&rr, text.c_str(), 0, nullptr, nullptr) != LDNS_STATUS_OK) return 0;
  const dns::RrPtr key(rr);
  const auto flags = ldns_rdf2native_int16(ldns_rr_dnskey_flags(rr));
  constexpr unsigned entry_point = 0x0001, revoked = 0x0080;
  return (flags & entry_point) && !(flags & revoked) ? ldns_calc_keytag(rr) : 0;
}

/// Without lines that are comments; keys of Unbound's whose state says that they are not trusted are left out, too.
std::string in_force(const std::string& text) {
  static const std::regex untrusted(R"(;;state=[0145])");
  std::string all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find_first_not_of(" \t");
    if (first == line.npos || line[first] == ';' || line[first] == '#' || line.compare(first, 2, "//") == 0) continue;
    if (!std::regex_search(line, untrusted)) all += line + "\n";
  }
  return all;
}

void each(const std::string& text, const std::regex& pattern, const std::function<void(const std::smatch&)>& take) {
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) take(*it);
}

}  // namespace

std::set<std::uint16_t> anchors_in(const std::string& text) {
  static const std::regex record(R"((?:^|\n)\.\s[^\n]*\bDNSKEY\s+(\d+\s+\d+\s+\d+)\s+([A-Za-z0-9+/= ]+))"),
      ds(R"((?:^|\n)\.\s[^\n]*\bDS\s+(\d+)\s)"),
      bind_key(R"rx((?:initial|static)-key\s+(\d+\s+\d+\s+\d+)\s+"([A-Za-z0-9+/=\s]+)")rx"), bind_ds(R"((?:initial|static)-ds\s+(\d+)\s)"),
      xml(R"(<KeyTag>(\d+)</KeyTag>)");
  std::set<std::uint16_t> tags;
  const auto trusted = in_force(text);
  const auto key = [&](const std::smatch& found) {
    std::string data = found[2];
    std::erase_if(data, [](unsigned char c) { return std::isspace(c); });
    if (const auto tag = tag_of_key(found[1], data)) tags.insert(tag);
  };
  const auto named = [&](const std::smatch& found) {
    tags.insert(static_cast<std::uint16_t>(std::strtoul(found.str(1).c_str(), nullptr, 10)));
  };
  each(trusted, record, key);
  each(trusted, bind_key, key);
  for (const auto* pattern : {&ds, &bind_ds, &xml}) each(trusted, *pattern, named);
  return tags;
}

Finding examine_anchors(const std::string& file, const std::set<std::uint16_t>& tags) {
  if (tags.empty()) return {State::fails, "anchor", fmt::format("{} holds no trust anchor of the root", file)};
  const auto held = fmt::format("{} holds {}", file, fmt::join(tags, ", "));
  if (!tags.contains(ksk_2024))
    return {State::fails, "anchor", fmt::format("{}, and not {}, which is to sign the root from 11 October 2026 on", held, ksk_2024)};
  if (!tags.contains(ksk_2017)) return {State::note, "anchor", fmt::format("{}, and not {}, which signed it before", held, ksk_2017)};
  return {State::ok, "anchor", held};
}

const std::vector<std::string>& usual_anchor_files() {
  static const std::vector<std::string> all = {"/var/lib/unbound/root.key", "/etc/unbound/root.key", "/usr/share/dns/root.key",
                                               "/etc/bind/bind.keys", "/var/lib/knot-resolver/root.keys", "/etc/trusted-key.key"};
  return all;
}

}  // namespace gauntlet::preflight
