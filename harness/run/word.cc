// See word.h.
#include "harness/run/word.h"

#include <ctime>

#include <boost/json.hpp>
#include <fmt/chrono.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::run {
namespace json = boost::json;

std::string line_of(const Word& word) { return json::serialize(json::value_from(word)) + "\n"; }

Word read_word(const std::string& line) {
  try {
    return json::value_to<Word>(json::parse(line));
  } catch (const std::exception&) {
    throw Fault(fmt::format("the outer process said what nobody expected: {}", printable(line, 200)));
  }
}

std::string now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

}  // namespace gauntlet::run
