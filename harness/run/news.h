// What the inner process tells the outer one while it goes on: a line of JSON each on its stdout. The record is the
// truth; this is for whoever waits: how far it is, that it lives, what it found out about the world.
#pragma once
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace gauntlet::run {

struct News {
  /// alive: nothing new, every second; world: it stands; send, sent: a person is to mail something, and has; part: of what runs elsewhere asks for names; begins, ends: a play;
  /// crashed: the candidate ended by itself; fault: we broke; measured: figures of a measurement.
  std::string what;
  std::string id;                   ///< begins, ends: the scenario; part: which
  std::string verdict, why;         ///< ends: the play's own verdict, before claims and traits count
  double seconds = 0;               ///< ends: how long it took; measured
  /// fault: the sentence; crashed: how it ended; send: to whom (the Subject is `why`); part: whom it asked; world: the CAs, PEM, for who runs elsewhere
  std::string text;
  std::vector<std::string> broken;  ///< crashed: scenarios that were under way or had not begun
  std::string version, resolver, resolver_version, resolver_digest;  ///< world
  int count = 0;                    ///< measured: domains or messages
  double mib = 0;                   ///< measured: peak resident memory of the inner process
  double candidate_mib = 0;         ///< measured: the same of the candidate's processes, together
};
BOOST_DESCRIBE_STRUCT(News, (),
                      (what, id, verdict, why, seconds, text, broken, version, resolver, resolver_version,
                             resolver_digest, count, mib, candidate_mib))

/// Writes a line to stdout. Whoever listened may be gone: that is no failure of ours.
void tell(const News&);

/// Throws Fault for a line that is none.
News read_news(const std::string& line);

}  // namespace gauntlet::run
