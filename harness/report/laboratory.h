// The report that a laboratory signs: print-clean HTML, of which a browser makes the PDF.
#pragma once
#include <string>

#include "harness/report/material.h"

namespace gauntlet::report {

/// Of one run, after ISO/IEC 17025, 7.8: who, where, when, what (versions and fingerprints), the declaration, each clause as met, not met, not
/// applicable or not ruled on, the decision rule, deviations, opinions apart, and what the report does not say. With a profile, its clauses and
/// cases; else all of the catalogue. What the laboratory did not name stays a line to be filled in by hand.
std::string laboratory_report(const Material&);

}  // namespace gauntlet::report
