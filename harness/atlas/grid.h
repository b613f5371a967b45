// The atlas as a value: attacks in rows, defences or released MTAs in columns, and what came of each pair. Its JSON is what all other
// reports are made from. Pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "harness/atlas/attacks.h"
#include "harness/atlas/outcome.h"

namespace gauntlet::atlas {

struct Column {
  std::string name;  ///< "mta-sts-warm", "postfix"
  std::string sentence, stands_for, mtas;
  std::string played_by;  ///< candidate, its version and the options that it was given
  bool warm = false;      ///< it has met the domain before
  std::string claims;     ///< the defence that an MTA says to be; "" for a defence
};

struct Cell {
  Outcome outcome;
  std::string evidence;  ///< file below the folder of the atlas; "" = none
};

struct Row {
  std::string id, title, controls;
  std::vector<Cell> cells;  ///< in the order of the columns
};

struct Grid {
  std::string version;   ///< of this program
  std::string resolver;  ///< of the senders
  std::vector<Column> columns;
  std::vector<Row> rows;
};

/// Everything, with reasons and evidence.
std::string to_json(const Grid&);
/// What must be the same in every run: rows, columns, and what the attacker got. Fit to be kept.
std::string outcomes_json(const Grid&);
/// A grid of that, with nothing else in its cells. Throws Complaints with the file for what is none.
Grid read_outcomes(const std::string& file, const std::string& text);

/// Rows in which a column and another one differ, as row numbers.
std::vector<size_t> differences(const Grid&, size_t column, const Grid& other, const std::string& name);

}  // namespace gauntlet::atlas
