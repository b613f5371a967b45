// See clauses.h.
#include "harness/scenario/clauses.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/files.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {
namespace {

using Status = Clause::Status;

const std::vector<std::string> levels{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "stated"};
const std::vector<std::pair<std::string, Status>> clause_statuses{{"open", Status::open},
                                                           {"implicit", Status::implicit},
                                                           {"untestable", Status::untestable},
                                                           {"out-of-scope", Status::out_of_scope}};

/// "RFC7672-2.1.2-4" -> "RFC 7672"; "XCUT-1" -> "XCUT".
std::string document_of(const std::string& id) {
  const auto text = id.substr(0, id.find('-'));
  return text.starts_with("RFC") ? "RFC " + text.substr(3) : text;
}

void read_head(Clause& clause, const std::string& head) {
  Phrase phrase(head);
  clause.id = phrase.next("an id");
  clause.document = document_of(clause.id);
  clause.level = joined(phrase.until("section"));
  if (!std::count(levels.begin(), levels.end(), clause.level))
    throw Mistake{unknown("level", clause.level, levels)};
  if (!phrase.take("section"))
    throw Mistake{"found no 'section'; expected: ID LEVEL section NUMBER"};
  clause.section = joined(phrase.until(""));
  if (clause.section.empty()) throw Mistake{"the line ends; the number of a section was expected"};
}

void read_status(Clause& clause, const std::string& text) {
  const auto space = std::min(text.find(' '), text.size());
  clause.status = pick(clause_statuses, text.substr(0, space), "status");
  clause.reason = trim(text.substr(space));
  if (clause.status != Status::open && clause.reason.empty())
    throw Mistake{fmt::format("the status '{}' has no reason; one was expected after it", text)};
}

/// A body line opens one of the parts or goes on with the one that is open.
void read_line(Clause& clause, std::string& status, std::string*& part, const std::string& text) {
  const std::vector<std::pair<std::string, std::string*>> parts{
      {"strict:", &clause.strict}, {"note:", &clause.note}, {"status:", &status}};
  std::string_view rest = text;
  for (const auto& [word, opened] : parts)
    if (rest.starts_with(word)) {
      part = opened;
      if (!part->empty()) *part += ';';
      rest.remove_prefix(word.size());
      if (trim(rest).empty())
        throw Mistake{fmt::format("'{}' with nothing after it; a text was expected", word)};
    }
  if (!trim(rest).empty()) *part += (part->empty() ? "" : " ") + trim(rest);
}

void read_body(Clause& clause, const Block& block, int& line) {
  std::string status;
  std::string* part = &clause.text;
  for (const auto& body : block.body) {
    line = body.number;
    read_line(clause, status, part, body.text);
  }
  line = block.line;
  if (!status.empty()) read_status(clause, status);
  if (!clause.strict.empty() && clause.level != "stated")
    throw Mistake{fmt::format("'strict:' on a clause of level {}; it is for 'stated' ones only",
                              clause.level)};
  if (clause.text.empty())
    throw Mistake{
        fmt::format("{} has no sentence; one was expected, indented, below it", clause.id)};
}

}  // namespace

std::string to_text(Clause::Status status) {
  for (const auto& [word, one] : clause_statuses)
    if (one == status) return word;
  return {};
}

bool Clause::must() const {
  return level.starts_with("MUST") || !strict.empty();
}
bool Clause::should() const {
  return level.starts_with("SHOULD");
}

std::vector<Clause> parse_clauses(const std::string& file, std::string_view text) {
  std::vector<Clause> all;
  std::vector<Complaint> complaints;
  for (const auto& block : parse_blocks(file, text)) {
    Clause clause;
    clause.file = file;
    int line = clause.line = block.line;
    try {
      read_head(clause, block.head);
      read_body(clause, block, line);
    } catch (const Mistake& mistake) {
      complaints.push_back({file, line, mistake.what});
    }
    all.push_back(std::move(clause));
  }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

Catalogue::Catalogue(std::vector<Clause> clauses) : clauses_(std::move(clauses)) {
  std::vector<Complaint> complaints;
  for (size_t i = 0; i < clauses_.size(); ++i) {
    const auto [first, fresh] = by_id_.emplace(clauses_[i].id, i);
    if (!fresh)
      complaints.push_back(
          {clauses_[i].file, clauses_[i].line,
           fmt::format("a second {}; the first stands at {}:{}", clauses_[i].id,
                       clauses_[first->second].file, clauses_[first->second].line)});
  }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
}

const Clause* Catalogue::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &clauses_[found->second];
}

std::vector<std::string> Catalogue::ids() const {
  std::vector<std::string> all;
  for (const auto& clause : clauses_) all.push_back(clause.id);
  return all;
}

Catalogue read_catalogue(const std::string& folder) {
  std::vector<Clause> all;
  std::vector<Complaint> complaints;
  for (const auto& file : files_in(folder, ".clauses")) {
    try {
      const auto read = parse_clauses(file, read_file(file));
      all.insert(all.end(), read.begin(), read.end());
    } catch (const Complaints& found) {
      complaints.insert(complaints.end(), found.all().begin(), found.all().end());
    }
  }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return Catalogue(std::move(all));
}

std::vector<Covered> coverage(const Catalogue& catalogue, const std::vector<Scenario>& scenarios) {
  std::map<std::string, std::vector<std::string>> rulers, noters;
  for (const auto& scenario : scenarios)
    for (const auto& step : scenario.steps)
      for (const auto& line : step.lines)
        for (const auto& id : line.clauses) {
          auto& known = (line.level == Level::note ? noters : rulers)[id];
          if (known.empty() || known.back() != scenario.id) known.push_back(scenario.id);
        }
  const std::map<Status, Covered::How> said{{Status::open, Covered::How::open},
                                            {Status::implicit, Covered::How::implicit},
                                            {Status::untestable, Covered::How::untestable},
                                            {Status::out_of_scope, Covered::How::out_of_scope}};
  std::vector<Covered> all;
  for (const auto& clause : catalogue.all()) {
    Covered covered{&clause, said.at(clause.status), rulers[clause.id]};
    if (!covered.scenarios.empty()) {
      covered.how = Covered::How::tested;
    } else if (covered.how == Covered::How::open && noters.contains(clause.id)) {
      covered.how = Covered::How::noted;
      covered.scenarios = noters[clause.id];
    }
    all.push_back(std::move(covered));
  }
  return all;
}

std::string to_text(Covered::How how) {
  switch (how) {
    case Covered::How::tested:
      return "tested";
    case Covered::How::noted:
      return "noted";
    case Covered::How::implicit:
      return "implicit";
    case Covered::How::untestable:
      return "untestable";
    case Covered::How::out_of_scope:
      return "out of scope";
    case Covered::How::open:
      break;
  }
  return "open";
}

}  // namespace gauntlet::scenario
