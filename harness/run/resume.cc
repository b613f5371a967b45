// See resume.h.
#include "harness/run/resume.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/lab/layer.h"
#include "harness/desk/suite.h"

namespace gauntlet::run {
namespace {

bool same_choice(const desk::RunFacts& facts, const Job& job) {
  std::vector<std::string> ids;
  for (const auto& s : *job.scenarios) ids.push_back(s.id);
  return std::ranges::is_permutation(ids, facts.scenarios);
}

}  // namespace

void check_same(const desk::RunFacts& facts, const Job& job) {
  const std::pair<const char*, bool> same[] = {
      {"suite", desk::suite_of(*job.scenarios, *job.left_out, job.suite).hash == facts.suite.hash},
      {"candidate (its manifest or packages)", facts.candidate == job.manifest.name && facts.digest == lab::digest_of(job.manifest)},
      {"set of options", facts.options == job.set},
      {"declaration", facts.declaration == job.declaration},
      {"resolver", facts.resolver_digest == lab::digest_of(job.resolver)},
      {"gauntlet", facts.harness == job.harness},
      {"choice of scenarios", same_choice(facts, job)}};
  for (const auto& [what, is] : same)
    if (!is)
      throw Complaints(job.folder, 0,
                       fmt::format("it was played with another {}, so that its rest cannot be played now; all of it has to be played anew", what));
}

}  // namespace gauntlet::run
