// Variants: a scenario's file may state small tables, and each row makes a scenario of its own. What a row says is put
// in place of the {column}s before anything else is read, so that a row's scenario is an ordinary one, with the line
// numbers of the file.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "fixtures/base/fault.h"

namespace gauntlet::scenario {

/// What a file says for one row of its table, or for one row of each of its two tables.
struct Variant {
  std::string row;   ///< "reply-421"; of two tables "reply-421,second"; "" for a file without tables
  std::string text;  ///< without tables and columns; as many lines as the file has
};

/// One for each row (of two tables, for each pair), in the order of the file. Throws Complaints for a table that cannot
/// be meant: doubled or empty rows, columns that nothing uses or that a host has for a name, {placeholders} that no row
/// fills, titles that are the same for two rows, a third table.
std::vector<Variant> variants(const std::string& file, std::string_view text);

/// The complaints, each once: what is wrong with the part that rows share is found for each of them.
std::vector<Complaint> each_once(const std::vector<Complaint>&);

/// "dane/clear-after" of "dane/clear-after[reply-421]": the file's id, without the row.
std::string without_row(std::string_view id);

}  // namespace gauntlet::scenario
