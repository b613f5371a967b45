// See layout.h.
#include "harness/report/layout.h"

#include <algorithm>
#include <array>

namespace gauntlet::report {
namespace {

struct Range {
  char32_t first, last;
};

// Unicode's East Asian Width W and F, and its combining and invisible signs, in the coarse ranges
// that terminals agree on.
constexpr std::array wide{Range{0x1100, 0x115f},  Range{0x2e80, 0x303e}, Range{0x3041, 0xa4cf},
                          Range{0xac00, 0xd7a3},  Range{0xf900, 0xfaff}, Range{0xfe30, 0xfe6f},
                          Range{0xff00, 0xff60},  Range{0xffe0, 0xffe6}, Range{0x1f300, 0x1faff},
                          Range{0x20000, 0x3fffd}};
constexpr std::array nothing{Range{0x300, 0x36f},   Range{0x200b, 0x200f}, Range{0x202a, 0x202e},
                             Range{0x2060, 0x2064}, Range{0x2066, 0x206f}, Range{0x20d0, 0x20ff},
                             Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f}, Range{0xfeff, 0xfeff}};

template <size_t N>
bool among(char32_t c, const std::array<Range, N>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](Range r) { return c >= r.first && c <= r.last; });
}

/// Bytes and columns of the first sign of a text that is not empty.
struct Sign {
  size_t bytes, columns;
};

Sign first_sign(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t claimed = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const size_t bytes = std::min(claimed, text.size());
  char32_t c = bytes == 1 ? lead : lead & (0x7f >> bytes);
  for (size_t i = 1; i < bytes; ++i) c = (c << 6) | (static_cast<unsigned char>(text[i]) & 0x3f);
  return {bytes, among(c, nothing) ? 0u : among(c, wide) ? 2u : 1u};
}

/// Bytes of the longest beginning that fits, at least one sign.
size_t beginning(std::string_view text, size_t width) {
  size_t bytes = 0, used = 0;
  while (bytes < text.size()) {
    const auto sign = first_sign(text.substr(bytes));
    if (bytes && used + sign.columns > width) break;
    bytes += sign.bytes;
    used += sign.columns;
  }
  return bytes;
}

}  // namespace

size_t columns(std::string_view text) {
  size_t sum = 0;
  while (!text.empty()) {
    const auto sign = first_sign(text);
    sum += sign.columns;
    text.remove_prefix(sign.bytes);
  }
  return sum;
}

std::string fit(std::string_view text, size_t width) {
  if (columns(text) <= width) return std::string(text);
  if (width <= 3) return std::string(width, '.');
  const auto kept = text.substr(0, beginning(text, width - 3));
  return columns(kept) + 3 > width ? std::string(width, '.') : std::string(kept) + "...";
}

std::string pad(std::string_view text, size_t width) {
  const size_t used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string pad_left(std::string_view text, size_t width) {
  const size_t used = columns(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::vector<std::string> wrap(std::string_view line, size_t width) {
  std::vector<std::string> out;
  while (width && columns(line) > width) {
    size_t end = beginning(line, width);
    if (end == line.size()) break;
    // The space that the line is broken at may be the first sign beyond it.
    const size_t space = line.substr(0, end + 1).rfind(' ');
    if (space != line.npos && space > 0) end = space;
    out.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  }
  if (!line.empty() || out.empty()) out.emplace_back(line);
  return out;
}

std::string lay_out(const std::vector<Part>& parts, size_t indent, size_t width) {
  size_t label = 0;
  for (const auto& part : parts) label = std::max(label, columns(part.label));
  const size_t left = indent + label + 2;
  const size_t room = width > left + 20 ? width - left : width ? 20 : 0;
  std::string out;
  for (const auto& part : parts) {
    std::string margin = std::string(indent, ' ') + pad(part.label, label) + "  ";
    std::string_view rest = part.text;
    while (true) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      for (const auto& line : wrap(rest.substr(0, end), part.verbatim ? 0 : room)) {
        out += margin + line + '\n';
        margin.assign(left, ' ');
      }
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
    }
  }
  return out;
}

}  // namespace gauntlet::report
