// A candidate as a value: one file says what an MTA claims, where its files come from, how it is
// started, fed, listed, nudged and stopped. Adding an MTA is adding such a file. See
// harness/candidates/README.md.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "fixtures/base/blocks.h"
#include "fixtures/base/within.h"
#include "fixtures/lab/program.h"
#include "fixtures/lab/room.h"

namespace gauntlet::candidate {

/// An accepted gap: reported as `known`, never as a pass.
struct Known {
  std::string scenario;
  std::string reason;
  std::string link;
  std::string
      versions;  ///< prefix of the candidate's version for which it holds; "" = every version
  std::string until;  ///< the last day on which it holds, "2027-01-31"; "" = no end
  int line = 0;

  /// On that day, or at that time of it (RFC 3339).
  bool expired(const std::string& day) const { return !until.empty() && until < day.substr(0, 10); }
};

struct Manifest : lab::Program {
  std::vector<std::string> claims;
  std::vector<std::string> binds;  ///< folders of the machine that it needs
  std::vector<lab::User> users;
  std::vector<std::pair<std::string, int>> groups;
  std::vector<lab::Folder> folders;
  std::map<std::string, std::string> options;  ///< name -> default; `--set name=value` replaces it
  bool single_id = false;                      ///< works with one user id
  bool remote = false;  ///< it runs elsewhere (`gauntlet serve`): it is neither started nor stopped, and what is shell runs here
  int patience = 0;     ///< seconds until it has tried again by itself: nothing is awaited for less. 0 = as scenarios say
  /// Seconds between its attempts at a message, as its vendor says: after the first, after the second, ...; the last for all that follow.
  std::vector<int> schedule;
  /// Seconds without a sign of it by which an attempt is over. Time-outs of connections are shorter where patience or schedule are true to life.
  int silence() const { return std::max(30, (schedule.empty() ? patience : *std::min_element(schedule.begin(), schedule.end())) / 2); }
  /// Seconds between the control messages that show that it works: a few within its patience; a day's wait is no reason to mail it thousands.
  int breath() const { return std::clamp(patience / 40, 3, 600); }
  std::string login_user, login_file;  ///< for `submit smtp`: a user, and the file with the password; "" = it asks for none
  int longest_wait = 0;                        ///< seconds; no deadline is longer. 0 = as scenarios say
  int at_once = 0;  ///< plays at a time in one room of it; 0 = as many as the suite has
  int dns_timeout = 1, dns_attempts = 2;       ///< of the room's system resolver: seconds, times
  std::string stop;                  ///< shell; all is run in the room
  std::string ready;                 ///< "smtp ADDRESS:PORT" or "file PATH"
  std::string submit_smtp;           ///< ADDRESS:PORT, or
  std::string submit;                ///< shell with {from} and {to}; the message is on stdin; or, with neither,
  bool by_hand() const { return submit.empty() && submit_smtp.empty(); }  ///< persons send its mail
  std::string queue;    ///< shell: one line a message that waits: ID STATE SENDER [REASON]; "" =
                        ///< cannot be listed
  std::string bounces;  ///< shell: one line a notice that was delivered locally: TOKEN ACTION; "" =
                        ///< there are none
  std::string nudge_one, nudge_all;  ///< shell; {id} in the former, or {ids} for all at once
  std::vector<std::string> logs;     ///< files in the room
  std::vector<std::string> panics;   ///< what a line of its logs contains that tells of the end of a part of it
  std::vector<Known> known;

  /// Claims that hold only while an option has a value.
  struct Condition {
    std::vector<std::string> claims;
    std::string option, value;
    int line = 0;
  };
  std::vector<Condition> conditions;
  /// What `--posture NAME` sets.
  struct Posture {
    std::string name;
    std::map<std::string, std::string> set;  ///< option -> value
    int line = 0;
  };
  std::vector<Posture> postures;

  bool claims_to(const std::string& claim) const;
  /// What it claims when these options are set; without "none".
  std::vector<std::string> claims_with(const std::map<std::string, std::string>& set) const;
  /// The options of a posture, and those that are set beside it. "" = none. Throws Complaints where there is no such
  /// posture, or one of its options is set to something else.
  std::map<std::string, std::string> options_of(const std::string& posture, std::map<std::string, std::string> set) const;
};

/// Reads a manifest; throws Complaints with file:line for every mistake.
Manifest read_manifest(const std::string& file);

/// Why a manifest cannot be run on this machine, in one sentence: its packages or a folder are
/// missing. "" when nothing is.
std::string missing(const Manifest&);

}  // namespace gauntlet::candidate
