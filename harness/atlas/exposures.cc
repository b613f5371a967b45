// See exposures.h.
#include "harness/atlas/exposures.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::atlas {
namespace {

Exposure exposure_of(const Block& block) {
  const auto head = words(block.head);
  Exposure out{.line = block.line, .id = head.size() > 1 ? head[1] : "", .title = "", .attacks = {}, .apart = ""};
  out.title = trim(std::string_view(block.head).substr(std::min(block.head.size(), block.head.find(out.id) + out.id.size())));
  for (const auto& line : block.body) {
    const auto fields = words(line.text);
    if (fields.empty()) continue;
    if (fields.front() == "attack") out.attacks.insert(out.attacks.end(), fields.begin() + 1, fields.end());
    if (fields.front() == "apart") out.apart = trim(std::string_view(line.text).substr(line.text.find("apart") + 5));
  }
  return out;
}

}  // namespace

std::vector<Exposure> read_exposures(const std::string& file, const std::string& text, const std::vector<std::string>& known) {
  std::vector<Exposure> all;
  std::vector<Complaint> complaints;
  std::set<std::string> ids;
  for (const auto& block : parse_blocks(file, text)) {
    auto one = exposure_of(block);
    if (!block.head.starts_with("exposure ") || one.id.empty() || one.title.empty())
      complaints.push_back({file, block.line, "found another block; 'exposure ID TITLE' was expected"});
    if (!ids.insert(one.id).second) complaints.push_back({file, block.line, fmt::format("a second {}", printable(one.id, 40))});
    if (one.attacks.empty() == one.apart.empty())
      complaints.push_back({file, block.line, fmt::format("{}: either 'attack ID...' or 'apart REASON' was expected", printable(one.id, 40))});
    for (const auto& attack : one.attacks)
      if (std::ranges::find(known, attack) == known.end())
        complaints.push_back({file, block.line, fmt::format("there is no attack {}", printable(attack, 80))});
    all.push_back(std::move(one));
  }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

}  // namespace gauntlet::atlas
