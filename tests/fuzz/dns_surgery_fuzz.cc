// Fuzzes the knife: any query, any answer, any act; what comes out must be readable or nothing.
// Input: one byte act and transport, two bytes length of the query, the query, the answer.
#include <cstddef>
#include <cstdint>

#include "fixtures/dns/surgery.h"

using namespace gauntlet::dns;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  Rule rule;
  rule.owner = "*";
  rule.type = "ANY";
  rule.act = static_cast<Act>((data[0] & 0x7f) % (static_cast<int>(Act::capitals) + 1));
  rule.rdata = {"CNAME a.test.", "10 mx1.a.test.", "3 1 1 00"};
  const auto transport = data[0] & 0x80 ? Transport::tcp : Transport::udp;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 3, size - 3);
  const std::size_t length = static_cast<std::size_t>(data[1] << 8 | data[2]) % (rest.size() + 1);
  const auto query = rest.substr(0, length), honest = rest.substr(length);
  read_answer(honest);
  const auto reply = apply(rule, query, honest, transport);
  // What is made up from a readable query must itself be readable. (Nothing at all closes the connection.)
  const bool made_up = reply && !reply->empty() && !needs_answer(rule, transport);
  if (made_up && rule.act != Act::malformed && !read_answer(*reply)) __builtin_trap();
  return 0;
}
