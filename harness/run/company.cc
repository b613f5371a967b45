// See company.h.
#include "harness/run/company.h"

#include <algorithm>

#include "harness/judge/rule.h"
#include "harness/run/news.h"

namespace gauntlet::run {

Company::Company(Inner& inner, const std::vector<scenario::Scenario>& scenarios, Stage& stage)
    : inner_(inner), scenarios_(scenarios), stage_(stage),
      gate_(inner.ex, inner.order.jobs > 0 ? inner.order.jobs : 1'000'000), crew_(inner.ex) {
  crew_.on_failure = [this](std::exception_ptr failure) {
    inner_.fault(sentence(failure));
    abort("we broke");
  };
}

awaitable<void> Company::all() {
  for (const auto& scenario : scenarios_) crew_.start(one(scenario));
  co_await crew_.finish();
}

void Company::abort(const std::string& why) {
  inner_.leaving = true;
  if (aborted_.empty()) {
    aborted_ = why;
    for (const auto& s : scenarios_)
      if (!ended_.contains(s.id) || turned_away_.contains(s.id)) broken_off_.insert(s.id);
  }
  // A play that is told may end at once and leave the set.
  for (auto* player : std::set<Player*>(playing_))
    if (playing_.contains(player)) player->abort(why);
}

void Company::suspect() {
  for (const auto* player : playing_) broken_off_.insert(player->id());
  broken_off_.insert(turned_away_.begin(), turned_away_.end());
}

std::vector<std::string> Company::broken_off() const {
  std::vector<std::string> all;
  for (const auto& s : scenarios_)
    if (broken_off_.contains(s.id)) all.push_back(s.id);
  return all;
}

namespace {

News end_of(const judge::Verdict& verdict) {
  News news{.what = "ends", .id = verdict.scenario};
  news.verdict = judge::to_text(verdict.raw);
  if (!verdict.reasons.empty()) news.why = verdict.reasons.front();
  news.seconds = verdict.seconds;
  return news;
}

/// Undecided, since a message of it was not taken.
bool turned_away(const judge::Play& play, const judge::Verdict& verdict) {
  const auto refused = [](const auto* e) { return e->what == "submit" && e->number("status") != 0; };
  return verdict.raw == judge::Result::inconclusive && std::ranges::any_of(play.events(), refused);
}

/// While a player lives it stands among those that can be broken off.
struct Listed {
  std::set<Player*>& all;
  Player* player;
  Listed(std::set<Player*>& a, Player* p) : all(a), player(p) { all.insert(p); }
  ~Listed() { all.erase(player); }
  Listed(const Listed&) = delete;
};

}  // namespace

awaitable<void> Company::one(const scenario::Scenario& scenario) {
  const auto place = co_await gate_.enter();
  if (!aborted_.empty()) co_return;
  Player player(stage_, scenario);
  const Listed listed(playing_, &player);
  tell({.what = "begins", .id = scenario.id});
  co_await player.play();
  ended_.insert(scenario.id);
  const auto verdict = judge::rule(player.view(), {});
  if (turned_away(player.view(), verdict)) turned_away_.insert(scenario.id);
  tell(end_of(verdict));
}

}  // namespace gauntlet::run
