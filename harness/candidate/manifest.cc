// See manifest.h: a table of keys, one small function each.
#include "harness/candidate/manifest.h"

#include <charconv>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/candidate/checks.h"
#include "harness/candidate/reading.h"

namespace gauntlet::candidate {
namespace {

void add(std::vector<std::string>& to, const Reading& r) {
  to.insert(to.end(), r.words.begin(), r.words.end());
}

void read_claims(Reading& r) {
  static const std::vector<std::string> all = {"dane", "mta-sts", "tlsrpt", "requiretls", "none"};
  for (const auto& word : r.words)
    if (std::find(all.begin(), all.end(), word) == all.end())
      r.complain(fmt::format(
          "claim \"{}\" is unknown; dane, mta-sts, tlsrpt, requiretls or none was expected", word));
  add(r.manifest.claims, r);
  const auto& claims = r.manifest.claims;
  if (claims.size() > 1 && r.manifest.claims_to("none"))
    r.complain("claims \"none\" beside others; one or the other was expected");
}

void read_user(Reading& r) {
  r.manifest.users.push_back(
      {r.word(0, "a user name"), r.number(1, "a user id"), r.words.size() > 2 ? r.words[2] : ""});
}

void read_group(Reading& r) {
  r.manifest.groups.emplace_back(r.word(0, "a group name"), r.number(1, "a group id"));
}

bool is_mode(const std::string& word) {
  return word.size() >= 3 && word.size() <= 4 && word.find_first_not_of("01234567") == word.npos;
}

/// folder PATH [USER[:GROUP]] [MODE]
void read_folder(Reading& r) {
  lab::Folder folder{r.path(r.word(0, "a path in the room")), "", 0755};
  r.no_more_than(3);
  size_t next = 1;
  if (r.words.size() > next && !is_mode(r.words[next])) folder.owner = r.words[next++];
  if (r.words.size() > next) {
    if (!is_mode(r.words[next]))
      r.complain(
          fmt::format("\"{}\" is not a mode; octal digits like 0711 were expected", r.words[next]));
    folder.mode = static_cast<mode_t>(r.number(next, "a mode", 8));
  }
  r.manifest.folders.push_back(folder);
}

void read_file_block(Reading& r) {
  const auto path = r.path(r.word(0, "a path in the room"));
  r.no_more_than(1);
  if (!r.manifest.files.emplace(path, r.body()).second)
    r.complain(fmt::format("file {} is given twice; once was expected", path));
}

void read_log(Reading& r) {
  r.word(0, "a path in the room");
  for (const auto& word : r.words) r.manifest.logs.push_back(r.path(word));
}

void read_panic(Reading& r) {
  r.word(0, "what a line of its log contains when a part of it broke down");
  r.manifest.panics.push_back(r.rest);
}

/// bind DIR...: the machine's folder, at the same path in the room. Through a link it would lie
/// elsewhere than it says.
void read_bind(Reading& r) {
  r.word(0, "a folder of the machine");
  for (const auto& word : r.words) {
    const auto path = r.path(word);
    if (path == "/") r.complain("the whole machine as a bind; one of its folders was expected");
    std::error_code absent;
    const auto real = std::filesystem::canonical(path, absent);
    if (!absent && real != path)
      r.complain(fmt::format("{} is a link; {} was expected", path, real.string()));
    r.manifest.binds.push_back(path);
  }
}

void read_layer(Reading& r) {
  r.once(r.manifest.layer);
  r.no_more_than(1);
  const auto& name = r.word(0, "a name");
  if (name.starts_with('.') || name.find('/') != name.npos)
    r.complain(fmt::format(
        "layer \"{}\" is no plain name; the name of a folder in the cache was expected", name));
  r.manifest.layer = name;
}

/// dns-timeout SECONDS [ATTEMPTS]
void read_dns_timeout(Reading& r) {
  r.no_more_than(2);
  r.manifest.dns_timeout = r.number(0, "seconds");
  if (r.words.size() > 1) r.manifest.dns_attempts = r.number(1, "a number of attempts");
  // Beyond these the C library takes its own limits.
  if (r.manifest.dns_timeout < 1 || r.manifest.dns_timeout > 30 || r.manifest.dns_attempts < 1 ||
      r.manifest.dns_attempts > 5)
    r.complain(
        fmt::format("\"{}\" is out of bounds; 1 to 30 seconds and 1 to 5 attempts were expected",
                    r.block.head));
}

/// longest-wait SECONDS
void read_longest_wait(Reading& r) {
  r.no_more_than(1);
  r.manifest.longest_wait = r.number(0, "seconds");
  if (r.manifest.longest_wait < 30)
    r.complain(fmt::format("\"{}\" is too short for a busy machine; 30 seconds or more were expected",
                           r.block.head));
}

void read_option(Reading& r) {
  const auto& name = r.word(0, "an option's name");
  const auto value = trim(std::string_view(r.rest).substr(std::min(r.rest.size(), name.size())));
  if (!r.manifest.options.emplace(name, value).second)
    r.complain(fmt::format("option {} is given twice; once was expected", name));
}

void read_ready(Reading& r) {
  const auto& how = r.word(0, "smtp ADDRESS:PORT or file PATH");
  if (how != "smtp" && how != "file")
    r.complain(
        fmt::format("ready \"{}\" is unknown; smtp ADDRESS:PORT or file PATH was expected", how));
  r.once(r.manifest.ready);
  if (how == "smtp")
    r.endpoint(1);
  else
    r.path(r.word(1, "a path in the room"));
  r.no_more_than(2);
  r.manifest.ready = how + " " + r.words[1];
}

/// submit smtp ADDRESS:PORT, or shell. (What looks like the former is not taken for the latter.)
void read_submit(Reading& r) {
  r.once(r.manifest.submit_smtp + r.manifest.submit);
  const std::string how = r.words.empty() ? "" : r.words[0];
  if (how == "smtp") {
    r.manifest.submit_smtp = r.endpoint(1);
    r.no_more_than(2);
    return;
  }
  if (how == "lmtp" || how == "smtps" || how == "esmtp" ||
      (r.words.size() == 2 && endpoint_of(r.words[1])))
    r.complain(
        fmt::format("submit \"{}\" is unknown; smtp ADDRESS:PORT or shell was expected", how));
  r.manifest.submit = r.script();
}

void read_nudge(Reading& r) {
  const auto& which = r.word(0, "one or all");
  if (which != "one" && which != "all")
    r.complain(fmt::format("nudge \"{}\" is unknown; one or all was expected", which));
  r.rest = trim(std::string_view(r.rest).substr(which.size()));
  r.set_script(which == "one" ? r.manifest.nudge_one : r.manifest.nudge_all);
}

/// dane/tlsa-lookup-fails, starttls/refused[454]: folders and a name, of small letters, digits and hyphens, and perhaps a row.
bool is_scenario_id(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/' || c == '[' || c == ']' || c == ',';
  };
  return std::all_of(text.begin(), text.end(), fits) && text.find('/') != text.npos &&
         !text.starts_with('/') && !text.ends_with('/') && text.find("//") == text.npos;
}

/// known SCENARIO [version PREFIX] / body: reason lines; a line starting with http is the link.
void read_known(Reading& r) {
  Known known{r.word(0, "a scenario"), "", "", "", r.block.line};
  if (r.words.size() > 1) {
    if (r.words[1] != "version")
      r.complain(fmt::format("\"{}\" is unknown here; version PREFIX was expected", r.words[1]));
    known.versions = r.word(2, "a version prefix");
  }
  if (!is_scenario_id(known.scenario))
    r.complain(fmt::format(
        "\"{}\" is not a scenario's id; something like dane/tlsa-lookup-fails was expected",
        known.scenario));
  r.no_more_than(3);
  for (const auto& line : r.block.body) {
    if (line.text.starts_with("http"))
      known.link = line.text;
    else
      known.reason += (known.reason.empty() ? "" : " ") + line.text;
  }
  if (known.reason.empty() || known.link.empty())
    r.complain("a known gap without reason or link; both were expected, indented below it");
  r.manifest.known.push_back(known);
}

using Reader = std::function<void(Reading&)>;

const std::map<std::string, Reader>& keys() {
  static const std::map<std::string, Reader> table = {
      {"title", [](Reading& r) { r.once(r.manifest.title), r.manifest.title = r.rest; }},
      {"claims", read_claims},
      {"packages", [](Reading& r) { add(r.manifest.packages, r); }},
      {"layer", read_layer},
      {"bind", read_bind},
      {"dns-timeout", read_dns_timeout},
      {"longest-wait", read_longest_wait},
      {"user", read_user},
      {"group", read_group},
      {"folder", read_folder},
      {"file", read_file_block},
      {"option", read_option},
      {"single-id", [](Reading& r) { r.manifest.single_id = true; }},
      {"version", [](Reading& r) { r.set_script(r.manifest.version); }},
      {"prepare", [](Reading& r) { r.set_script(r.manifest.prepare); }},
      {"start", [](Reading& r) { r.set_script(r.manifest.start); }},
      {"stop", [](Reading& r) { r.set_script(r.manifest.stop); }},
      {"ready", read_ready},
      {"submit", read_submit},
      {"queue", [](Reading& r) { r.set_script(r.manifest.queue); }},
      {"bounces", [](Reading& r) { r.set_script(r.manifest.bounces); }},
      {"nudge", read_nudge},
      {"log", read_log},
      {"panic", read_panic},
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
    throw Complaints(m.file, 0,
                     fmt::format("there is no `{}`; a candidate cannot run without it", key));
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
  const auto blocks = read_blocks(file);
  for (const auto& block : blocks) {
    const size_t end = block.head.find_first_of(" \t");
    const std::string key = block.head.substr(0, end);
    Reading reading{manifest, block, words(end == std::string::npos ? "" : block.head.substr(end)),
                    end == std::string::npos ? "" : trim(block.head.substr(end))};
    const auto found = keys().find(key);
    try {
      if (found == keys().end())
        reading.complain(
            fmt::format("key \"{}\" is unknown; one of {} was expected", key, all_keys()));
      found->second(reading);
    } catch (const Complaints& some) {
      complaints.insert(complaints.end(), some.all().begin(), some.all().end());
    }
  }
  for (const auto& look : {misspelt_placeholders, unwritable_paths}) {
    const auto found = look(manifest, blocks);
    complaints.insert(complaints.end(), found.begin(), found.end());
  }
  if (!complaints.empty()) throw Complaints(complaints);
  check_whole(manifest);
  return manifest;
}

std::optional<asio::ip::tcp::endpoint> endpoint_of(const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  unsigned short port = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data() + colon + 1, end, port);
  boost::system::error_code bad;
  const auto address = asio::ip::make_address(host, bad);
  if (bad || error != std::errc() || stopped != end || port == 0) return std::nullopt;
  return asio::ip::tcp::endpoint(address, port);
}

std::string fill(std::string_view text, const std::map<std::string, std::string>& values) {
  return gauntlet::fill(text, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  });
}

}  // namespace gauntlet::candidate
