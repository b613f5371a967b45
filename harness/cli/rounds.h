// Candidates played as the command line says: all their cells are rows of one list; the reports come in the order in which the candidates were named.
#pragma once
#include <string>
#include <vector>

#include "harness/candidate/manifest.h"
#include "harness/cli/commands.h"
#include "harness/cli/select.h"

namespace gauntlet::cli {

/// Plays all, rules on it and prints its reports; returns the exit code. With `resume`, the folder of the one run: plays what is left of it.
int play(const RunOptions&, const std::vector<candidate::Manifest>&, const Selected&);

}  // namespace gauntlet::cli
