// Counts as people read them: a table of defences by attack, for the terminal or as Markdown.
#pragma once
#include <string>

#include "harness/population/counts.h"

namespace gauntlet::population {

enum class Look { terminal, markdown };

/// One table in peace, one for each attack; numbers are shares of the messages that were sent.
std::string tables(const Counts&, Look);

}  // namespace gauntlet::population
