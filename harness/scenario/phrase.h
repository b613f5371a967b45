// One line of a scenario, read word by word, and the small vocabulary that all of its readers
// share: names, durations, choices with "did you mean". It knows no keyword of the language.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gauntlet::scenario {

/// What is wrong with the line at hand; the reader adds file and line number to make a Complaint.
struct Mistake {
  std::string what;
};

class Phrase {
 public:
  explicit Phrase(std::string_view line);  ///< throws Mistake for a quote that is never closed
  explicit Phrase(std::vector<std::string> words) : words_(std::move(words)) {}

  bool done() const { return at_ == words_.size(); }
  const std::string& peek() const;                        ///< "" at the end
  bool take(std::string_view word);                       ///< skips that word if it is next
  std::string next(std::string_view expected);            ///< throws Mistake at the end
  std::string name(std::string_view what);                ///< lower-case letters, digits, dashes
  std::chrono::milliseconds duration();
  std::chrono::seconds span();  ///< of days and hours: "8d", "90m"; throws Mistake                   ///< 500ms, 30s, 2m
  int number(std::string_view what, int most);            ///< 0..most
  std::vector<std::string> until(std::string_view word);  ///< the words before it, or all
  void end() const;                                       ///< throws Mistake when words are left

 private:
  std::vector<std::string> words_;
  size_t at_ = 0;
};

/// Lower-case letters, digits and dashes, beginning with a letter, at most 40 of them.
bool identifier(std::string_view text);

/// What may stand in front of the last @ of an address (RFC 5321, 4.1.2): dots, atoms or a quoted string, without a space.
bool local_part(std::string_view text);

/// The choice that a misspelt word probably meant, "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& choices);

/// "unknown flaw 'expird'; did you mean 'expired'?", or the list of choices when none is near.
std::string unknown(std::string_view what, std::string_view word,
                    const std::vector<std::string>& choices);

/// The value that a word stands for in a table; throws Mistake for a word that is not in it.
template <typename T>
const T& pick(const std::vector<std::pair<std::string, T>>& table, const std::string& word,
              std::string_view what) {
  std::vector<std::string> choices;
  for (const auto& [name, value] : table) {
    if (name == word) return value;
    choices.push_back(name);
  }
  throw Mistake{unknown(what, word, choices)};
}

/// A name as scenarios write it: relative to the scenario's own domain, or `x@provider` relative to
/// the zone `provider`; `@` is an apex; a final dot or a {placeholder} makes it absolute.
struct Name {
  std::string text;  ///< absolute, without final dot, with placeholders: "mx1.{domain}"
  std::string zone;  ///< "" = own
};
Name absolute(std::string_view written, std::string_view zone = "", bool keep_case = false);

std::string joined(const std::vector<std::string>& words, std::string_view between = " ");

/// The text with every run of white space made one space.
std::string single_spaced(std::string_view text);

}  // namespace gauntlet::scenario
