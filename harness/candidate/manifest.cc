// See manifest.h: a table of keys, one small function each.
#include "harness/candidate/manifest.h"

#include <filesystem>
#include <functional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "fixtures/lab/tree.h"
#include "harness/candidate/checks.h"
#include "harness/candidate/known.h"

namespace gauntlet::candidate {
namespace {

using lab::Reading, lab::endpoint_of;

const std::vector<std::string> all_claims = {"dane",       "dane-mandatory", "mta-sts",       "tlsrpt", "requiretls",
                                             "smart-host", "fixed-host", "fallback-relay",     "tls-mandatory", "tls-verified", "no-relay", "none"};

/// claims CLAIM... [with OPTION VALUE]
void read_claims(Reading& r, Manifest& m) {
  const auto& all = all_claims;
  auto words = r.words;
  const auto with = std::find(words.begin(), words.end(), "with");
  Manifest::Condition condition;
  if (with != words.end()) {
    if (words.end() - with != 3) r.complain(fmt::format("\"{}\": claims CLAIM... with OPTION VALUE was expected", r.block.head));
    condition.option = with[1];
    condition.value = with[2];
  }
  words.erase(with, words.end());
  for (const auto& word : words)
    if (std::find(all.begin(), all.end(), word) == all.end())
      r.complain(fmt::format("claim \"{}\" is unknown; one of {} was expected", word, fmt::join(all, ", ")));
  if (!condition.option.empty()) {
    condition.line = r.block.line;
    condition.claims = words;
    m.conditions.push_back(std::move(condition));
    return;
  }
  m.claims.insert(m.claims.end(), words.begin(), words.end());
  const auto& claims = m.claims;
  if (claims.size() > 1 && m.claims_to("none"))
    r.complain("claims \"none\" beside others; one or the other was expected");
}

/// posture NAME OPTION VALUE...
void read_posture(Reading& r, Manifest& m) {
  const auto& words = r.words;
  if (words.size() < 3 || words.size() % 2 == 0) r.complain(fmt::format("\"{}\": posture NAME OPTION VALUE... was expected", r.block.head));
  Manifest::Posture posture{.name = words[0], .set = {}, .line = r.block.line};
  for (const auto& other : m.postures)
    if (other.name == posture.name) r.complain(fmt::format("posture {} is given twice; once was expected", posture.name));
  for (size_t i = 1; i + 1 < words.size(); i += 2)
    if (!posture.set.emplace(words[i], words[i + 1]).second)
      r.complain(fmt::format("posture {} sets {} twice; once was expected", posture.name, words[i]));
  m.postures.push_back(std::move(posture));
}

void read_user(Reading& r, Manifest& m) {
  m.users.push_back(
      {r.word(0, "a user name"), r.number(1, "a user id"), r.words.size() > 2 ? r.words[2] : ""});
}

void read_group(Reading& r, Manifest& m) {
  m.groups.emplace_back(r.word(0, "a group name"), r.number(1, "a group id"));
}

bool is_mode(const std::string& word) {
  return word.size() >= 3 && word.size() <= 4 && word.find_first_not_of("01234567") == word.npos;
}

/// folder PATH [USER[:GROUP]] [MODE]
void read_folder(Reading& r, Manifest& m) {
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
  m.folders.push_back(folder);
}

void read_log(Reading& r, Manifest& m) {
  r.word(0, "a path in the room");
  for (const auto& word : r.words) m.logs.push_back(r.path(word));
}

void read_panic(Reading& r, Manifest& m) {
  r.word(0, "what a line of its log contains when a part of it broke down");
  m.panics.push_back(r.rest);
}

/// bind DIR...: the machine's folder, at the same path in the room. Through a link it would lie
/// elsewhere than it says.
void read_bind(Reading& r, Manifest& m) {
  r.word(0, "a folder of the machine");
  for (const auto& word : r.words) {
    const auto path = r.path(word);
    if (path == "/") r.complain("the whole machine as a bind; one of its folders was expected");
    std::error_code absent;
    const auto real = std::filesystem::canonical(path, absent);
    if (!absent && real != path)
      r.complain(fmt::format("{} is a link; {} was expected", path, real.string()));
    m.binds.push_back(path);
  }
}

/// dns-timeout SECONDS [ATTEMPTS]
void read_dns_timeout(Reading& r, Manifest& m) {
  r.no_more_than(2);
  m.dns_timeout = r.number(0, "seconds");
  if (r.words.size() > 1) m.dns_attempts = r.number(1, "a number of attempts");
  // Beyond these the C library takes its own limits.
  if (m.dns_timeout < 1 || m.dns_timeout > 30 || m.dns_attempts < 1 ||
      m.dns_attempts > 5)
    r.complain(
        fmt::format("\"{}\" is out of bounds; 1 to 30 seconds and 1 to 5 attempts were expected",
                    r.block.head));
}

/// longest-wait SECONDS
void read_longest_wait(Reading& r, Manifest& m) {
  r.no_more_than(1);
  m.longest_wait = r.number(0, "seconds");
  if (m.longest_wait < 30)
    r.complain(fmt::format("\"{}\" is too short for a busy machine; 30 seconds or more were expected",
                           r.block.head));
}

/// at-once PLAYS
void read_at_once(Reading& r, Manifest& m) {
  r.no_more_than(1);
  m.at_once = r.number(0, "a number of plays");
  if (m.at_once < 1) r.complain(fmt::format("\"{}\" plays nothing; one play or more was expected", r.block.head));
}

/// patience SECONDS
void read_patience(Reading& r, Manifest& m) {
  r.no_more_than(1);
  m.patience = r.number(0, "seconds");
  if (m.patience < 60 || m.patience > 7 * 86400)
    r.complain(fmt::format("\"{}\" is out of bounds; 60 seconds to a week were expected", r.block.head));
}

/// schedule SECONDS...
void read_schedule(Reading& r, Manifest& m) {
  constexpr size_t most = 100;
  r.no_more_than(most);
  for (size_t i = 0; i < std::max<size_t>(r.words.size(), 1); ++i) {
    m.schedule.push_back(r.number(i, "seconds between attempts"));
    if (m.schedule.back() < 1 || m.schedule.back() > 7 * 86400)
      r.complain(fmt::format("\"{}\" is out of bounds; a second to a week was expected", r.words[i]));
  }
}

/// Nothing is awaited for less than the longest pause between its attempts takes, with a quarter for its being late.
void settle_patience(Manifest& m) {
  if (m.patience || m.schedule.empty()) return;
  const int longest = *std::max_element(m.schedule.begin(), m.schedule.end());
  m.patience = std::max(60, longest + longest / 4);
}

/// root DIR: a whole system in place of the machine's.
void read_root(Reading& r, Manifest& m) {
  r.once(m.tree);
  r.no_more_than(1);
  m.tree = r.path(r.word(0, "a folder of the machine"));
}

/// login USER FILE
void read_login(Reading& r, Manifest& m) {
  r.once(m.login_user);
  r.no_more_than(2);
  m.login_user = r.word(0, "a user name");
  m.login_file = r.path(r.word(1, "a file with the password"));
}

void read_option(Reading& r, Manifest& m) {
  const auto& name = r.word(0, "an option's name");
  const auto value = trim(std::string_view(r.rest).substr(std::min(r.rest.size(), name.size())));
  if (!m.options.emplace(name, value).second)
    r.complain(fmt::format("option {} is given twice; once was expected", name));
}

void read_ready(Reading& r, Manifest& m) {
  const auto& how = r.word(0, "smtp ADDRESS:PORT or file PATH");
  if (how != "smtp" && how != "file")
    r.complain(
        fmt::format("ready \"{}\" is unknown; smtp ADDRESS:PORT or file PATH was expected", how));
  r.once(m.ready);
  if (how == "smtp")
    r.endpoint(1);
  else
    r.path(r.word(1, "a path in the room"));
  r.no_more_than(2);
  m.ready = how + " " + r.words[1];
}

/// submit smtp ADDRESS:PORT, or shell. (What looks like the former is not taken for the latter.)
void read_submit(Reading& r, Manifest& m) {
  r.once(m.submit_smtp + m.submit);
  const std::string how = r.words.empty() ? "" : r.words[0];
  if (how == "smtp") {
    m.submit_smtp = r.endpoint(1);
    r.no_more_than(2);
    return;
  }
  if (how == "lmtp" || how == "smtps" || how == "esmtp" ||
      (r.words.size() == 2 && endpoint_of(r.words[1])))
    r.complain(
        fmt::format("submit \"{}\" is unknown; smtp ADDRESS:PORT or shell was expected", how));
  m.submit = r.script();
}

void read_nudge(Reading& r, Manifest& m) {
  const auto& which = r.word(0, "one or all");
  if (which != "one" && which != "all")
    r.complain(fmt::format("nudge \"{}\" is unknown; one or all was expected", which));
  r.rest = trim(std::string_view(r.rest).substr(which.size()));
  r.set_script(which == "one" ? m.nudge_one : m.nudge_all);
}

const lab::Keys<Manifest>& keys() {
  static const auto table = lab::with_program_keys<Manifest>({
      {"claims", read_claims},
      {"posture", read_posture},
      {"bind", read_bind},
      {"dns-timeout", read_dns_timeout},
      {"longest-wait", read_longest_wait},
      {"patience", read_patience},
      {"schedule", read_schedule},
      {"at-once", read_at_once},
      {"root", read_root},
      {"login", read_login},
      {"remote", [](Reading& r, Manifest& m) { r.no_more_than(0), m.remote = true; }},
      {"user", read_user},
      {"group", read_group},
      {"folder", read_folder},
      {"option", read_option},
      {"single-id", [](Reading&, Manifest& m) { m.single_id = true; }},
      {"stop", [](Reading& r, Manifest& m) { r.set_script(m.stop); }},
      {"ready", read_ready},
      {"submit", read_submit},
      {"queue", [](Reading& r, Manifest& m) { r.set_script(m.queue); }},
      {"bounces", [](Reading& r, Manifest& m) { r.set_script(m.bounces); }},
      {"nudge", read_nudge},
      {"log", read_log},
      {"panic", read_panic},
      {"known", read_known},
  });
  return table;
}

/// Options that there are not, and postures that are called by a claim and do not make it.
std::vector<Complaint> misfits(const Manifest& m) {
  std::vector<Complaint> found;
  const auto ask = [&](const std::string& option, int line) {
    if (!m.options.contains(option))
      found.push_back({m.file, line, fmt::format("there is no option \"{}\"; `option {} VALUE` was expected", option, option)});
  };
  for (const auto& condition : m.conditions) ask(condition.option, condition.line);
  for (const auto& posture : m.postures) {
    for (const auto& [option, value] : posture.set) ask(option, posture.line);
    const auto claims = m.claims_with(posture.set);
    const bool named = std::find(all_claims.begin(), all_claims.end(), posture.name) != all_claims.end();
    if (named && std::find(claims.begin(), claims.end(), posture.name) == claims.end())
      found.push_back({m.file, posture.line, fmt::format("posture {} does not claim {}; `claims {} with OPTION VALUE` was expected",
                                                         posture.name, posture.name, posture.name)});
  }
  return found;
}

/// What cannot be asked of a machine that is somebody else's, and what is only asked of one.
void add_misfits_of_place(const Manifest& m, const std::vector<Block>& blocks, std::vector<Complaint>& found) {
  const std::set<std::string> here = {"packages", "layer", "install", "root", "bind", "single-id", "user", "group", "folder", "file",
                                      "dns-timeout", "prepare", "start", "stop", "log", "panic"};
  const std::set<std::string> instead_of_layers = {"packages", "layer", "install"};
  for (const auto& block : blocks) {
    const auto key = words(block.head).front();
    if (m.remote && here.contains(key))
      found.push_back({m.file, block.line, fmt::format("`{}` beside `remote`: what runs elsewhere is not set up from here", key)});
    if (!m.remote && (key == "login" || key == "patience" || key == "schedule"))
      found.push_back({m.file, block.line, fmt::format("`{}` without `remote`; only for what runs elsewhere was it expected", key)});
    if (!m.tree.empty() && instead_of_layers.contains(key))
      found.push_back({m.file, block.line, fmt::format("`{}` beside `root`: a layer lies over the machine's system, not over another", key)});
  }
  if (m.remote && m.ready.starts_with("file"))
    found.push_back({m.file, 0, "`ready file` beside `remote`: what runs elsewhere has its files there; `ready smtp ADDRESS:PORT` was expected"});
  if (!m.login_user.empty() && m.submit_smtp.empty())
    found.push_back({m.file, 0, "`login` without `submit smtp ADDRESS:PORT`, which it is for"});
}

void check_whole(const Manifest& m) {
  std::vector<Complaint> lacks;
  const auto need = [&](const char* key, bool there) {
    if (!there) lacks.push_back({m.file, 0, fmt::format("there is no `{}`; a candidate cannot run without it", key)});
  };
  need("title", !m.title.empty());
  need("claims", !m.claims.empty() || !m.conditions.empty());
  if (!m.remote) {
    need("start", !m.start.empty());
    need("ready", !m.ready.empty());
    need("submit", !m.submit.empty() || !m.submit_smtp.empty());
  }
  if (!lacks.empty()) throw Complaints(lacks);
}

}  // namespace

std::vector<std::string> Manifest::claims_with(const std::map<std::string, std::string>& set) const {
  auto all = claims;
  for (const auto& condition : conditions) {
    const auto given = set.find(condition.option), usual = options.find(condition.option);
    const auto value = given != set.end() ? given->second : usual != options.end() ? usual->second : "";
    if (value == condition.value) all.insert(all.end(), condition.claims.begin(), condition.claims.end());
  }
  std::erase(all, "none");
  return all;
}

std::map<std::string, std::string> Manifest::options_of(const std::string& posture, std::map<std::string, std::string> set) const {
  if (posture.empty()) return set;
  std::vector<std::string> names;
  for (const auto& one : postures) {
    names.push_back(one.name);
    if (one.name != posture) continue;
    for (const auto& [option, value] : one.set)
      if (const auto& stands = set.emplace(option, value).first->second; stands != value)
        throw Complaints("--posture", 0, fmt::format("{} means {}={} for {}, and --set says {}={}", posture, option, value, name, option, stands));
    return set;
  }
  throw Complaints("--posture", 0, names.empty() ? fmt::format("{} has no posture \"{}\", and no other", name, posture)
                                                 : fmt::format("{} has no posture \"{}\"; it has {}", name, posture, fmt::join(names, ", ")));
}

bool Manifest::claims_to(const std::string& claim) const {
  return std::find(claims.begin(), claims.end(), claim) != claims.end();
}

Manifest read_manifest(const std::string& file) {
  Manifest manifest;
  manifest.file = file;
  manifest.name = std::filesystem::path(file).stem().string();
  const auto blocks = read_blocks(file);
  auto complaints = lab::read_by_keys(file, blocks, {lab::path_mistake, "a path in the room"}, keys(), manifest);
  const auto names = [&](const std::string& head) { return names_in(manifest, head); };
  for (const auto& found : {lab::misspelt_placeholders(file, blocks, names), unwritable_paths(manifest, blocks), misfits(manifest)})
    complaints.insert(complaints.end(), found.begin(), found.end());
  add_misfits_of_place(manifest, blocks, complaints);
  if (!complaints.empty()) throw Complaints(complaints);
  check_whole(manifest);
  settle_patience(manifest);
  return manifest;
}

std::string missing(const Manifest& manifest) {
  if (auto lack = missing_layer(manifest, manifest.file); !lack.empty()) return lack;
  for (const auto& folder : manifest.binds)
    if (!std::filesystem::is_directory(folder))
      return fmt::format("{} needs the folder {} (`bind`), which this machine does not have",
                         manifest.name, folder);
  return manifest.tree.empty() ? "" : lab::tree_mistake(manifest.tree);
}

}  // namespace gauntlet::candidate
