// See reader.h. One small function per kind of block, in a table.
#include "harness/scenario/reader.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/actors.h"
#include "harness/scenario/hosts.h"
#include "harness/scenario/phrase.h"
#include "harness/scenario/sites.h"
#include "harness/scenario/steps.h"
#include "harness/scenario/table.h"
#include "harness/scenario/zone_options.h"

namespace gauntlet::scenario {
namespace {

/// The scenario as far as it has been read, and the mistakes met on the way.
struct Draft {
  Scenario scenario;
  std::vector<Complaint> complaints;
  std::vector<std::pair<Block, std::string>> flaw_blocks;  ///< zone name; zones may follow later
  std::set<std::string> named;                             ///< "mx mx1", to catch doubles
  std::map<std::string, const HostKind*> kinds;            ///< of the hosts, by name

  void complain(int line, std::string what) {
    complaints.push_back({scenario.file, line, std::move(what)});
  }
  /// Runs a reader; what it throws becomes a complaint about that line.
  void at(int line, const std::function<void()>& read) {
    try {
      read();
    } catch (const Mistake& mistake) {
      complain(line, mistake.what);
    }
  }
  void lines(const Block& block, const std::function<void(const Line&)>& read) {
    for (const auto& line : block.body)
      if (!line.text.empty()) at(line.number, [&] { read(line); });
  }
  /// Zones and mail exchangers share the placeholders {NAME}, so they share their names too.
  void claim(const std::string& kind, const std::string& name) {
    if (!named.insert(kind + " " + name).second)
      throw Mistake{fmt::format("a second {} named '{}'", kind, name)};
    if (kind == "host or zone" && name == "domain")
      throw Mistake{
          "found the name 'domain', which is the scenario's own domain; another was expected"};
  }
};

const std::vector<std::pair<std::string, std::string>> claims{
    {"dane", "dane"}, {"mta-sts", "mta-sts"}, {"tlsrpt", "tlsrpt"}, {"requiretls", "requiretls"},
    {"dane-mandatory", "dane-mandatory"}, {"smart-host", "smart-host"}, {"fixed-host", "fixed-host"}, {"fallback-relay", "fallback-relay"},
    {"tls-mandatory", "tls-mandatory"}, {"tls-verified", "tls-verified"}, {"no-relay", "no-relay"}};

void title(Draft& draft, const Block& block, Phrase&) {
  auto& title = draft.scenario.title;
  if (!title.empty()) throw Mistake{"a second title"};
  title = trim(std::string_view(block.head).substr(std::string_view("title").size()));
}

void needs(Draft& draft, const Block&, Phrase& phrase) {
  do {
    draft.scenario.needs.push_back(pick(claims, phrase.next("a claim"), "claim"));
  } while (!phrase.done());
}

void unless(Draft& draft, const Block&, Phrase& phrase) {
  do {
    draft.scenario.unless.push_back(pick(claims, phrase.next("a claim"), "claim"));
  } while (!phrase.done());
}

void given(Draft& draft, const Block&, Phrase& phrase) {
  const bool wanted = !phrase.take("no");
  draft.scenario.given.emplace_back(phrase.name("a trait"), wanted);
}

void proves(Draft& draft, const Block&, Phrase& phrase) {
  auto premises = claims;
  premises.emplace_back(clock_premise, clock_premise);
  draft.scenario.proves = pick(premises, phrase.next("a claim or 'clock'"), "claim");
}

void learns(Draft& draft, const Block&, Phrase& phrase) {
  const auto trait = phrase.name("a trait");
  if (!phrase.take("when")) throw Mistake{"found no 'when'; expected: learns TRAIT when ACT"};
  draft.scenario.learns.emplace(trait, act(phrase));
}

void controls(Draft& draft, const Block& block, Phrase&) {
  auto& text = draft.scenario.controls;
  if (!text.empty()) throw Mistake{"a second 'controls'"};
  text = trim(std::string_view(block.head).substr(std::string_view("controls").size()));
}

void holds(Draft& draft, const Block&, Phrase& phrase) {
  do {
    draft.scenario.holds.push_back(phrase.name("a host"));
  } while (!phrase.done());
}

void alone(Draft& draft, const Block&, Phrase&) {
  draft.scenario.alone = true;
}
void hazard(Draft& draft, const Block&, Phrase&) {
  draft.scenario.hazard = true;
}

/// `OWNER[@ZONE]` behind `at`: where the zone's name is cut out of another, which stands above it in the file.
void zone_cut(const Draft& draft, Zone& zone, Phrase& phrase) {
  const auto written = phrase.next("the name that is delegated");
  const auto at = written.rfind('@');
  zone.cut = lower(written.substr(0, at));
  if (at != written.npos) zone.above = written.substr(at + 1);
  if (zone.cut.empty() || zone.cut.ends_with('.') || zone.cut.find('{') != zone.cut.npos)
    throw Mistake{fmt::format("found '{}'; a name below a zone was expected: OWNER or OWNER@ZONE", printable(written, 60))};
  const auto& zones = draft.scenario.zones;
  if (std::none_of(zones.begin(), zones.end(), [&](const Zone& other) { return other.name == zone.above; }))
    throw Mistake{zone.above.empty() ? "a zone is delegated from the own one, which does not stand above it"
                                     : fmt::format("a zone is delegated from zone '{}', which does not stand above it", zone.above)};
}

void zone(Draft& draft, const Block& block, Phrase& phrase) {
  Zone zone;
  zone.line = block.line;
  zone.zone.file = draft.scenario.file;
  if (phrase.peek() != "signed" && phrase.peek() != "unsigned") zone.name = phrase.name("a zone");
  if (!zone.name.empty() && phrase.take("at")) zone_cut(draft, zone, phrase);
  zone.zone.is_signed = phrase.take("signed");
  if (!zone.zone.is_signed && !phrase.take("unsigned"))
    throw Mistake{
        unknown("kind of zone", phrase.done() ? zone.name : phrase.peek(), {"signed", "unsigned"})};
  read_zone_options(zone.zone, phrase);
  if (!zone.zone.signer.empty() && zone.cut.empty())
    throw Mistake{"who signs a zone by itself has its keys vouched for by a zone of the scenario's; 'zone NAME at OWNER@ZONE signed by' was expected"};
  draft.claim("host or zone", zone.name);
  zone.zone.records = block.body;
  draft.scenario.zones.push_back(std::move(zone));
}

void flaws(Draft& draft, const Block& block, Phrase& phrase) {
  draft.flaw_blocks.emplace_back(block, phrase.done() ? "" : phrase.name("a zone"));
}

dns::FlawedRrset flawed(Phrase& phrase) {
  dns::FlawedRrset flawed;
  flawed.owner = lower(phrase.next("an owner name"));
  flawed.type = rr_type(phrase);
  flawed.flaw = rrset_flaw(phrase);
  phrase.end();
  return flawed;
}

void change(Draft& draft, const Block& block, Phrase& phrase) {
  Change change;
  change.line = block.line;
  change.name = phrase.name("a change");
  if (phrase.take("of")) change.zone = phrase.name("a zone");
  draft.claim("change or policy", change.name);
  draft.lines(block, [&](const Line& line) {
    Phrase words(line.text);
    if (words.take("drop")) {
      const auto owner = lower(words.next("an owner name"));
      change.dropped.emplace_back(owner, rr_type(words));
      words.end();
    } else if (words.take("new-key")) {
      change.key_begins = words.take("begins");
      change.key_ends = !change.key_begins && words.take("ends");
      change.new_key = !change.key_begins && !change.key_ends;
      words.end();
    } else if (words.take("flaw")) {
      change.flaws.push_back(flawed(words));
    } else {
      change.records.push_back(line);
    }
  });
  draft.scenario.changes.push_back(std::move(change));
}

void policy(Draft& draft, const Block& block, Phrase& phrase) {
  Policy policy;
  policy.line = block.line;
  policy.name = phrase.name("a policy");
  draft.claim("change or policy", policy.name);
  policy.lines = block.body;
  draft.scenario.policies.push_back(std::move(policy));
}

void host(Draft& draft, const Block& block, Phrase& phrase, const HostKind& kind) {
  Host host;
  host.line = block.line;
  host.name = phrase.name(kind.what);
  host.kind = kind.word;
  if (phrase.take("at")) host.zone = phrase.name("a zone");
  host.v4 = !phrase.take("v6-only");
  host.v6 = !host.v4 || phrase.take("dual");
  phrase.end();
  draft.claim("host or zone", host.name);
  const auto plan = kind.make(host.name);
  draft.lines(block, [&](const Line& line) {
    Phrase words(line.text);
    kind.line(*plan, host.name, words);
  });
  host.plan = plan;
  draft.kinds[host.name] = &kind;
  draft.scenario.hosts.push_back(std::move(host));
}

void attacker(Draft& draft, const Block& block, Phrase& phrase) {
  Attacker attacker;
  attacker.line = block.line;
  attacker.name = phrase.name("an attacker");
  draft.claim("attacker", attacker.name);
  draft.lines(block, [&](const Line& line) {
    Phrase words(line.text);
    attacker_line(attacker, words);
  });
  draft.scenario.attackers.push_back(std::move(attacker));
}

void step(Draft& draft, const Block& block, Phrase& phrase) {
  Step step;
  step.line = block.line;
  step.name = phrase.name("a step");
  draft.claim("step", step.name);
  draft.lines(block,
              [&](const Line& line) { step.lines.push_back(step_line(line.text, line.number)); });
  draft.scenario.steps.push_back(std::move(step));
}

/// Tables are worked off before (table.h); only a run's own copy of a scenario may not have one.
void table(Draft&, const Block&, Phrase&) { throw Mistake{"a table in what is one row of it"}; }

struct BlockWord {
  std::string word;
  void (*read)(Draft&, const Block&, Phrase&);
  bool has_body;
};

const std::vector<BlockWord>& blocks() {
  static const std::vector<BlockWord> all{
      {"title", title, false},   {"needs", needs, false},   {"unless", unless, false},
      {"given", given, false},
      {"proves", proves, false}, {"learns", learns, false}, {"alone", alone, false},
      {"hazard", hazard, false}, {"controls", controls, false}, {"holds", holds, false},
      {"zone", zone, true},      {"flaws", flaws, true},
      {"change", change, true},  {"policy", policy, true}, {"attacker", attacker, true},
      {"step", step, true},      {"table", table, true}};
  return all;
}

void read_block(Draft& draft, const Block& block) {
  Phrase phrase(block.head);
  const auto word = phrase.next("a block");
  if (const auto* kind = host_kind(word)) return host(draft, block, phrase, *kind);
  std::vector<std::string> choices;
  for (const auto& kind : host_kinds()) choices.push_back(kind.word);
  for (const auto& row : blocks()) {
    choices.push_back(row.word);
    if (row.word != word) continue;
    if (!row.has_body && !block.body.empty())
      draft.complain(block.body.front().number,
                     fmt::format("indented lines after '{}', which has no body", word));
    row.read(draft, block, phrase);
    if (word != "title" && word != "controls") phrase.end();
    return;
  }
  throw Mistake{unknown("block", word, choices)};
}

void settle_flaws(Draft& draft) {
  auto& zones = draft.scenario.zones;
  for (const auto& [block, name] : draft.flaw_blocks) {
    const auto zone =
        std::find_if(zones.begin(), zones.end(), [&name = name](const Zone& z) { return z.name == name; });
    if (zone == zones.end()) {
      draft.complain(block.line,
                     fmt::format("flaws of {}, which is not there; a block 'zone{}' was expected",
                                 name.empty() ? "the own zone" : "zone '" + name + "'",
                                 name.empty() ? "" : " " + name));
      continue;
    }
    draft.lines(block, [&](const Line& line) {
      Phrase words(line.text);
      zone->zone.flaws.push_back(flawed(words));
    });
  }
}

/// The faults of `break` lines, now that it is known what the hosts are. (A host that is not there is the linter's affair.)
void settle_faults(Draft& draft) {
  for (auto& step : draft.scenario.steps)
    for (auto& line : step.lines) {
      if (line.kind != StepLine::Kind::break_host) continue;
      const auto kind = draft.kinds.find(line.subject);
      const auto& of = kind == draft.kinds.end() ? host_kinds().front() : *kind->second;
      draft.at(line.line, [&] { line.fault = fault_of(of, line); });
    }
}

}  // namespace

Scenario parse_scenario(const std::string& id, const std::string& file, std::string_view text) {
  Draft draft;
  draft.scenario.id = id;
  draft.scenario.family = id.substr(0, id.find('/'));
  draft.scenario.file = file;
  draft.scenario.text = text;
  const auto found = parse_blocks(file, text);
  if (found.empty() || words(found.front().head).front() != "title")
    draft.complain(found.empty() ? 0 : found.front().line,
                   "the file does not begin with 'title TEXT'; it was expected as the first line");
  for (const auto& block : found) draft.at(block.line, [&] { read_block(draft, block); });
  settle_flaws(draft);
  settle_faults(draft);
  settle_policies(draft.scenario, [&](int line, const std::string& what) { draft.complain(line, what); });
  if (!draft.complaints.empty()) throw Complaints(std::move(draft.complaints));
  return std::move(draft.scenario);
}

std::vector<Scenario> parse_scenarios(const std::string& id, const std::string& file, std::string_view text) {
  std::vector<Scenario> all;
  std::map<std::pair<int, std::string>, std::vector<std::string>> mistakes;  // line and sentence -> rows
  const auto rows = variants(file, text);
  for (const auto& one : rows) try {
      all.push_back(parse_scenario(one.row.empty() ? id : fmt::format("{}[{}]", id, one.row), file, one.text));
    } catch (const Complaints& found) {
      for (const auto& complaint : found.all()) mistakes[{complaint.line, complaint.what}].push_back(one.row);
    }
  std::vector<Complaint> complaints;
  for (const auto& [mistake, where] : mistakes) {
    const auto rows_of_it = where.size() == rows.size() ? "" : fmt::format(" (row {})", joined(where, "; "));
    complaints.push_back({file, mistake.first, mistake.second + rows_of_it});
  }
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return all;
}

}  // namespace gauntlet::scenario
