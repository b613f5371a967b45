// See engine.h.
#include "harness/population/engine.h"

#include <algorithm>
#include <mutex>

#include "fixtures/base/cores.h"

namespace gauntlet::population {
namespace {

constexpr std::uint64_t piece = 1 << 14;  ///< domains that one core takes at a time

using Row = std::vector<Tally>;

/// The counts of one piece.
class Piece {
 public:
  Piece(const Profile& profile, const Table& table, const Task& task)
      : profile_(profile), table_(table), task_(task),
        attacked_(task.attacks.size(), Row(task.defences.size())), calm_(task.defences.size()) {}

  void take(const Domain& domain) {
    note(domain);
    const Visit visit = visit_of(profile_, domain);
    for (std::size_t d = 0; d < task_.defences.size(); ++d) {
      const Tally peace = live(profile_, table_, domain, 0, *task_.defences[d], {});
      if (!domain.hijackable) {
        calm_[d] += peace;
        continue;
      }
      for (std::size_t a = 0; a < task_.attacks.size(); ++a)
        attacked_[a][d] += task_.attacks[a] == 0 ? peace : live(profile_, table_, domain, task_.attacks[a], *task_.defences[d], visit);
    }
  }

  void add_to(Counts& counts) const {
    for (std::size_t a = 0; a < attacked_.size(); ++a)
      for (std::size_t d = 0; d < calm_.size(); ++d) (counts.tallies[a][d] += attacked_[a][d]) += calm_[d];
    const auto add = [&](const char* name, std::uint64_t count) { counts.drawn[name] += count; };
    add("mx", drawn_.mx), add("starttls", drawn_.starttls), add("valid-certificate", drawn_.valid), add("hosted", drawn_.hosted);
    add("signed", drawn_.is_signed), add("dane", drawn_.dane), add("partial-dane", drawn_.partial), add("tlsa-mismatch", drawn_.mismatch);
    add("mta-sts", drawn_.sts), add("enforce", drawn_.enforce), add("unfetchable", drawn_.unfetchable), add("unlisted", drawn_.unlisted);
    add("hijackable", drawn_.hijackable);
  }

 private:
  struct Drawn {
    std::uint64_t mx = 0, starttls = 0, valid = 0, hosted = 0, is_signed = 0, dane = 0, partial = 0, mismatch = 0, sts = 0, enforce = 0,
                  unfetchable = 0, unlisted = 0, hijackable = 0;
  };

  void note(const Domain& d) {
    const Shape& s = d.shape;
    drawn_.mx += s.mx, drawn_.starttls += s.starttls, drawn_.hosted += s.hosted, drawn_.is_signed += s.is_signed;
    drawn_.valid += s.starttls && s.certificate == Shape::Certificate::valid;
    drawn_.dane += s.dane != Shape::Dane::none, drawn_.partial += s.dane == Shape::Dane::some, drawn_.mismatch += s.mismatch;
    drawn_.sts += s.sts != Shape::Sts::none, drawn_.enforce += s.sts == Shape::Sts::enforce;
    drawn_.unfetchable += s.flaw == Shape::Flaw::unfetchable, drawn_.unlisted += s.flaw == Shape::Flaw::unlisted;
    drawn_.hijackable += d.hijackable;
  }

  const Profile& profile_;
  const Table& table_;
  const Task& task_;
  std::vector<Row> attacked_;  ///< [attack][defence]: domains whose ways can be hijacked
  Row calm_;                   ///< the others, whom no attacker comes to
  Drawn drawn_;
};

}  // namespace

Counts reckon(const Profile& profile, const Table& table, const Task& task) {
  Counts out;
  out.profile = profile.name, out.digest = profile.digest, out.title = profile.title;
  out.seed = task.seed, out.domains = task.domains, out.from = task.from, out.to = task.to;
  for (const auto a : task.attacks) out.attacks.emplace_back(attacks()[a].name);
  for (const auto* d : task.defences) out.defences.emplace_back(d->name);
  out.tallies.assign(task.attacks.size(), Row(task.defences.size()));
  std::mutex adding;
  on_all_cores((task.to - task.from + piece - 1) / piece, [&](std::size_t nth) {
    Piece counted(profile, table, task);
    const std::uint64_t from = task.from + nth * piece, to = std::min(from + piece, task.to);
    for (std::uint64_t i = from; i < to; ++i) counted.take(draw(profile, task.seed, i));
    const std::scoped_lock lock(adding);
    counted.add_to(out);
  });
  return out;
}

}  // namespace gauntlet::population
