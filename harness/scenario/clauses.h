// The catalogue of requirements on the sending side: every clause with its level, its section and a
// sentence of our own. scenarios/clauses/*.clauses holds the data. Which scenarios test a clause is
// not written down there but computed from the scenarios themselves.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "harness/scenario/model.h"

namespace gauntlet::scenario {

struct Clause {
  /// What the catalogue says of a clause that no scenario rules on.
  enum class Status { open, implicit, untestable, out_of_scope };

  std::string id;        ///< "RFC7672-2.1.2-4"
  std::string document;  ///< "RFC 7672"
  std::string section;   ///< "2.1.2"
  std::string level;     ///< MUST, MUST NOT, SHOULD, SHOULD NOT, MAY or stated
  std::string text;
  Status status = Status::open;
  std::string reason;  ///< of the status
  std::string strict;  ///< why a `stated` clause may be ruled on as MUST
  std::string note;    ///< a trap, a contradiction between documents, an erratum
  std::string file;
  int line = 0;

  bool must() const;    ///< MUST, MUST NOT, or stated with `strict`
  bool should() const;  ///< SHOULD, SHOULD NOT
  bool operator==(const Clause&) const = default;
};

std::string to_text(Clause::Status);  ///< as in the catalogue: "out-of-scope"

class Catalogue {
 public:
  explicit Catalogue(
      std::vector<Clause> clauses);  ///< throws Complaints for an id that occurs twice

  const Clause* find(const std::string& id) const;  ///< nullptr when unknown
  const std::vector<Clause>& all() const { return clauses_; }
  std::vector<std::string> ids() const;

 private:
  std::vector<Clause> clauses_;
  std::map<std::string, size_t> by_id_;
};

std::vector<Clause> parse_clauses(const std::string& file, std::string_view text);

/// Every *.clauses file in `folder`, in the order of their names. Throws Complaints.
Catalogue read_catalogue(const std::string& folder);

/// Where a clause stands: the scenarios that rule on it, else what the catalogue says, else those that only
/// write down (NOTE) what the sender chose.
struct Covered {
  enum class How { tested, noted, implicit, untestable, out_of_scope, open };
  const Clause* clause = nullptr;
  How how = How::open;
  std::vector<std::string> scenarios;  ///< ids, in order, each once
};
std::vector<Covered> coverage(const Catalogue&, const std::vector<Scenario>&);

std::string to_text(Covered::How);  ///< "tested", "out of scope", ...

}  // namespace gauntlet::scenario
