// See letter.h.
#include "harness/run/letter.h"

#include <algorithm>

#include <boost/algorithm/string/replace.hpp>
#include <fmt/format.h>

namespace gauntlet::run {
namespace {

/// RFC 6152, 3, and RFC 2045.
constexpr auto eight_bit_header = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n";
constexpr size_t longest_line = 998;  ///< RFC 5321, 4.5.3.1.6: octets, without CR LF

/// The options of a message.
class Asked {
 public:
  explicit Asked(const std::vector<std::string>& options) : options_(options) {}
  bool operator()(const char* option) const { return std::ranges::find(options_, option) != options_.end(); }

 private:
  const std::vector<std::string>& options_;
};

/// Text that is odd in the way that is asked for.
std::string odd_lines(const Asked& asked) {
  std::string text;
  if (asked("from-lines")) text += "From here on\r\n>From there\r\n\r\nFrom the end\r\n";
  if (asked("dots")) text += ".\r\n..\r\n.one\r\n\r\n.\r\n";
  if (asked("eight-bit")) text += "Gr\xfc\xdf Gott, se\xf1or.\r\n";
  if (asked("bare-lf")) text += "One line\nand another\r\n";
  if (asked("bare-cr")) text += "One line\rand another\r\n";
  if (asked("long-lines")) text += std::string(longest_line, 'x') + "\r\n";
  if (asked("long-dots")) text += "x" + std::string(longest_line - 1, '.') + "\r\n";
  // (Of 17 octets, and of 19 once the dots are doubled: in one half or the other a line begins at each octet of a block of 8 KiB. The dots
  // within them begin a block where those lines are read whose own do not.)
  for (const char* line : {".one.of so many\r\n", ".one.of so many.\r\n"})
    for (size_t i = 0; asked("many-dots") && i < 8192; ++i) text += line;
  for (size_t i = 0; asked("large") && i < 8192; ++i) text += "One of very many lines that tell nothing at all, and are 72 octets long\r\n";
  return text;
}

}  // namespace

std::string letter(const std::string& author, const std::string& token, const std::string& title, const std::string& recipients,
                   const std::vector<std::string>& options) {
  const Asked asked(options);
  const auto first = recipients.substr(0, recipients.find(' '));
  const auto from = asked("another-author") ? "author" + first.substr(first.find('@')) : author;
  const auto id = asked("same-id") ? "one" + author.substr(author.find('@')) : author;
  const auto to = boost::replace_all_copy(recipients, " ", ">, <");
  const std::string header = std::string(asked("tls-required-no") ? "TLS-Required: No\r\n" : "") + (asked("eight-bit") ? eight_bit_header : "");
  return fmt::format(
      "From: <{6}>\r\nTo: <{1}>\r\nSubject: {3}{0}\r\nMessage-ID: <{7}>\r\nX-Gauntlet-Token: {0}\r\n"
      "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n{2}\r\nThe token of this message is {0}.\r\n{4}",
      token, to, header, title.empty() ? "" : title + " ", odd_lines(asked), author, from, id);
}

}  // namespace gauntlet::run
