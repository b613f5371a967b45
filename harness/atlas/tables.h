// The atlas on paper: for a terminal, as Markdown, as a page with links to the evidence. Pure functions of the grid.
#pragma once
#include <string>

#include "harness/atlas/grid.h"

namespace gauntlet::atlas {

/// A letter a column, a sign a cell.
std::string terminal(const Grid&);
/// The legend of the columns, and the grid.
std::string markdown_columns(const Grid&);
std::string markdown(const Grid&);
/// One page, which needs nothing but itself and the evidence beside it.
std::string page(const Grid&);

}  // namespace gauntlet::atlas
