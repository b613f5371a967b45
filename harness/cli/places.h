// Where things are: the project's data (scenarios, zones, manifests) and the programs beside this one.
#pragma once
#include <string>
#include <vector>

#include "fixtures/dns/product.h"
#include "harness/run/order.h"

namespace gauntlet::cli {

/// $GAUNTLET_DATA, else the source tree that this program was built from.
std::string data_folder();
std::string scenarios_folder();  ///< data_folder()/scenarios
std::string ground_folder();     ///< data_folder()/zones
std::string candidates_folder();
std::string servers_folder();
/// Where the program's own things lie, as an inner process must know it.
run::Places places();

/// A candidate by its manifest's name or path. Throws Complaints that list what there is.
std::string manifest_file(const std::string& name_or_path);
std::vector<std::string> manifest_files();

/// The profile of a population, likewise.
std::string population_file(const std::string& name_or_path);

/// The files of the resolvers and name servers that the lab knows.
std::vector<std::string> server_files();

/// The resolver that `--resolver` names. Throws Complaints when there is none of this name or the file does not read,
/// Fault when its packages, or the name server's, are missing.
dns::Product resolver_named(const std::string& name_or_path);

}  // namespace gauntlet::cli
