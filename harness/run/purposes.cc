// What an inner process is for: to play (and `up`: to stand while a person looks around). See inner.h.
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/judge/components.h"
#include "harness/run/by_hand.h"
#include "harness/run/company.h"
#include "harness/run/inner.h"
#include "harness/run/news.h"
#include "harness/run/names.h"
#include "harness/run/plots.h"
#include "harness/run/word.h"
#include "harness/scenario/reader.h"

namespace gauntlet::run {
namespace {

std::vector<scenario::Scenario> scenarios_of(const Order& order) {
  std::vector<scenario::Scenario> scenarios;
  for (const auto& copy : order.scenarios) {
    scenarios.push_back(scenario::read_scenario(order.root, copy.file));
    scenarios.back().file = copy.origin;
  }
  return scenarios;
}

boost::json::object beginning(const Inner& inner, const News& told) {
  boost::json::object data;
  data["cell"] = inner.order.cell;
  data["isolation"] = inner.order.isolation;
  data["candidate"] = inner.candidate->manifest().name;
  data["version"] = told.version;
  data["resolver"] = told.resolver;
  data["resolver_version"] = told.resolver_version;
  data["resolver_digest"] = told.resolver_digest;
  if (!inner.order.door.address.empty()) data["door"] = inner.order.door.address;
  return data;
}

News world_news(const Inner& inner) {
  News news{.what = "world", .version = inner.candidate->version(), .resolver = inner.resolver.name,
            .resolver_version = inner.world->resolver_version(), .resolver_digest = lab::digest_of(inner.resolver)};
  if (inner.candidate->manifest().remote) news.text = inner.world->trusted_roots();
  return news;
}

std::optional<Abroad> abroad(const Order& order) {
  if (order.door.interface.empty()) return std::nullopt;
  return Abroad{order.delegated, order.cell};
}

void note(Inner& inner, Stage& stage, const Word& word) {
  if (word.what == "pause" || word.what == "go on") stage.pause(word.what == "pause");
  boost::json::object data;
  data["did"] = word.what;
  data["name"] = word.name;
  data["text"] = word.text;
  data["at"] = word.at;
  inner.log.write("", "runner", "operator", std::move(data));
}

/// The outer process holds the other end of our stdin, and says there what the operator says: when it is gone or wants us gone, that ends.
awaitable<void> watch_lifeline(Inner& inner, Stage& stage, Company& company, int& ending) {
  asio::posix::stream_descriptor in(co_await asio::this_coro::executor, ::dup(STDIN_FILENO));
  std::string said;
  for (boost::system::error_code end;;) {
    const auto size = co_await asio::async_read_until(in, asio::dynamic_buffer(said, 100'000), '\n', asio::redirect_error(use_awaitable, end));
    if (end) break;
    note(inner, stage, read_word(said.substr(0, size)));
    said.erase(0, size);
  }
  ending = interrupted;
  company.abort("interrupted");
}

/// That this process lives, once a second: whoever waits for it hears when it stands still.
awaitable<void> beat(asio::any_io_executor ex) {
  asio::steady_timer pause(ex);
  for (;;) {
    pause.expires_after(1s);
    co_await pause.async_wait(use_awaitable);
    tell({.what = "alive"});
  }
}

/// On a machine with too much to do it is told when the candidate waits for a processor, once a second.
awaitable<void> watch_starvation(Inner& inner) {
  constexpr auto most = 100ms;
  asio::steady_timer pause(inner.ex);
  for (;;) {
    pause.expires_after(1s);
    co_await pause.async_wait(use_awaitable);
    const auto waited = inner.candidate->starved();
    if (waited < most) continue;
    boost::json::object data;
    data["ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(waited).count();
    inner.log.write("", "lab", "candidate.starved", std::move(data));
  }
}

/// Which parts of what runs elsewhere ask for names, and of whom: told as it is seen.
class Parts {
 public:
  explicit Parts(Inner& inner) : inner_(inner), seen_(inner.ex) {
    if (!inner.candidate->manifest().remote) return;
    subscription_ = inner.log.subscribe([this](const record::Event& e) {
      const auto* asking = components_.take(e);
      if (!asking) return;
      tell({.what = "part", .id = std::string(judge::name(asking->part)), .text = judge::in_words(*asking)});
      seen_.notify();
    });
  }
  ~Parts() {
    if (subscription_) inner_.log.unsubscribe(*subscription_);
  }
  Parts(const Parts&) = delete;

  /// Until its mail transfer asks anybody, which the first bystander makes it do. One that never does is played all the same.
  awaitable<void> first() {
    constexpr Duration enough = 60s;
    const auto until = std::chrono::steady_clock::now() + enough;
    const auto asked = [this] { return std::ranges::any_of(components_.all(), [](const auto& a) { return a.part == judge::Part::transfer; }); };
    while (!asked() && !inner_.leaving && std::chrono::steady_clock::now() < until) co_await within(1s, seen_.wait());
  }

 private:
  Inner& inner_;
  Signal seen_;
  judge::Components components_;
  std::optional<record::Log::Subscription> subscription_;
};

/// The plays, with all that goes on beside them.
class Evening {
 public:
  Evening(Inner& inner, const std::vector<scenario::Scenario>& scenarios)
      : inner_(inner), stage_(inner.ex, inner.log, *inner.world, *inner.candidate, fresh_name(inner.order.seed, inner.order.cell, 6),
               inner.clock.get()),
        company_(inner, scenarios, stage_), parts_(inner), sides_(inner.ex) {
    inner.on_break = [this](const std::string& what) {
      ending_ = broken;
      company_.abort(what);
    };
    sides_.on_failure = [&inner](std::exception_ptr failure) { inner.break_off(sentence(failure)); };
    inner.world->on_loss = [&inner](std::string what) { inner.break_off("a server of the lab: " + what); };
    inner.candidate->on_death = [this] {
      if (crash_.empty()) crash_ = "the candidate ended by itself";
      company_.abort(crash_);
    };
    inner.candidate->on_panic = [this] {
      if (crash_.empty()) crash_ = "a part of the candidate broke down";
      company_.suspect();
    };
    if (inner.candidate->manifest().remote)
      for (const auto& copy : inner.order.scenarios) stage_.entitle(copy.id, copy.number.empty() ? copy.id : copy.number + " " + copy.id);
    stage_.pause(inner.order.paused);
    if (!inner.order.delegated.empty()) stage_.abroad(inner.world->names(tag::home).at("domain"));
    if (!inner.order.operator_name.empty()) note(inner, stage_, {.what = "began", .name = inner.order.operator_name, .text = "", .at = now()});
  }

  awaitable<int> spend() {
    const std::string refusal = co_await inner_.candidate->start();
    if (!refusal.empty()) {
      inner_.fault(refusal);
      co_return broken;
    }
    sides_.start(stage_.watch_queue());
    if (!inner_.candidate->sent_by_hand()) sides_.start(stage_.send_bystanders());
    sides_.start(inner_.world->watch());
    sides_.start(watch_starvation(inner_));
    sides_.start(watch_lifeline(inner_, stage_, company_, ending_));
    if (inner_.candidate->manifest().remote && !inner_.candidate->sent_by_hand()) co_await parts_.first();
    co_await company_.all();
    inner_.candidate->read_logs();
    if (!crash_.empty() && ending_ == played)
      tell({.what = "crashed", .text = crash_, .broken = company_.broken_off()});
    co_return ending_;
  }

  awaitable<void> close() {
    stage_.close();
    inner_.candidate->on_death = inner_.candidate->on_panic = nullptr;
    inner_.world->on_loss = nullptr;
    co_await inner_.candidate->stop();
  }

 private:
  Inner& inner_;
  Stage stage_;
  Company company_;
  Parts parts_;
  Crew sides_;
  std::string crash_;
  int ending_ = played;
};

}  // namespace

awaitable<int> play(Inner& inner) {
  // (Everything ends with this process: nobody waits for those that only ever watch.)
  Crew beside(inner.ex);
  beside.start(beat(inner.ex));
  const auto scenarios = scenarios_of(inner.order);
  if (std::any_of(scenarios.begin(), scenarios.end(), scenario::moves_clock))
    inner.clock = std::make_unique<RoomClock>(inner.folder + "/clock", inner.order.places.programs);
  co_await inner.raise(plots_of(scenarios, inner.order.seed, abroad(inner.order)), true);
  const auto news = world_news(inner);
  inner.log.write("", "runner", "world.begin", beginning(inner, news));
  tell(news);
  Evening evening(inner, scenarios);
  const int ending = co_await evening.spend();
  co_await evening.close();
  if (inner.sniffer) inner.sniffer->finish();
  if (!inner.world->keys_whole()) throw Fault("the keys of TLS could not be written: what was captured cannot be read");
  inner.candidate->keep_evidence(inner.order.folder + "/candidate");
  inner.log.write("", "runner", "world.end");
  co_return ending;
}

awaitable<int> shell(Inner& inner) {
  const auto scenarios = scenarios_of(inner.order);
  co_await inner.raise(plots_of(scenarios, inner.order.seed), true);
  const std::string refusal = co_await inner.candidate->start();
  if (!refusal.empty()) fmt::print(stderr, "gauntlet: {}\n", refusal);
  fmt::print(stderr,
             "The world stands: resolver 127.0.0.1, record {}. Leave the shell to end it.\n"
             "The shell is in the candidate's network; in the world's: nsenter --net=/proc/1/ns/net PROGRAM\n",
             inner.order.record());
  for (const auto& s : scenarios)
    fmt::print(stderr, "  {:<40} {}\n", s.id, inner.world->names(s.id).at("domain"));
  fmt::print(stderr, "What steps do can be done by hand: lab [SCENARIO] steps | step NAME | seen | start mallory | send note to ann | break mx1 alert | ...\n");
  Stage stage(inner.ex, inner.log, *inner.world, *inner.candidate, fresh_name(inner.order.seed, inner.order.cell, 6));
  ByHand by_hand(stage, scenarios);
  const Stage::Interest interest(stage);  // so that `lab seen` tells of what is kept, too
  lab::Command command;
  command.env["ENV"] = by_hand.install(inner.candidate->files());
  Crew beside(inner.ex);
  beside.start(by_hand.serve());
  beside.start(stage.watch_queue());
  command.argv.push_back("sh");
  command.argv.push_back("-i");
  command.input_fd = STDIN_FILENO;
  command.our_output = true;
  command.at_terminal = true;
  lab::Child child(inner.candidate->inside(command));
  co_await child.wait();
  co_await inner.candidate->stop();
  co_return played;
}

}  // namespace gauntlet::run
