// How far a run has met the clauses of the catalogue, section by section.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/report/material.h"

namespace gauntlet::report {

/// Of a clause in a run. `unruled`: a scenario of the run rules on it but came to no verdict, or none of those that were played does;
/// `not_applicable`: all that would rule on it need a claim or trait that the candidate does not have; `implied`: the catalogue says
/// which other clauses it is ruled on with.
enum class Standing { met, unmet, not_applicable, unruled, implied, untested };
std::string_view to_text(Standing);
std::string_view icon(Standing);

struct Stands {
  const Clause* clause = nullptr;
  Standing standing = Standing::unruled;
  std::vector<std::string> because;  ///< scenarios that broke it, else those that kept it
  std::vector<std::string> asked;    ///< by which authorities, with their case ids: "bsi-tr-03108-p C-05"
};

struct Section {
  std::string number, link;
  std::vector<Stands> clauses;
};

struct Document {
  std::string name;
  std::vector<Section> sections;  ///< in the order of their numbers
  std::map<Standing, int> counts;
};

/// A clause is not met where a conclusive scenario broke it, and met where one that broke no MUST kept it, as a profile's score has it.
/// The clauses must outlive it.
std::vector<Document> clause_map(const Results&, const std::vector<Clause>&, const std::vector<Authority>&);

}  // namespace gauntlet::report
