// Reads a scenario file into the model. It checks how things are written, not whether they make
// sense together (lint.h does) nor whether the world can be built so (build.h does).
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fixtures/base/fault.h"
#include "harness/scenario/model.h"

namespace gauntlet::scenario {

/// A text without tables. Throws Complaints with every mistake found. `file` is for the complaints only.
Scenario parse_scenario(const std::string& id, const std::string& file, std::string_view text);

/// What a text says, with a scenario `ID[ROW]` for each row of its tables (table.h). A mistake that not all rows make
/// names the row.
std::vector<Scenario> parse_scenarios(const std::string& id, const std::string& file, std::string_view text);

/// The id is the path below `folder` without extension; for a file elsewhere, its parent folder's
/// name and its stem.
std::vector<Scenario> read_scenarios(const std::string& folder, const std::string& file);

/// The same for a file without tables, such as a run keeps.
Scenario read_scenario(const std::string& folder, const std::string& file);

/// Every *.scenario file below `folder`, ordered by id. Throws Complaints with the mistakes of all.
std::vector<Scenario> read_all(const std::string& folder);

/// The same; a file that does not read is handed to `unreadable` by its id, and left out.
std::vector<Scenario> read_all(const std::string& folder,
                               const std::function<void(const std::string& id, const Complaints&)>& unreadable);

/// The scenario's id as a plain name, for files: "dane-clear-after-reply-421".
std::string label(const std::string& id);

}  // namespace gauntlet::scenario
