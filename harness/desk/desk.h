// A folder that a run left, opened: everything is read once, by the texts that lie in it, and
// nothing of today's suite is mixed in. From it come results (results.h), reports and evidence.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/desk/facts.h"
#include "harness/judge/judge.h"
#include "harness/judge/profile.h"
#include "harness/report/results.h"
#include "harness/scenario/clauses.h"

namespace gauntlet::desk {

struct Desk {
  std::string folder;
  RunFacts facts;
  std::vector<scenario::Scenario> scenarios;  ///< as played, in the order of `facts.scenarios`
  scenario::Catalogue catalogue;
  std::vector<judge::Profile> profiles;
  std::vector<judge::Cell> cells;  ///< in the order of `facts.cells`
};

/// Throws Complaints (one sentence, with the file) when the folder is not one that `gauntlet run`
/// left, or when a kept text or a sealed record is not what it was. A record that was cut by a kill
/// is read up to its last whole line.
Desk open(const std::string& folder);

/// Throws Complaints when a sealed record is not what it was.
void check_record(const std::string& folder, const CellFacts&);

/// Rules on the run. Pure: the same desk gives the same results.
report::Results adjudicate(const Desk&);
report::Results adjudicate(const std::string& folder);

/// results.json, junit.xml and evidence/<scenario>.txt for everything that is not a pass. Each is
/// written whole or not at all; throws Fault with a sentence when it cannot. `strict` changes
/// junit.xml only.
void write_reports(const Desk&, const report::Results&, bool strict);
void write_reports(const std::string& folder, const report::Results&, bool strict);

inline constexpr const char* version = "0.1.0";
/// This program, as results and runs name it: version and commit.
report::Harness this_harness();

/// Writes a file beside its place and moves it there, so that nobody ever sees half of it. Folders
/// are made; a link stays one; a device or a pipe is written to, not replaced. Throws Fault.
void write_whole(const std::string& file, std::string_view text);
/// The same for what is not one text: `write` fills the file that it is given, and throws Fault when it cannot.
void write_whole(const std::string& file, const std::function<void(const std::string& to)>& write);

}  // namespace gauntlet::desk
