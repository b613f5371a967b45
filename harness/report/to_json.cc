// results.json, written: the same value gives the same bytes on every machine, whatever a stranger
// put into its texts.
#include <fmt/format.h>

#include "harness/report/results.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

json::array texts(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& one : all) out.emplace_back(one);
  return out;
}

template <typename T, typename F>
json::array each(const std::vector<T>& all, F f) {
  json::array out;
  for (const auto& one : all) out.emplace_back(f(one));
  return out;
}

json::object event(const Event& e) {
  return {{"n", e.n}, {"t", e.t}, {"actor", e.actor}, {"what", e.what}, {"text", e.text}};
}

json::value held(Held h) {
  return h == Held::open ? json::value(nullptr) : json::value(h == Held::yes);
}

json::object ruling(const Ruling& r) {
  return {{"level", r.level},       {"text", r.text},
          {"clause", r.clause},     {"requirement", r.requirement},
          {"held", held(r.held)},   {"expected", r.expected},
          {"observed", r.observed}, {"events", each(r.events, event)}};
}

json::object scenario(const Scenario& s) {
  json::object out{{"id", s.id},
                   {"title", s.title},
                   {"family", s.family},
                   {"file", s.file},
                   {"line", s.line},
                   {"attempt", s.attempt},
                   {"verdict", name(s.verdict)},
                   {"raw", name(s.raw)},
                   {"seconds", s.seconds},
                   {"clauses", texts(s.clauses)},
                   {"rulings", each(s.rulings, ruling)},
                   {"notes", texts(s.notes)}};
  if (s.known) out["known"] = json::object{{"reason", s.known->reason}, {"link", s.known->link}};
  out["evidence"] = s.evidence;
  out["reproduce"] = s.reproduce;
  return out;
}

json::object share(const Share& s) {
  return {{"met", s.met}, {"total", s.total}};
}

json::object profile(const Profile& p) {
  return {
      {"name", p.name}, {"score", p.score}, {"must", share(p.must)}, {"should", share(p.should)}};
}

json::object not_run(const NotRun& n) {
  return {{"id", n.id}, {"reason", n.reason}};
}

json::object counted(const Counts& counts) {
  json::object out;
  for (const auto v : verdicts) out[name(v)] = counts[v];
  return out;
}

bool flat(const json::array& all) {
  for (const auto& one : all)
    if (one.is_structured()) return false;
  return true;
}

/// json::serialize writes 1.2 as 1.2E0 and nothing on lines of its own: valid, but not for people.
void print(const json::value& v, size_t indent, std::string& out) {
  const std::string margin = "\n" + std::string(indent + 2, ' ');
  if (const auto* object = v.if_object(); object && !object->empty()) {
    out += '{';
    for (const auto& [key, value] : *object) {
      if (out.back() != '{') out += ',';
      out += margin + json::serialize(json::value(key)) + ": ";
      print(value, indent + 2, out);
    }
    out += "\n" + std::string(indent, ' ') + '}';
  } else if (const auto* array = v.if_array(); array && !flat(*array)) {
    out += '[';
    for (const auto& one : *array) {
      if (&one != array->begin()) out += ',';
      out += margin;
      print(one, indent + 2, out);
    }
    out += "\n" + std::string(indent, ' ') + ']';
  } else if (const auto* number = v.if_double()) {
    std::string digits = fmt::format("{:.3f}", *number);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    out += digits == "-0" ? "0" : digits;
  } else {
    out += json::serialize(v);
  }
}

}  // namespace

json::object to_json(const Results& given) {
  const Results r = scrubbed(given);
  json::object out{{"schema", schema_name}};
  out["suite"] =
      json::object{{"name", r.suite.name}, {"version", r.suite.version}, {"hash", r.suite.hash}};
  out["harness"] = json::object{{"version", r.harness.version}, {"commit", r.harness.commit}};
  out["candidate"] = json::object{{"name", r.candidate.name},
                                  {"version", r.candidate.version},
                                  {"digest", r.candidate.digest},
                                  {"claims", texts(r.candidate.claims)}};
  out["resolver"] = json::object{{"name", r.resolver.name}, {"version", r.resolver.version}};
  out["isolation"] = r.isolation;
  out["started"] = r.started;
  out["seconds"] = r.seconds;
  out["certifiable"] = r.certifiable;
  out["verdict"] = name(r.verdict);
  out["counts"] = counted(r.counts);
  out["profiles"] = each(r.profiles, profile);
  out["faults"] = texts(r.faults);
  out["not_run"] = each(r.not_run, not_run);
  out["scenarios"] = each(r.scenarios, scenario);
  return out;
}

std::string to_text(const Results& r) {
  std::string out;
  print(to_json(r), 0, out);
  return out + '\n';
}

}  // namespace gauntlet::report
