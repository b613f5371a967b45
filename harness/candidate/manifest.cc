// See manifest.h: a table of keys, one small function each.
#include "harness/candidate/manifest.h"

#include <charconv>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::candidate {
namespace {

struct Reading {
  Manifest& manifest;
  const Block& block;
  std::vector<std::string> words;  ///< of the head, without the key
  std::string rest;                ///< the head after the key, verbatim

  [[noreturn]] void complain(std::string what) const { throw Complaints(manifest.file, block.line, std::move(what)); }

  std::string body() const {
    std::string text;
    for (const auto& line : block.body) text += line.text + "\n";
    return text;
  }
  /// A shell script: on the head's line or in the body.
  std::string script() const {
    if (!rest.empty() && !block.body.empty()) complain("a script both on the line and below it; one of them was expected");
    if (rest.empty() && block.body.empty()) complain("an empty script; shell lines were expected, indented below it");
    return rest.empty() ? body() : rest + "\n";
  }
  const std::string& word(size_t i, const char* expected) const {
    if (i >= words.size()) complain(fmt::format("\"{}\" ends too early; {} was expected", block.head, expected));
    return words[i];
  }
  int number(size_t i, const char* expected) const {
    int value = 0;
    const auto& text = word(i, expected);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      complain(fmt::format("\"{}\" is not a number; {} was expected", text, expected));
    return value;
  }
};

void add(std::vector<std::string>& to, const Reading& r) {
  to.insert(to.end(), r.words.begin(), r.words.end());
}

void read_claims(Reading& r) {
  static const std::vector<std::string> all = {"dane", "mta-sts", "tlsrpt", "requiretls", "none"};
  for (const auto& word : r.words)
    if (std::find(all.begin(), all.end(), word) == all.end())
      r.complain(fmt::format("claim \"{}\" is unknown; dane, mta-sts, tlsrpt, requiretls or none was expected", word));
  add(r.manifest.claims, r);
}

void read_user(Reading& r) {
  r.manifest.users.push_back({r.word(0, "a user name"), r.number(1, "a user id"), r.words.size() > 2 ? r.words[2] : ""});
}

void read_group(Reading& r) { r.manifest.groups.emplace_back(r.word(0, "a group name"), r.number(1, "a group id")); }

void read_folder(Reading& r) {
  const auto& path = r.word(0, "a path in the room");
  if (!path.starts_with('/')) r.complain(fmt::format("folder \"{}\" is not absolute; a path in the room was expected", path));
  r.manifest.folders.emplace_back(path, r.words.size() > 1 ? r.words[1] : "");
}

void read_file_block(Reading& r) {
  const auto& path = r.word(0, "a path in the room");
  if (!path.starts_with('/')) r.complain(fmt::format("file \"{}\" is not absolute; a path in the room was expected", path));
  if (!r.manifest.files.emplace(path, r.body()).second)
    r.complain(fmt::format("file {} is given twice; once was expected", path));
}

void read_option(Reading& r) {
  const auto& name = r.word(0, "an option's name");
  r.manifest.options[name] = trim(std::string_view(r.rest).substr(std::min(r.rest.size(), name.size())));
}

void read_ready(Reading& r) {
  const auto& how = r.word(0, "smtp ADDRESS:PORT or file PATH");
  if (how != "smtp" && how != "file")
    r.complain(fmt::format("ready \"{}\" is unknown; smtp ADDRESS:PORT or file PATH was expected", how));
  r.word(1, how == "smtp" ? "ADDRESS:PORT" : "a path in the room");
  r.manifest.ready = r.rest;
}

void read_submit(Reading& r) {
  if (!r.words.empty() && r.words[0] == "smtp") r.manifest.submit_smtp = r.word(1, "ADDRESS:PORT");
  else r.manifest.submit = r.script();
}

void read_nudge(Reading& r) {
  const auto& which = r.word(0, "one or all");
  if (which != "one" && which != "all") r.complain(fmt::format("nudge \"{}\" is unknown; one or all was expected", which));
  r.rest = trim(std::string_view(r.rest).substr(which.size()));
  (which == "one" ? r.manifest.nudge_one : r.manifest.nudge_all) = r.script();
}

/// known SCENARIO [version PREFIX] / body: reason lines; a line starting with http is the link.
void read_known(Reading& r) {
  Known known{r.word(0, "a scenario"), "", "", "", r.block.line};
  if (r.words.size() > 1) {
    if (r.words[1] != "version") r.complain(fmt::format("\"{}\" is unknown here; version PREFIX was expected", r.words[1]));
    known.versions = r.word(2, "a version prefix");
  }
  for (const auto& line : r.block.body) {
    if (line.text.starts_with("http")) known.link = line.text;
    else known.reason += (known.reason.empty() ? "" : " ") + line.text;
  }
  if (known.reason.empty() || known.link.empty())
    r.complain("a known gap without reason or link; both were expected, indented below it");
  r.manifest.known.push_back(known);
}

using Reader = std::function<void(Reading&)>;

const std::map<std::string, Reader>& keys() {
  static const std::map<std::string, Reader> table = {
      {"title", [](Reading& r) { r.manifest.title = r.rest; }},
      {"claims", read_claims},
      {"packages", [](Reading& r) { add(r.manifest.packages, r); }},
      {"bind", [](Reading& r) { add(r.manifest.binds, r); }},
      {"user", read_user},
      {"group", read_group},
      {"folder", read_folder},
      {"file", read_file_block},
      {"option", read_option},
      {"single-id", [](Reading& r) { r.manifest.single_id = true; }},
      {"version", [](Reading& r) { r.manifest.version = r.script(); }},
      {"prepare", [](Reading& r) { r.manifest.prepare = r.script(); }},
      {"start", [](Reading& r) { r.manifest.start = r.script(); }},
      {"stop", [](Reading& r) { r.manifest.stop = r.script(); }},
      {"ready", read_ready},
      {"submit", read_submit},
      {"queue", [](Reading& r) { r.manifest.queue = r.script(); }},
      {"nudge", read_nudge},
      {"log", [](Reading& r) { add(r.manifest.logs, r); }},
      {"known", read_known},
  };
  return table;
}

std::string all_keys() {
  std::string text;
  for (const auto& [key, reader] : keys()) text += (text.empty() ? "" : ", ") + key;
  return text;
}

void check_whole(const Manifest& m) {
  auto missing = [&](const char* key) {
    throw Complaints(m.file, 0, fmt::format("there is no `{}`; a candidate cannot run without it", key));
  };
  if (m.title.empty()) missing("title");
  if (m.claims.empty()) missing("claims");
  if (m.start.empty()) missing("start");
  if (m.ready.empty()) missing("ready");
  if (m.submit.empty() && m.submit_smtp.empty()) missing("submit");
}

}  // namespace

bool Manifest::claims_to(const std::string& claim) const {
  return std::find(claims.begin(), claims.end(), claim) != claims.end();
}

Manifest read_manifest(const std::string& file) {
  Manifest manifest;
  manifest.file = file;
  manifest.name = std::filesystem::path(file).stem().string();
  std::vector<Complaint> complaints;
  for (const auto& block : read_blocks(file)) {
    const size_t end = block.head.find_first_of(" \t");
    const std::string key = block.head.substr(0, end);
    Reading reading{manifest, block, words(end == std::string::npos ? "" : block.head.substr(end)),
                    end == std::string::npos ? "" : trim(block.head.substr(end))};
    const auto found = keys().find(key);
    try {
      if (found == keys().end())
        reading.complain(fmt::format("key \"{}\" is unknown; one of {} was expected", key, all_keys()));
      found->second(reading);
    } catch (const Complaints& some) {
      complaints.insert(complaints.end(), some.all().begin(), some.all().end());
    }
  }
  if (!complaints.empty()) throw Complaints(complaints);
  check_whole(manifest);
  return manifest;
}

std::string fill(std::string_view text, const std::map<std::string, std::string>& values) {
  return gauntlet::fill(text, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  });
}

}  // namespace gauntlet::candidate
