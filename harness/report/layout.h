// Text on a grid: how wide a text is on a terminal, and breaking it so that it fits. No colours, no
// locale: the same bytes come out everywhere.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::report {

/// Columns that a terminal needs for valid UTF-8: 2 for wide East Asian signs and emoji, 0 for
/// combining marks, else 1.
size_t columns(std::string_view text);

/// Cut to `width` columns, with "..." at the end when something was lost.
std::string fit(std::string_view text, size_t width);

/// Filled with spaces on the right; longer text is left alone.
std::string pad(std::string_view text, size_t width);
std::string pad_left(std::string_view text, size_t width);

/// One line broken at spaces, words longer than the width anywhere. Width 0: not broken.
std::vector<std::string> wrap(std::string_view line, size_t width);

/// A labelled paragraph; `verbatim` text (a command, a path) is never broken, so that it can be
/// copied.
struct Part {
  std::string label, text;
  bool verbatim = false;
  bool operator==(const Part&) const = default;
};

/// Labels in a column of their own, texts beside them, a line of text to a line. Width 0: unbroken.
std::string lay_out(const std::vector<Part>&, size_t indent, size_t width);

}  // namespace gauntlet::report
