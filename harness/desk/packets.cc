// See packets.h.
#include "harness/desk/packets.h"

#include <cstdint>
#include <cstring>

#include <boost/asio/ip/address.hpp>

#include "fixtures/base/text.h"

namespace gauntlet::desk {
namespace {

namespace ip = boost::asio::ip;

unsigned byte(std::string_view s, size_t at) { return at < s.size() ? static_cast<unsigned char>(s[at]) : 0u; }
unsigned pair(std::string_view s, size_t at) { return byte(s, at) << 8 | byte(s, at + 1); }

template <typename Address>
std::string address(std::string_view s, size_t at) {
  typename Address::bytes_type bytes;
  std::memcpy(bytes.data(), s.data() + at, bytes.size());
  return Address(bytes).to_string();
}

/// RFC 1035, 4.1: the header, then the question's labels; a question is never compressed.
std::vector<std::string> question(std::string_view dns) {
  std::vector<std::string> labels;
  if (dns.size() < 12 || pair(dns, 4) == 0) return labels;
  for (size_t at = 12; byte(dns, at) && byte(dns, at) < 64 && at + byte(dns, at) < dns.size(); at += byte(dns, at) + 1)
    labels.push_back(lower(dns.substr(at + 1, byte(dns, at))));
  return labels;
}

/// RFC 8446, 4.1.2 and 5.1: a record of type handshake (5 bytes), its message client_hello (4), the version (2), 32 random bytes.
std::string random_of(std::string_view data) {
  if (data.size() < 43 || byte(data, 0) != 22 || byte(data, 5) != 1) return "";
  return hex({reinterpret_cast<const unsigned char*>(data.data()) + 11, 32});
}

void read_transport(unsigned protocol, std::string_view rest, Traits& out) {
  const bool dns = pair(rest, 0) == 53 || pair(rest, 2) == 53;
  if (protocol == 17 && rest.size() > 8) {
    if (dns) out.labels = question(rest.substr(8));
  } else if (protocol == 6 && rest.size() >= 20) {
    const size_t head = byte(rest, 12) / 16 * 4u;
    if (head < 20 || head >= rest.size()) return;
    const auto data = rest.substr(head);
    if (dns) out.labels = data.size() > 2 ? question(data.substr(2)) : std::vector<std::string>();
    else out.client_random = random_of(data);
  }
}

}  // namespace

Traits traits_of(std::string_view frame) {
  Traits out;
  const auto kind = pair(frame, 12);
  const auto packet = frame.substr(std::min<size_t>(14, frame.size()));
  if (kind == 0x0800 && packet.size() >= 20) {
    out.from = address<ip::address_v4>(packet, 12);
    out.to = address<ip::address_v4>(packet, 16);
    const size_t head = (byte(packet, 0) & 15) * 4u;
    if (head >= 20 && head <= packet.size()) read_transport(byte(packet, 9), packet.substr(head), out);
  } else if (kind == 0x86dd && packet.size() >= 40) {
    out.from = address<ip::address_v6>(packet, 8);
    out.to = address<ip::address_v6>(packet, 24);
    read_transport(byte(packet, 6), packet.substr(40), out);
  }
  return out;
}

}  // namespace gauntlet::desk
