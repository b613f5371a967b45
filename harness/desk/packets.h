// What a captured packet is about, as far as telling scenarios apart takes: addresses, a DNS question, a ClientHello.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::desk {

struct Traits {
  std::string from, to;             ///< addresses in text; "" = it is no IP
  std::vector<std::string> labels;  ///< of the first question, in lower case, where it is DNS
  std::string client_random;        ///< in hex, where it holds the beginning of a ClientHello
};

/// `frame` begins with an Ethernet header. What is cut or odd has no traits.
Traits traits_of(std::string_view frame);

}  // namespace gauntlet::desk
