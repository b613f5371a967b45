// What went over the candidate's wire, told apart by scenario: DIR/captures/<label>.pcapng, which Wireshark decrypts by the keys in it, and
// DIR/transcripts/<label>.txt, the dialogues with mail exchangers.
#pragma once
#include <string>
#include <vector>

#include "harness/desk/desk.h"

namespace gauntlet::desk {

/// While a cell is played all of it goes to these, below the cell's folder.
std::string wire_file(const std::string& cell_folder);
std::string keys_file(const std::string& cell_folder);

/// Writes both kinds of files for every scenario that was played, and removes the cells' own. A packet belongs to the scenario of its
/// addresses or of the name that it asks for; what belongs to none (the lab's own names) is in no file. Throws Fault.
void write_captures(const Desk&);

/// Removes those of scenarios that are to be played again.
void remove_captures(const std::string& folder, const std::vector<std::string>& scenarios);

/// The lines of a scenario's dialogues, connection by connection; "" when there were none.
std::string transcript(const judge::Cell&, const std::string& scenario);

}  // namespace gauntlet::desk
