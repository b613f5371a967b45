// Fuzzes what parses a stranger's MTA-STS: the texts of a TXT record (parted by NUL) and, behind the first empty one, a policy.
#include <cstdint>
#include <cstdlib>

#include "fixtures/sender/sts_policy.h"
#include "fixtures/sender/sts_record.h"

using namespace gauntlet::sender;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> texts;
  for (size_t end = input.find('\0'); end != input.npos && end != 0; end = input.find('\0')) {
    texts.emplace_back(input.substr(0, end));
    input.remove_prefix(end + 1);
  }
  if (!input.empty() && input.front() == '\0') input.remove_prefix(1);
  const Faults faults;
  const auto announced = announcement_in(texts, faults);
  if (announced.kind == Announcement::Kind::found && (announced.id.empty() || announced.id.size() > 32)) std::abort();
  const auto read = read_policy(input, faults);
  if (read.policy.has_value() == !read.why.empty()) std::abort();
  if (!read.policy) return 0;
  if (read.policy->max_age < 0 || read.policy->max_age > longest_age) std::abort();
  lists(*read.policy, "mx1.example.com", faults);
  return 0;
}
