// See listing.h.
#include "harness/candidate/listing.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"

namespace gauntlet::candidate {
namespace {

constexpr std::array actions = {"failed", "delayed", "delivered", "relayed", "expanded"};

/// An address, or what MTAs print in place of none.
bool is_sender(const std::string& text) {
  return text.empty() || text == "<>" || text == "-" || text.find('@') != text.npos ||
         lower(text) == "mailer-daemon";
}

bool read_line(const std::string& line, Waiting& one) {
  std::istringstream fields(line);
  fields >> one.id >> one.state >> one.sender;
  std::getline(fields, one.reason);
  one.reason = trim(printable(one.reason, 400));
  return !one.state.empty() && is_sender(one.sender);
}

bool read_line(const std::string& line, Notice& one) {
  std::istringstream fields(line);
  std::string address;
  fields >> address >> one.action;
  for (std::string recipient; fields >> recipient;) one.recipients.push_back(lower(recipient));
  one.token = local_part(address);
  one.action = lower(one.action);
  const auto is_address = [](const std::string& recipient) { return recipient.find('@') != recipient.npos && recipient.find_first_of("<>") == recipient.npos; };
  return !one.token.empty() && std::ranges::all_of(one.recipients, is_address) && std::ranges::find(actions, one.action) != actions.end();
}

template <typename Entry>
Listing<Entry> read(const std::string& text) {
  Listing<Entry> listing;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (trim(line).empty()) continue;
    Entry one;
    if (read_line(line, one))
      listing.entries.push_back(std::move(one));
    else if (listing.odd.empty())
      listing.odd = printable(line, 300);
  }
  return listing;
}

}  // namespace

std::string local_part(const std::string& address) {
  const std::string bare = address.starts_with('<') ? address.substr(1) : address;
  return bare.substr(0, bare.find_first_of("@>"));
}

Listing<Waiting> read_queue(const std::string& text) {
  return read<Waiting>(text);
}
Listing<Notice> read_notices(const std::string& text) {
  return read<Notice>(text);
}

}  // namespace gauntlet::candidate
