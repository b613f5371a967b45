// What the person who sits at a run says while it goes on: a line of JSON each, by the pipe that is the inner process's
// lifeline. It stands in the record with his name and the time.
#pragma once
#include <functional>
#include <string>

#include <boost/describe.hpp>

namespace gauntlet::run {

struct Word {
  std::string what;  ///< remark; pause: no play begins a step; go on; began: he sits at it from here on
  std::string name;  ///< who says it
  std::string text;  ///< the remark
  std::string at;    ///< RFC 3339
};
BOOST_DESCRIBE_STRUCT(Word, (), (what, name, text, at))

/// One line with its end.
std::string line_of(const Word&);
/// Throws Fault for a line that is none.
Word read_word(const std::string& line);
/// The time now, as `at` has it.
std::string now();

/// To the world that stands; empty while none does. False when it does not hear.
using Tube = std::function<bool(const Word&)>;

}  // namespace gauntlet::run
