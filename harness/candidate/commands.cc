// The half of candidate.h that asks the candidate for something by a command of its manifest.
#include "harness/candidate/commands.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/shell.h"
#include "fixtures/base/text.h"
#include "harness/candidate/candidate.h"
#include "harness/candidate/submit.h"

namespace gauntlet::candidate {

std::string first_lines(const std::string& text) {
  return trim(printable(trim(text), 600));
}

/// Runs a command in the room. That the room cannot be entered is our breakdown, not the command's.
awaitable<lab::Result> Candidate::ask(lab::Command command, Duration limit) {
  auto done = co_await lab::run(command, limit);
  if (done.status != 0 && done.err.starts_with("nsenter: "))
    throw Fault("the candidate's room cannot be entered: " + first_lines(done.err));
  if (done.timed_out)
    done.err = fmt::format("it did not end within {} s",
                           std::chrono::duration_cast<std::chrono::seconds>(limit).count());
  co_return done;
}

static boost::json::object failure_facts(const std::string& helper, const lab::Result& result) {
  boost::json::object data;
  data["helper"] = helper;
  data["status"] = result.status;
  data["timed_out"] = result.timed_out;
  data["output"] = first_lines(result.err + result.out);
  return data;
}

void Candidate::tell_failure(const std::string& tag, const std::string& helper,
                             const lab::Result& result) {
  log_.write(tag, "candidate", "helper.failed", failure_facts(helper, result));
}

void Candidate::tell_lack(const std::string& tag, const std::string& helper) {
  lab::Result none;
  none.err = fmt::format("the manifest has no `{}`", helper);
  tell_failure(tag, helper, none);
}

/// Throws Complaints for a password that cannot be read.
std::optional<Login> Candidate::login() const {
  if (manifest_.login_user.empty()) return std::nullopt;
  const auto text = read_file(manifest_.login_file);
  return Login{manifest_.login_user, text.substr(0, text.find_first_of("\r\n"))};
}

awaitable<std::string> Candidate::submit(Message message) {
  if (!manifest_.submit_smtp.empty()) {
    const Parcel parcel{message.from, message.to, message.text, login()};
    co_return co_await submit_over_smtp(setting_.network, *lab::endpoint_of(manifest_.submit_smtp), parcel);
  }
  if (manifest_.submit.empty()) {
    if (!setting_.by_hand) throw Fault(manifest_.name + " takes messages from persons only (it has no `submit`), and nobody is asked");
    co_return co_await setting_.by_hand(message);
  }
  std::map<std::string, std::string> values;
  values["from"] = message.from.empty() ? "<>" : message.from;  // as sendmail(1) and its like take it
  values["to"] = shell_line(recipients_of(message.to));
  auto command = shell(manifest_.submit, values);
  command.input = message.text;
  const auto done = co_await ask(command, 30s);
  if (!failed(done)) co_return "";
  // (126, 127: the shell found no such program. Whoever is killed takes the command with it.) Then
  // the candidate was not asked, or has not answered.
  if (stopping_ || done.timed_out || done.status == 126 || done.status == 127) {
    tell_failure(message.tag, "submit", done);
    co_return "";
  }
  co_return fmt::format("status {}: {}", done.status, first_lines(done.err + done.out));
}

/// What a listing prints. It is asked for often: a failure is told when it begins and, as
/// `helper.works`, when it is over.
awaitable<std::optional<std::string>> Candidate::list(const char* helper,
                                                      const std::string& script) {
  const int life = starts_;
  const auto command = shell(script, {});
  auto done = co_await ask(command, 30s);
  // One that is not there (any more) has nothing to list with, as its own events say.
  if (failed(done) && (!running_ || stopping_ || life != starts_)) co_return std::nullopt;
  if (failed(done)) {
    if (broken_.insert(helper).second) tell_failure("", helper, done);
    co_return std::nullopt;
  }
  if (broken_.erase(helper)) {
    boost::json::object data;
    data["helper"] = helper;
    log_.write("", "candidate", "helper.works", std::move(data));
  }
  co_return std::move(done.out);
}

/// What an unreadable line stands for is missing from every listing: it is told once.
void Candidate::tell_odd(const std::string& helper, const std::string& line) {
  if (line.empty() || !odd_.insert(helper).second) return;
  lab::Result result;
  result.err = "it printed a line that is no listing: " + line;
  tell_failure("", helper, result);
}

awaitable<std::optional<std::vector<Waiting>>> Candidate::queue() {
  const auto text = co_await list("queue", manifest_.queue);
  if (!text) co_return std::nullopt;
  auto listing = read_queue(*text);
  tell_odd("queue", listing.odd);
  co_return std::move(listing.entries);
}

awaitable<std::optional<std::vector<Notice>>> Candidate::notices() {
  const auto text = co_await list("bounces", manifest_.bounces);
  if (!text) co_return std::nullopt;
  auto listing = read_notices(*text);
  tell_odd("bounces", listing.odd);
  co_return std::move(listing.entries);
}

static std::map<std::string, std::string> one_value(const std::string& name,
                                                    const std::string& value) {
  return {{name, value}};
}

constexpr std::string_view failure_mark = "gauntlet: failed for ";

/// So many commands run at a time: with some MTAs one lasts as long as a delivery.
constexpr size_t nudges_at_once = 8;

/// A script is one argument, of which the kernel takes 128 KiB.
constexpr size_t ids_in_a_script = 200;

/// The script once for each id, each in a shell of its own and some beside each other; a line tells of each that failed.
static std::string for_each_id(const std::string& script, const std::vector<std::string>& ids) {
  std::string all;
  for (size_t i = 0; i < ids.size(); ++i) {
    all += fmt::format("{{ (\n{}) || printf '\\n%s\\n' '{}{}'; }} &\n", fill(script, one_value("id", ids[i])), failure_mark, ids[i]);
    if (i % nudges_at_once == nudges_at_once - 1) all += "wait\n";
  }
  return all + "wait\n";
}

static std::vector<std::string> failures_in(const std::string& output) {
  std::vector<std::string> failed;
  std::istringstream said(output);
  for (std::string line; std::getline(said, line);)
    if (line.starts_with(failure_mark)) failed.push_back(line.substr(failure_mark.size()));
  return failed;
}

awaitable<Nudged> Candidate::nudge(std::vector<std::string> ids) {
  const bool at_once = manifest_.nudge_one.find("{ids}") != std::string::npos;
  Nudged nudged;
  for (size_t from = 0; from < ids.size(); from += ids_in_a_script) {
    const std::vector<std::string> some(ids.begin() + static_cast<std::ptrdiff_t>(from),
                                        ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + ids_in_a_script, ids.size())));
    const auto all = one_value("ids", fmt::format("{}", fmt::join(some, " ")));
    const auto command = shell(at_once ? fill(manifest_.nudge_one, all) : for_each_id(manifest_.nudge_one, some), {});
    auto result = co_await ask(command, 60s);
    auto without = failed(result) ? some : at_once ? std::vector<std::string>() : failures_in(result.out);
    if (!without.empty() && result.status == 0) result.status = 1;  // (that of one of them)
    if (nudged.failed.empty()) nudged.result = std::move(result);
    nudged.failed.insert(nudged.failed.end(), without.begin(), without.end());
  }
  co_return nudged;
}

awaitable<Nudged> Candidate::nudge_all() {
  const auto command = shell(manifest_.nudge_all, {});
  Nudged nudged;
  nudged.result = co_await ask(command, 60s);
  nudged.all_failed = failed(nudged.result);
  co_return nudged;
}

}  // namespace gauntlet::candidate
