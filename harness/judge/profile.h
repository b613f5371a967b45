// Profiles: what an agency asks of a sender, as a list of clauses, and how far a run has met it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/verdict.h"
#include "harness/scenario/clauses.h"

namespace gauntlet::judge {

struct Profile {
  std::string id;  ///< the file's stem
  std::string title;
  std::string source;  ///< where the demand stands and how well it was read
  std::string demand;  ///< it, in a sentence
  std::vector<std::string> clauses;
  std::string file;
};

Profile parse_profile(const std::string& id, const std::string& file, std::string_view text);

/// Every *.profile in `folder`, ordered by id. Throws Complaints, also for clauses that are
/// unknown.
std::vector<Profile> read_profiles(const std::string& folder, const scenario::Catalogue&);

/// Counted are the clauses of the profile that were ruled on in a conclusive scenario; a clause is
/// met when every such ruling held. MAY clauses are not counted; `stated` ones without `strict`
/// count as SHOULD.
struct Score {
  std::string profile;
  int must_met = 0, must_total = 0;
  int should_met = 0, should_total = 0;
  std::vector<std::string> unmet;    ///< ids
  std::vector<std::string> unruled;  ///< ids that no conclusive scenario ruled on
};
Score score(const Profile&, const scenario::Catalogue&, const std::vector<Verdict>&);

}  // namespace gauntlet::judge
