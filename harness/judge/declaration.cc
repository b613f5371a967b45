// See declaration.h.
#include "harness/judge/declaration.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/judge/registry.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::judge {
namespace {

using record::Event;

const std::map<std::string, Listed> listed = {{"suites", Listed::suites},
                                              {"groups", Listed::groups},
                                              {"signatures", Listed::signatures},
                                              {"extensions", Listed::extensions}};

bool known(const std::string& kind, const std::string& parameter) {
  static const std::set<std::string> versions = {"1.0", "1.1", "1.2", "1.3"};
  return kind == "versions" ? versions.contains(parameter) : is_registered(listed.at(kind), parameter);
}

Offer offer_of(const Block& block, const std::string& file, std::vector<Complaint>& complaints) {
  Offer offer;
  for (const auto& line : block.body) {
    const auto said = words(line.text);
    if (said.empty()) continue;
    const auto& kinds = offered_kinds();
    if (std::find(kinds.begin(), kinds.end(), said[0]) == kinds.end()) {
      complaints.push_back({file, line.number, scenario::unknown("kind", said[0], kinds)});
      continue;
    }
    auto& all = offer[said[0]];
    for (size_t i = 1; i < said.size(); ++i) {
      if (!known(said[0], said[i]))
        complaints.push_back({file, line.number,
                              fmt::format("'{}' is none of the {} that IANA has registered; its name there was expected, or a number like 0x1301",
                                          printable(said[i], 60), said[0])});
      all.push_back(said[i]);
    }
  }
  return offer;
}

std::vector<std::string> texts(const Event& e, std::string_view key) {
  std::vector<std::string> all;
  const auto* list = e.data.if_contains(key);
  if (!list || !list->is_array()) return all;
  for (const auto& one : list->get_array())
    if (one.is_string()) all.emplace_back(one.get_string());
  return all;
}

/// What is offered in one ClientHello.
Offer offered(const Event& hello) {
  Offer offer;
  for (const auto& version : texts(hello, "versions")) offer["versions"].push_back(version);
  for (const auto& [kind, what] : listed)
    for (const auto& digits : words(hello.text(kind))) offer[kind].push_back(registered(what, digits));
  return offer;
}

/// What a posture was seen to offer: everything, in the order of the first ClientHello that has it.
struct Seen {
  Offer all;
  bool any = false;

  void take(const Offer& offer) {
    any = true;
    for (const auto& [kind, parameters] : offer)
      for (const auto& parameter : parameters)
        if (auto& known = all[kind]; std::find(known.begin(), known.end(), parameter) == known.end()) known.push_back(parameter);
  }
};

/// Which plays have secure TLSA records, and which connections are at port 25.
struct Whereabouts {
  std::set<std::string> with_dane;
  std::set<std::int64_t> at_25;

  void take(const Event& e) {
    if (e.what == "dns.answer" && e.text("type") == "TLSA" && e.flag("ad") && !texts(e, "answers").empty()) with_dane.insert(e.tag);
    if (e.what == "tcp.accept" && e.number("port") == 25) at_25.insert(e.number("conn"));
  }
};

bool ordered(const std::string& kind) { return kind == "versions" || kind == "suites"; }

void compare(bool with_dane, const Offer& declared, Seen seen, std::vector<DeclaredResult>& results) {
  if (!seen.any) return;
  for (const auto& kind : offered_kinds()) {
    const auto found = declared.find(kind);
    if (found == declared.end()) continue;
    const auto& said = found->second;
    const auto& shown = seen.all[kind];
    const auto has = [](const auto& all, const auto& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
    for (const auto& one : said) results.push_back({with_dane, kind, one, has(shown, one) ? Declared::seen : Declared::not_seen});
    for (const auto& one : shown)
      if (!has(said, one)) results.push_back({with_dane, kind, one, Declared::not_declared});
    const bool same = std::set(said.begin(), said.end()) == std::set(shown.begin(), shown.end());
    if (ordered(kind) && same && said != shown) results.push_back({with_dane, kind, "", Declared::other_order});
  }
}

}  // namespace

const std::vector<std::string>& offered_kinds() {
  static const std::vector<std::string> all = {"versions", "suites", "groups", "signatures", "extensions"};
  return all;
}

Declaration parse_declaration(const std::string& file, std::string_view text) {
  Declaration declaration{.title = {}, .with_dane = {}, .without_dane = {}, .file = file};
  std::vector<Complaint> complaints;
  for (const auto& block : parse_blocks(file, text)) {
    const auto head = words(block.head);
    const auto word = head.empty() ? "" : head[0];
    const bool one_posture = head.size() == 3 && head[2] == "dane" && (head[1] == "with" || head[1] == "without");
    if (word == "title") {
      declaration.title = trim(std::string_view(block.head).substr(5));
    } else if (word == "offer" && (head.size() == 1 || one_posture)) {
      const auto offer = offer_of(block, file, complaints);
      if (!one_posture || head[1] == "with") declaration.with_dane = offer;
      if (!one_posture || head[1] == "without") declaration.without_dane = offer;
    } else if (word == "offer") {
      complaints.push_back({file, block.line, "'offer', 'offer with dane' or 'offer without dane' was expected"});
    } else {
      complaints.push_back({file, block.line, scenario::unknown("block", word, {"title", "offer"})});
    }
  }
  if (declaration.title.empty()) complaints.push_back({file, 1, "no title; 'title TEXT' was expected"});
  if (!complaints.empty()) throw Complaints(std::move(complaints));
  return declaration;
}

std::vector<DeclaredResult> compare(const Declaration& declaration, const std::vector<Cell>& cells) {
  Seen with, without;
  for (const auto& cell : cells) {
    Whereabouts at;
    for (const auto& event : cell.events) {
      at.take(event);
      const bool offers = event.what == "tls.hello" && !event.text("suites").empty() && at.at_25.contains(event.number("conn"));
      if (offers) (at.with_dane.contains(event.tag) ? with : without).take(offered(event));
    }
  }
  std::vector<DeclaredResult> results;
  compare(false, declaration.without_dane, std::move(without), results);
  compare(true, declaration.with_dane, std::move(with), results);
  return results;
}

}  // namespace gauntlet::judge
