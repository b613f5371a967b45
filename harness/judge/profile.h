// Profiles: what an agency asks of a sender, as a list of clauses, and how far a run has met it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixtures/base/fault.h"
#include "harness/judge/declaration.h"
#include "harness/judge/verdict.h"
#include "harness/scenario/clauses.h"
#include "harness/scenario/model.h"

namespace gauntlet::judge {

/// A case that the authority numbers: it is met when the sender passes these scenarios.
struct Case {
  std::string id;  ///< the authority's: "J-02"
  std::string title;
  std::vector<std::string> scenarios;  ///< ids; a file's takes all of its rows; none = nothing asks for it yet
  /// Scenarios that the sender must not pass here: the authority wants the contrary of their clauses.
  std::vector<std::string> contrary;
  std::vector<std::string> offers;  ///< kinds of parameters of TLS that are to be as the vendor has declared them
  int line = 0;
};

struct Profile {
  std::string id;  ///< the file's stem
  std::string title;
  std::string source;  ///< where the demand stands and how well it was read
  std::string demand;  ///< it, in a sentence
  std::vector<std::string> clauses;
  std::vector<Case> cases;
  std::string file;
};

Profile parse_profile(const std::string& id, const std::string& file, std::string_view text);

/// Every *.profile in `folder`, ordered by id. Throws Complaints, also for clauses that are
/// unknown.
std::vector<Profile> read_profiles(const std::string& folder, const scenario::Catalogue&);

/// Whether a case of the profile names the scenario, or the scenario rules on (or notes) one of its clauses.
bool rests_on(const Profile&, const scenario::Scenario&);

/// Complains of cases that name a scenario which is not in `suite` (ids).
std::vector<Complaint> unknown_scenarios(const Profile&, const std::vector<std::string>& suite);

/// Whether `id` is `named`, or a row of the file of that name.
bool names_scenario(const std::string& named, const std::string& id);

/// What a run says of a case: not met as soon as one of its scenarios says so, not ruled on while one of them was not
/// played to a verdict.
enum class CaseResult { met, unmet, unruled, not_applicable };

struct RuledCase {
  std::string id, title;
  CaseResult result = CaseResult::unruled;
  std::vector<std::string> because;   ///< the scenarios that decided so, or the ones that are missing
  std::vector<std::string> contrary;  ///< as the profile has them
};

/// Of the clauses of one level: how many the profile names that can be ruled on, how many of them
/// this run has ruled on, and how many of those are met.
struct Share {
  int met = 0, ruled = 0, total = 0;
  bool operator==(const Share&) const = default;
};

/// Countable are a profile's clauses but those that leave the choice open (MAY, and what scenarios
/// only write down) and those that the catalogue calls implicit, untestable or out of scope and no
/// scenario rules on. A clause is ruled on by a broken ruling of any conclusive scenario and by a
/// kept one of a scenario that passes: where the sender failed, what it did not do besides proves
/// nothing. It is met when every ruling held. `stated` clauses without `strict` count as SHOULD.
struct Score {
  std::string profile;
  Share must, should;
  /// Met of those ruled on, 0 to 100; none where `unscored` says why.
  std::optional<double> score;
  std::string unscored;              ///< a sentence without full stop
  std::vector<std::string> unmet;    ///< ids
  std::vector<std::string> unruled;  ///< ids that no conclusive scenario ruled on
  std::vector<RuledCase> cases;
};

/// No score is given where a control did not pass, or where less than nine tenths of the countable
/// clauses were ruled on.
Score score(const Profile&, const scenario::Catalogue&, const std::vector<Verdict>&, const std::vector<DeclaredResult>& offered = {});

}  // namespace gauntlet::judge
