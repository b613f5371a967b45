// run: candidates one after the other, each played, judged and reported.
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "harness/cli/conduct.h"
#include "harness/cli/places.h"
#include "harness/cli/wait.h"
#include "harness/report/print.h"
#include "harness/report/terminal.h"

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

Job job_for(const RunOptions& o, const candidate::Manifest& manifest, const Selected& selected, int round) {
  Job job;
  job.manifest = manifest;
  job.set = o.set;
  job.folder = o.out + "/" + manifest.name + (round ? fmt::format(".{}", round + 1) : "");
  job.selected = &selected;
  job.jobs = o.jobs;
  job.shuffle = o.shuffle ? o.shuffle + static_cast<unsigned>(round) : 0;
  job.progress = !o.quiet;
  job.tty = ::isatty(STDERR_FILENO);
  job.colour = colours(o, STDERR_FILENO);
  job.reproduce = "gauntlet run " + manifest.name;
  return job;
}

void print_report(const RunOptions& o, const Job& job, const report::Results& results) {
  if (o.json) {
    report::print(stdout, report::to_text(results));
    return;
  }
  report::TerminalOptions options;
  options.colour = colours(o, STDOUT_FILENO);
  options.strict = o.strict;
  options.width = ::isatty(STDOUT_FILENO) ? 110 : 0;
  options.paths = {job.folder + "/results.json", job.folder + "/junit.xml"};
  report::print(stdout, report::terminal(results, options));
}

/// Plays, judges and reports once; `lines` gets the verdicts for comparison with other rounds.
awaitable<int> one_round(const RunOptions& o, Job job, Interrupts& interrupts, std::string& lines) {
  if (co_await conduct(job, interrupts) == usage) co_return usage;
  const auto desk = desk::open(job.folder);
  const auto results = desk::adjudicate(desk);
  desk::write_reports(desk, results, o.strict);
  print_report(o, job, results);
  lines = report::comparable(results);
  if (interrupts.came()) co_return interrupted;
  co_return report::exit_code(results, o.strict);
}

awaitable<int> all_rounds(const RunOptions& o, const candidate::Manifest& manifest, const Selected& selected,
                          Interrupts& interrupts) {
  const auto isolation = co_await choose_isolation(manifest, o.isolation);
  std::string first;
  int outcome = conformant;
  for (int round = 0; round < o.repeat && !interrupts.came(); ++round) {
    auto job = job_for(o, manifest, selected, round);
    job.isolation = isolation;
    std::string lines;
    const int code = co_await one_round(o, job, interrupts, lines);
    outcome = worse(outcome, code);
    if (round == 0) first = lines;
    if (lines != first && !interrupts.came()) {
      fmt::print(stderr, "gauntlet: round {} gave other verdicts than the first: compare {} and {}\n", round + 1,
                 o.out + "/" + manifest.name, job.folder);
      outcome = worse(outcome, broken);
    }
  }
  co_return outcome;
}

awaitable<int> all_candidates(const RunOptions& o, const std::vector<candidate::Manifest>& manifests, const Selected& selected,
                              Interrupts& interrupts) {
  int outcome = conformant;
  for (const auto& manifest : manifests) {
    if (interrupts.came()) break;
    const int code = co_await all_rounds(o, manifest, selected, interrupts);
    outcome = worse(outcome, code);
  }
  interrupts.stop();
  co_return outcome;
}

awaitable<int> with_interrupts(const RunOptions& o, const std::vector<candidate::Manifest>& manifests, const Selected& selected) {
  Interrupts interrupts(co_await asio::this_coro::executor);
  co_return co_await all_candidates(o, manifests, selected, interrupts);
}

}  // namespace

int run(const RunOptions& o) {
  std::vector<candidate::Manifest> manifests;
  for (const auto& name : o.candidates) manifests.push_back(candidate::read_manifest(manifest_file(name)));
  for (const auto& manifest : manifests)
    for (const auto& [name, value] : o.set)
      if (!manifest.options.contains(name))
        throw Complaints("--set", 0, fmt::format("{} has no option \"{}\"", manifest.name, name));
  const auto selected = select(o.selection);
  if (selected.chosen.empty()) {
    fmt::print(stderr, "gauntlet: no scenario fits; `gauntlet list` shows what there is\n");
    return nothing_selected;
  }
  if (o.dry_run) {
    for (const auto& s : selected.chosen) fmt::print("{}\n", s.id);
    return conformant;
  }
  try {
    return wait_for(with_interrupts(o, manifests, selected));
  } catch (const NoIsolation& none) {
    fmt::print(stderr, "gauntlet: {}\n", none.what());
    return no_isolation;
  }
}

}  // namespace gauntlet::cli
