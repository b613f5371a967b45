// See phrase.h.
#include "harness/scenario/phrase.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/distance.h"
#include "fixtures/base/text.h"

namespace gauntlet::scenario {
namespace {

bool digits(std::string_view text) {
  return !text.empty() && text.size() <= 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Phrase::Phrase(std::string_view line) : words_(words(line)) {
  if (!quotes_closed(line)) throw Mistake{"a quote is opened and never closed"};
}

const std::string& Phrase::peek() const {
  static const std::string nothing;
  return done() ? nothing : words_[at_];
}

bool Phrase::take(std::string_view word) {
  if (done() || words_[at_] != word) return false;
  ++at_;
  return true;
}

std::string Phrase::next(std::string_view expected) {
  if (done()) throw Mistake{fmt::format("the line ends; {} was expected", expected)};
  return words_[at_++];
}

std::string Phrase::name(std::string_view what) {
  const auto expected = fmt::format("the name of {}", what);
  auto word = next(expected);
  if (!identifier(word))
    throw Mistake{fmt::format("found '{}'; {} was expected (lower-case letters, digits, dashes)",
                              printable(word, 60), expected)};
  return word;
}

std::chrono::milliseconds Phrase::duration() {
  const auto word = next("a duration");
  const auto unit = word.find_first_not_of("0123456789");
  const auto count = std::string_view(word).substr(0, unit);
  const auto rest = unit == word.npos ? std::string() : word.substr(unit);
  if (digits(count)) {
    const long n = std::stol(std::string(count));
    if (rest == "ms") return std::chrono::milliseconds(n);
    if (rest == "s") return std::chrono::seconds(n);
    if (rest == "m") return std::chrono::minutes(n);
  }
  throw Mistake{fmt::format("found '{}'; a duration such as 500ms, 30s or 2m was expected",
                            printable(word, 60))};
}

std::chrono::seconds Phrase::span() {
  const auto word = next("a span of time");
  const auto unit = word.find_first_not_of("0123456789");
  const auto count = std::string_view(word).substr(0, unit);
  const auto rest = unit == word.npos ? std::string() : word.substr(unit);
  if (digits(count) && count.size() < 6) {
    const long n = std::stol(std::string(count));
    if (rest == "s") return std::chrono::seconds(n);
    if (rest == "m") return std::chrono::minutes(n);
    if (rest == "h") return std::chrono::hours(n);
    if (rest == "d") return std::chrono::hours(24 * n);
  }
  throw Mistake{fmt::format("found '{}'; a span of time such as 8d, 1h, 90m or 30s was expected", printable(word, 60))};
}

int Phrase::number(std::string_view what, int most) {
  const auto word = next(what);
  if (!digits(word) || std::stol(word) > most)
    throw Mistake{
        fmt::format("found '{}'; {} (0 to {}) was expected", printable(word, 60), what, most)};
  return std::stoi(word);
}

std::vector<std::string> Phrase::until(std::string_view word) {
  std::vector<std::string> found;
  while (!done() && words_[at_] != word) found.push_back(words_[at_++]);
  return found;
}

void Phrase::end() const {
  if (!done())
    throw Mistake{
        fmt::format("found '{}'; the end of the line was expected", printable(peek(), 60))};
}

bool local_part(std::string_view text) {
  constexpr std::string_view odd = "<>()[],;:\\ ";
  const bool quoted = text.size() > 2 && text.starts_with('"') && text.ends_with('"');
  if (quoted) text = text.substr(1, text.size() - 2);
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return c > ' ' && c < 127 && odd.find(c) == odd.npos && c != '"' && (quoted || c != '@');
  });
}

bool identifier(std::string_view text) {
  auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 40 && text[0] >= 'a' && text[0] <= 'z' &&
         std::all_of(text.begin(), text.end(), fits);
}

std::string nearest(std::string_view word, const std::vector<std::string>& choices) {
  if (word.size() > 40) return {};
  std::string best;
  size_t least = std::max<size_t>(2, word.size() / 3) + 1;
  for (const auto& choice : choices) {
    // The beginning of a longer word is near it, too: "trusted" for "trusted-ca".
    const bool begins = word.size() > 3 && lower(choice).starts_with(lower(word));
    const size_t d = begins ? 1 : distance(lower(word), lower(choice));
    if (d < least && d < choice.size()) least = d, best = choice;
  }
  return best;
}

std::string unknown(std::string_view what, std::string_view word,
                    const std::vector<std::string>& choices) {
  const auto meant = nearest(word, choices);
  const auto found = word.empty() ? fmt::format("the line ends where {} was expected", what)
                                  : fmt::format("unknown {} '{}'", what, printable(word, 60));
  if (!meant.empty()) return fmt::format("{}; did you mean '{}'?", found, meant);
  if (choices.empty()) return fmt::format("{}; there is none here", found);
  constexpr size_t most_listed = 60;
  if (choices.size() > most_listed) return fmt::format("{}; none of the {} is called anything like it", found, choices.size());
  return fmt::format("{}; expected one of: {}", found, joined(choices, ", "));
}

Name absolute(std::string_view written, std::string_view zone, bool keep_case) {
  const auto cased = [&](std::string_view text) { return keep_case ? std::string(text) : lower(text); };
  const auto at = written.rfind('@');
  if (at != written.npos && written != "@") {
    zone = written.substr(at + 1);
    written = written.substr(0, at);
  }
  if (written.ends_with('.') || written.find('{') != written.npos) {
    if (written.ends_with('.')) written.remove_suffix(1);
    return {cased(written), std::string(zone)};
  }
  const auto apex = zone.empty() ? std::string("{domain}") : fmt::format("{{{}}}", zone);
  if (written.empty() || written == "@") return {apex, std::string(zone)};
  return {fmt::format("{}.{}", cased(written), apex), std::string(zone)};
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

std::string single_spaced(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    const bool space = c == ' ' || c == '\t';
    if (!space || out.back() != ' ') out += space ? ' ' : c;
  }
  return out;
}

}  // namespace gauntlet::scenario
