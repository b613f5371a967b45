// resolv.conf(5), as far as it decides whom an MTA asks and whether it is told of DNSSEC. Pure.
#pragma once
#include "harness/preflight/finding.h"

namespace gauntlet::preflight {

struct ResolvConf {
  std::vector<std::string> servers;  ///< addresses, at most the three that the C library asks
  std::vector<std::string> options;  ///< "edns0", "trust-ad"
  bool has(const std::string& option) const;
};

/// Of its text. What it does not know is passed over, as the C library does; without a server it is the local one.
ResolvConf read_resolv_conf(const std::string& text);

/// Whether AD comes through the C library, and over which path.
Findings examine(const ResolvConf&);

/// Whether it is reached without leaving the machine.
bool is_local(const std::string& server);

}  // namespace gauntlet::preflight
