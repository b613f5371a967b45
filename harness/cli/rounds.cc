// See rounds.h.
#include "harness/cli/rounds.h"

#include <deque>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/shell.h"
#include "harness/bundle/bundle.h"
#include "harness/cli/places.h"
#include "harness/cli/progress.h"
#include "harness/cli/wait.h"
#include "harness/desk/background.h"
#include "harness/desk/captures.h"
#include "harness/desk/desk.h"
#include "harness/report/print.h"
#include "harness/report/terminal.h"
#include "harness/run/conduct.h"
#include "harness/run/names.h"

namespace gauntlet::cli {
namespace fs = std::filesystem;
namespace {

bool colours(const RunOptions& o, int fd) {
  const char* no = std::getenv("NO_COLOR");
  return !o.no_colour && !(no && *no) && ::isatty(fd);
}

/// The worst of two exit codes: a violation is a finding, a breakdown only a doubt about the rest.
int worse(int a, int b) {
  for (int code : {interrupted, usage, no_isolation, violated, broken, nothing_selected})
    if (a == code || b == code) return code;
  return conformant;
}

/// One candidate in one round, and what came of it.
struct Round {
  std::string typed;  ///< the candidate as it was named
  run::Job job;
  int number = 0;
  bool over = false;
  int exit = conformant;
  std::string report, comparable;
};

std::vector<std::string> typed_command(const RunOptions& o, const std::string& candidate) {
  std::vector<std::string> words = {"gauntlet", "run", candidate};
  if (!o.posture.empty()) words.insert(words.end(), {"--posture", o.posture});
  for (const auto& [name, value] : o.set) words.insert(words.end(), {"--set", name + "=" + value});
  if (o.resolver != default_resolver) words.insert(words.end(), {"--resolver", o.resolver});
  if (!o.declaration.empty()) words.insert(words.end(), {"--declaration", o.declaration});
  if (o.certified) words.push_back("--certified");
  return words;
}

std::string report_of(const RunOptions& o, const std::string& folder, const report::Results& results, bool with_page) {
  if (o.json) return report::to_text(results) + "\n";
  report::TerminalOptions options;
  options.colour = colours(o, STDOUT_FILENO);
  options.strict = o.strict;
  options.profile = o.selection.profile;
  options.paths = {folder + "/results.json", folder + "/junit.xml"};
  if (with_page) options.paths.push_back(folder + "/" + desk::page_file);
  return report::terminal(results, options);
}

/// What came of a run.
struct Told {
  int exit = conformant;
  std::string report;      ///< for the terminal, or as JSON
  std::string comparable;  ///< report::comparable
};

/// Rules on a finished run and writes what belongs into its folder, but the page, which the report names where somebody writes it.
Told told_of(const RunOptions& o, const std::string& folder, bool with_page) {
  const auto desk = desk::open(folder);
  const auto results = desk::adjudicate(desk);
  desk::write_reports(desk, results, o.strict);
  if (o.capture) desk::write_captures(desk);
  if (!o.bundle.empty()) bundle::make(folder, o.bundle, o.sign);
  return {report::exit_code(results, o.strict), report_of(o, folder, results, with_page), report::comparable(results)};
}

/// All rounds of all candidates, on one event loop.
class Runs {
 public:
  Runs(const RunOptions& o, const std::vector<candidate::Manifest>& manifests, const Selected& selected, asio::any_io_executor ex)
      : options_(o), resolver_(resolver_named(o.resolver)), interrupts_(ex), crew_(ex),
        // With a bound on the plays, one cell after the other; else the next begins when the last is mostly done.
        pace_(run::pace_of_a_run(ex, o.jobs)),
        progress_({!o.quiet, ::isatty(STDERR_FILENO) != 0, colours(o, STDERR_FILENO)},
                  selected.chosen.size() * manifests.size() * static_cast<size_t>(o.repeat)),
        seed_(o.seed.value_or(run::any_seed())) {
    for (size_t i = 0; i < manifests.size(); ++i)
      for (int number = 0; number < o.repeat; ++number) add(o.candidates[i], manifests[i], selected, number);
    several_ = rounds_.size() > 1;
  }

  awaitable<int> all() {
    std::map<std::string, lab::Isolation> rungs;
    for (auto& round : rounds_) {
      if (!rungs.contains(round.job.manifest.file))
        rungs[round.job.manifest.file] = co_await run::choose_isolation(round.job.manifest, options_.isolation);
      round.job.isolation = rungs[round.job.manifest.file];
      crew_.start(one(round));
    }
    co_await crew_.finish();
    interrupts_.stop();
    // (While cells are heard nobody is kept waiting for pages.)
    if (!interrupts_.came())
      for (const auto& round : rounds_)
        if (has_page(round) && round.exit != usage) desk::write_page(round.job.folder);
    co_return interrupts_.came() ? interrupted : exit_;
  }

 private:
  void add(const std::string& typed, const candidate::Manifest& manifest, const Selected& selected, int number) {
    const auto& o = options_;
    Round round{.typed = typed, .job = {}, .number = number};
    auto& job = round.job;
    job.manifest = manifest;
    job.set = manifest.options_of(o.posture, o.set);
    job.resolver = resolver_;
    job.resume = !o.resume.empty();
    job.folder = job.resume ? o.resume : o.out + "/" + manifest.name + (number ? fmt::format(".{}", number + 1) : "");
    job.scenarios = &selected.chosen;
    job.others = desk::sums_of(selected.left_out);
    job.not_run = selected.not_run;
    job.shard = o.selection.shard;
    if (!o.declaration.empty()) job.declaration = read_file(o.declaration);
    job.suite = scenarios_folder();
    job.certified = o.certified;
    job.capture = o.capture;
    job.harness = desk::this_harness();
    job.places = places();
    job.jobs = o.jobs;
    job.seed = seed_ + static_cast<std::uint32_t>(number);
    job.shuffle = o.shuffle;
    job.reproduce = shell_line(typed_command(o, typed)) + fmt::format(" --seed {}", job.seed);
    rounds_.push_back(std::move(round));
  }

  awaitable<void> one(Round& round) {
    const auto who = several_ ? fs::path(round.job.folder).filename().string() : std::string();
    round.job.heard = [this, who](const run::News& news) { progress_.hear(who, news); };
    const std::string folder = round.job.folder;
    if (!interrupts_.came()) {
      if (!co_await run::conduct(round.job, pace_, interrupts_)) round.exit = usage;
      else rule(round, folder);
    }
    round.over = true;
    print_finished();
  }

  void rule(Round& round, const std::string& folder) {
    auto told = told_of(options_, folder, has_page(round) && !interrupts_.came());
    round.exit = told.exit;
    round.comparable = std::move(told.comparable);
    round.report = std::move(told.report);
  }

  /// Repetitions are compared, not looked at.
  static bool has_page(const Round& round) { return round.number == 0; }

  /// In the order of the command line: a report waits for those before it.
  void print_finished() {
    for (; printed_ < rounds_.size() && rounds_[printed_].over; ++printed_) {
      auto& round = rounds_[printed_];
      report::print(stdout, round.report);
      exit_ = worse(exit_, round.exit);
      const auto& first = rounds_[printed_ - static_cast<size_t>(round.number)];
      if (round.comparable == first.comparable || interrupts_.came()) continue;
      fmt::print(stderr, "gauntlet: round {} gave other verdicts than the first: compare {} and {}\n", round.number + 1,
                 first.job.folder, round.job.folder);
      exit_ = worse(exit_, broken);
    }
  }

  const RunOptions& options_;
  const dns::Product resolver_;
  run::Interrupts interrupts_;
  run::Crew crew_;
  run::Pace pace_;
  Progress progress_;
  std::deque<Round> rounds_;
  const std::uint32_t seed_;  ///< of the first round; each has the next
  size_t printed_ = 0;
  bool several_ = false;
  int exit_ = conformant;
};

awaitable<int> play_all(const RunOptions& o, const std::vector<candidate::Manifest>& manifests, const Selected& selected) {
  Runs runs(o, manifests, selected, co_await asio::this_coro::executor);
  co_return co_await runs.all();
}

}  // namespace

int play(const RunOptions& o, const std::vector<candidate::Manifest>& manifests, const Selected& selected) {
  const size_t at_a_time = selected.chosen.size();
  if (open_files() < files_for(at_a_time))
    throw Fault(fmt::format("{} files may be open at a time, {} scenarios need {}; raise the limit (ulimit -n; `gauntlet doctor` says how) "
                            "or play fewer (--filter, --shard)", open_files(), at_a_time, files_for(at_a_time)));
  return wait_for(play_all(o, manifests, selected));
}

}  // namespace gauntlet::cli
