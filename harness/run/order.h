// What the outer process tells the inner one: which scenarios to play against which candidate in one world. Sent
// as JSON on the command line of `gauntlet inside`.
#pragma once
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "fixtures/lab/isolation.h"

namespace gauntlet::run {

struct Order {
  std::string scenarios;               ///< folder
  std::vector<std::string> files;      ///< the scenarios to play, in this order
  std::vector<std::string> origins;    ///< what complaints call them: the files that those are copies of
  std::string manifest;                ///< file
  std::map<std::string, std::string> options;
  std::string ground;                  ///< folder with the fixed zones
  std::string programs;                ///< folder with gauntlet's own programs
  std::string record;                  ///< file to append to
  std::string evidence;                ///< folder for the candidate's logs
  std::uint64_t last = 0;              ///< number of the last event in it
  double since = 0;                    ///< seconds on the record's clock
  int world = 1;                       ///< which world of the run this is
  int jobs = 0;                        ///< plays at a time; 0 = all
  lab::Isolation isolation = lab::Isolation::root;
  int done = 0, total = 0;             ///< scenarios finished before this world, and in all
  bool progress = true, tty = false, colour = false;
  bool news = false;                   ///< a byte on stdout for every play that ended
  /// play; shell: a shell in the room (`up`); raise, sink: measurements (`bench`) over `domains` plots.
  std::string purpose = "play";
  int domains = 0;

  std::string to_text() const;
  static Order from_text(const std::string&);
};

}  // namespace gauntlet::run
