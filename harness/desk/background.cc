// See background.h.
#include "harness/desk/background.h"

#include <algorithm>
#include <filesystem>

#include "harness/desk/desk.h"
#include "harness/desk/evidence.h"
#include "harness/desk/results.h"
#include "harness/desk/story.h"
#include "harness/desk/suite.h"
#include "harness/report/html.h"

namespace gauntlet::desk {
namespace {

report::Clause told(const scenario::Clause& c) {
  return {c.id, c.document, c.section, c.level, c.text, link(c), scenario::to_text(c.status)};
}

report::Authority told(const judge::Profile& p) {
  report::Authority out{p.id, p.title, p.source, p.clauses, {}};
  for (const auto& one : p.cases) out.cases.push_back({one.id, one.title, one.scenarios});
  return out;
}

class OfDesk : public report::Background {
 public:
  explicit OfDesk(Desk desk) : desk_(std::move(desk)), evidence_(desk_) {}

  std::vector<report::Clause> clauses() override {
    std::vector<report::Clause> all;
    for (const auto& clause : desk_.catalogue.all()) all.push_back(told(clause));
    return all;
  }
  std::vector<report::Authority> authorities() override {
    std::vector<report::Authority> all;
    for (const auto& profile : desk_.profiles) all.push_back(told(profile));
    return all;
  }
  report::Story story(const report::Scenario& s) override {
    const auto own = std::find_if(desk_.scenarios.begin(), desk_.scenarios.end(), [&](const auto& one) { return one.id == s.id; });
    const auto* scenario = own == desk_.scenarios.end() ? nullptr : &*own;
    const auto plays = evidence_.plays(s);
    return desk::story(plays.empty() ? Play{} : plays.front(), scenario);
  }

 private:
  const Desk desk_;
  Evidence evidence_;
};

/// Opens the folder when it is asked for something: most reports want none of it.
class Later : public report::Background {
 public:
  explicit Later(std::string folder) : folder_(std::move(folder)) {}
  std::vector<report::Clause> clauses() override { return opened().clauses(); }
  std::vector<report::Authority> authorities() override { return opened().authorities(); }
  report::Story story(const report::Scenario& s) override { return opened().story(s); }

 private:
  Background& opened() {
    if (!behind_) behind_ = std::make_unique<OfDesk>(open(folder_));
    return *behind_;
  }
  const std::string folder_;
  std::unique_ptr<OfDesk> behind_;
};

/// The maps that were kept with the suite; none in a folder of which only results are left.
std::vector<report::ControlMap> controls_in(const std::string& folder) {
  std::vector<report::ControlMap> all;
  for (const auto& file : controls_files(folder)) all.push_back(report::read_controls(file));
  return all;
}

}  // namespace

report::Run run_in(const std::string& folder) {
  auto results = report::read_results(folder + "/results.json");
  const auto name = results.candidate.name + (results.candidate.version.empty() ? "" : " " + results.candidate.version);
  return {std::move(results), name, std::make_shared<Later>(folder), controls_in(folder)};
}

void write_page(const std::string& folder) {
  report::Material material;
  material.runs.push_back(run_in(folder));
  write_whole(folder + "/" + page_file, report::html(material));
}

std::vector<std::string> report_files(const std::string& folder) {
  std::vector<std::string> all;
  for (const char* name : {"results.json", "junit.xml", page_file})
    if (const auto file = folder + "/" + name; std::filesystem::exists(file)) all.push_back(file);
  return all;
}

}  // namespace gauntlet::desk
