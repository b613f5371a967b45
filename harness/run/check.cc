// check: what of a manifest works, step by step, said as it is found out (`gauntlet candidates check`). See inner.h.
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "fixtures/smtp/plan.h"
#include "harness/run/crew.h"
#include "harness/run/inner.h"
#include "harness/run/names.h"
#include "harness/run/plots.h"
#include "harness/run/stage.h"

namespace gauntlet::run {
namespace {

using record::Event;

constexpr Duration patience = 60s;  ///< with the candidate, for anything that scenarios wait a minute for

class Examination {
 public:
  explicit Examination(Inner& inner)
      : inner_(inner), candidate_(*inner.candidate), stage_(inner.ex, inner.log, *inner.world, candidate_), happened_(inner.ex), sides_(inner.ex) {
    subscription_ = inner.log.subscribe([this](const Event& e) {
      if (e.tag.starts_with("check-") || e.what == "helper.failed" || e.what == "candidate.exit") seen_.push_back(e), happened_.notify();
    });
    inner.on_break = [this](const std::string&) { broke_ = true, happened_.notify(); };
    inner.world->on_loss = [&inner](std::string what) { inner.break_off("a server of the lab: " + what); };
    sides_.on_failure = [&inner](std::exception_ptr failure) { inner.break_off(sentence(failure)); };
  }
  ~Examination() {
    stage_.close();
    inner_.log.unsubscribe(subscription_);
    inner_.on_break = nullptr;
    inner_.world->on_loss = nullptr;
  }

  awaitable<int> all() {
    bool on = co_await enters();
    if (on) on = co_await starts();
    if (on) co_await examine();
    co_return broke_ ? broken : failed_ ? lacking : played;
  }

 private:
  awaitable<void> examine() {
    sides_.start(stage_.watch_queue());
    sides_.start(inner_.world->watch());
    bool on = co_await takes();
    if (on) on = co_await arrives();
    if (on) on = co_await defers();
    if (on) co_await tries_again();
    if (candidate_.running()) co_await returns();
    if (candidate_.running()) co_await stops();
    logs();
    rests();
  }

  bool works(const char* what, const std::string& how) { return say(what, "ok", how), true; }
  void lacks(const char* what, const std::string& why) { say(what, "-", why); }
  bool fails(const char* what, const std::string& why) {
    failed_ = true;
    return say(what, "FAILS", why), false;
  }
  void say(const char* what, const char* state, const std::string& text) {
    fmt::print("{:<9} {:<5}  {}\n", what, state, text);
    std::fflush(stdout);
  }

  using Kinds = std::vector<std::string>;
  /// The first event of these kinds and this tag since `mark_`; null when the candidate is gone.
  awaitable<const Event*> next(Kinds kinds, std::string tag) {
    for (size_t i = mark_;; ++i) {
      while (i >= seen_.size()) {
        if (broke_ || !candidate_.running()) co_return nullptr;
        co_await happened_.wait();
      }
      const bool fits = std::find(kinds.begin(), kinds.end(), seen_[i].what) != kinds.end();
      if (fits && seen_[i].tag == tag) co_return &seen_[i];
    }
  }
  /// The same; null, too, when none has come in time.
  awaitable<const Event*> find(Kinds kinds, std::string tag) {
    const auto found = co_await within(patience, next(kinds, tag));
    co_return found ? *found : nullptr;
  }
  awaitable<const Event*> find(std::string kind, std::string tag) {
    const Kinds kinds(1, kind);
    co_return co_await find(kinds, tag);
  }
  /// What a command of the manifest was told to have done wrong since then; "" = nothing.
  std::string trouble(size_t from, const std::string& helper) const {
    for (size_t i = from; i < seen_.size(); ++i)
      if (seen_[i].what == "helper.failed" && seen_[i].text("helper") == helper)
        return fmt::format("it ended with status {}: {}", seen_[i].text("status"), seen_[i].text("output"));
    return "";
  }
  /// Why nothing came: the candidate ended, or a minute has passed.
  std::string silence() const {
    for (const auto& e : seen_)
      if (e.what == "candidate.exit") return fmt::format("it ended by itself with status {}", e.text("status"));
    return "nothing came for a minute";
  }
  double now() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }

  awaitable<bool> enters() {
    co_await candidate_.open();  // what breaks here is ours
    try {
      co_await candidate_.prepare();
    } catch (const Fault& fault) {
      co_return fails("room", fault.what());
    }
    works("room", candidate_.manifest().prepare.empty() ? "made" : "made, and `prepare` ended with status 0");
    if (candidate_.manifest().version.empty()) lacks("version", "no `version`: reports do not say which release was played");
    else if (candidate_.version().empty()) fails("version", "`version` printed nothing, or ended with a status: " + trouble(0, "version"));
    else works("version", candidate_.version());
    co_return true;
  }

  awaitable<bool> starts() {
    const auto begun = now();
    const auto refusal = co_await candidate_.start();
    if (!refusal.empty()) {
      fails("start", refusal);
      last_lines();
      co_return false;
    }
    co_return works("start", fmt::format("ready after {:.1f} s", now() - begun));
  }

  /// How its logs end.
  void last_lines() {
    for (const auto& file : candidate_.manifest().logs) {
      const auto opened = candidate_.files().open(file, O_RDONLY | O_NONBLOCK);
      char text[600];
      const auto size = opened ? ::lseek(opened.fd(), 0, SEEK_END) : -1;
      const auto got = size <= 0 ? 0 : ::pread(opened.fd(), text, sizeof text, std::max<off_t>(0, size - static_cast<off_t>(sizeof text)));
      if (got > 0) fmt::print("{:<9} {:<5}  {} ends: {}\n", "", "", file, trim(printable(std::string_view(text, static_cast<size_t>(got)), sizeof text)));
    }
  }

  awaitable<void> send(const char* tag) {
    mark_ = seen_.size();
    const std::string to = "ann@" + inner_.world->names(tag).at("domain");
    const std::vector<std::string> plain;
    co_await stage_.send(tag, "note", to, plain);
  }
  std::string token(const char* tag) const {
    for (auto e = seen_.rbegin(); e != seen_.rend(); ++e)
      if (e->what == "submit" && e->tag == tag) return e->text("token");
    return "";
  }

  awaitable<bool> takes() {
    co_await send(tag::open);
    if (const auto what = trouble(mark_, "submit"); !what.empty()) co_return fails("submit", what);
    for (size_t i = mark_; i < seen_.size(); ++i)
      if (seen_[i].what == "submit" && seen_[i].number("status") != 0) co_return fails("submit", "it refused the message: " + seen_[i].text("output"));
    co_return works("submit", "taken");
  }

  awaitable<bool> arrives() {
    const auto* came = co_await find("smtp.message", tag::open);
    if (!came) co_return fails("deliver", fmt::format("{}; the exchanger got no message ({})", silence(), attempts(tag::open)));
    const auto wanted = token(tag::open) + "@home.test";
    if (came->text("token") != token(tag::open))
      co_return fails("deliver", "a message came without its Subject or X-Gauntlet-Token, by which it is known");
    if (came->text("from") != wanted)
      co_return fails("deliver", fmt::format("the envelope sender came as <{}>, {{from}} was <{}>: it is to reach the exchangers unchanged",
                                             came->text("from"), wanted));
    co_return works("deliver", came->flag("tls") ? "came under TLS, the envelope sender unchanged" : "came in clear, the envelope sender unchanged");
  }

  /// How far it got with this domain.
  std::string attempts(const char* tag) const {
    std::string last = "it asked for no name of the domain";
    for (const auto& e : seen_) {
      if (e.tag != tag) continue;
      if (e.what == "dns.query") last = fmt::format("it asked for {} {}", e.text("name"), e.text("type"));
      if (e.what == "tcp.accept") last = "it connected";
      if (e.what == "smtp.out") last = "the exchanger's last word was " + e.text("line");
    }
    return last;
  }

  awaitable<bool> defers() {
    const Stage::Interest interest(stage_);
    co_await send(tag::deferring);
    const auto* tried = co_await find("smtp.rcpt", tag::deferring);
    if (!tried)
      co_return fails("attempt", fmt::format("{}; of a second domain {}", silence(), attempts(tag::deferring)));
    if (!candidate_.can_list()) {
      lacks("queue", "no `queue`: what a scenario wants kept cannot be seen, and most are inconclusive");
      co_return true;
    }
    const auto* kept = co_await find("queue.kept", tag::deferring);
    if (kept) co_return works("queue", "lists a message that was deferred");
    if (const auto what = trouble(mark_, "queue"); !what.empty()) co_return fails("queue", what);
    const auto listed = co_await what_is_listed();
    co_return fails("queue", listed);
  }

  awaitable<std::string> what_is_listed() {
    const auto listed = co_await candidate_.queue();
    const auto wanted = fmt::format("ID deferred {}@home.test REASON", token(tag::deferring));
    if (!listed) co_return "the listing failed";
    if (listed->empty()) co_return fmt::format("the recipient was deferred (451), and nothing is listed; \"{}\" was expected", wanted);
    const auto& first = listed->front();
    co_return fmt::format("{} listed, the first as \"{} {} {}\"; \"{}\" was expected", listed->size(), first.id, first.state, first.sender, wanted);
  }

  awaitable<void> tries_again() {
    inner_.world->mend_host(tag::deferring, "mx1");
    mark_ = seen_.size();
    const bool can = candidate_.can_nudge();
    const auto begun = now();
    std::vector<std::string> tokens;
    tokens.push_back(token(tag::deferring));
    if (can) co_await stage_.nudge(tokens);
    else lacks("nudge", "no `nudge` that can be used (`nudge one` needs a `queue`): reliefs wait for its own back-off");
    if (const auto what = trouble(mark_, "nudge"); !what.empty()) fails("nudge", what);
    const auto* came = co_await find("smtp.message", tag::deferring);
    const auto how = candidate_.can_nudge_one() ? "one" : "all";
    if (came && can) works("nudge", fmt::format("`nudge {}`: the deferred message came {:.1f} s later", how, now() - begun));
    else if (came) works("retry", fmt::format("by itself, after {:.1f} s", now() - begun));
    else if (can) fails("nudge", fmt::format("`nudge {}`: {}; the exchanger is mended, and {}", how, silence(), attempts(tag::deferring)));
    else lacks("retry", "the mended exchanger got nothing within a minute");
  }

  awaitable<void> returns() {
    co_await send(tag::refusing);
    Kinds kinds(1, "bounce");
    kinds.push_back("notice");
    const auto* told = co_await find(kinds, tag::refusing);
    if (const auto what = trouble(mark_, "bounces"); !what.empty()) fails("bounces", what);
    else if (!told)
      lacks("bounces", "of a recipient refused for good (550) no notice came home within a minute; if it is delivered to a mailbox of its own: `bounces`");
    else if (told->what == "notice") lacks("bounces", fmt::format("a notice came home that does not say \"Action: failed\" (RFC 3464) but \"{}\"", told->text("action")));
    else works("bounces", told->text("how").empty() ? "come home by SMTP" : "told by `bounces`");
  }

  awaitable<void> stops() {
    const auto from = seen_.size();
    co_await candidate_.stop();
    if (const auto what = trouble(from, "stop"); !what.empty()) fails("stop", what);
    else works("stop", candidate_.manifest().stop.empty() ? "ended by SIGTERM" : "ended by `stop`");
    const auto refusal = co_await candidate_.start();
    if (!refusal.empty()) fails("restart", "in the same room, after `stop`: " + refusal);
    else works("restart", "in the same room, without `prepare`");
    co_await candidate_.stop();
  }

  void logs() {
    const auto& m = candidate_.manifest();
    if (m.logs.empty()) lacks("log", "no `log`: reports quote nothing of it, and its queue is looked at more seldom");
    for (const auto& file : m.logs) {
      if (!candidate_.files().exists(file)) fails("log", fmt::format("there is no {}", file));
      else works("log", file);
    }
    if (m.panics.empty()) lacks("panic", "no `panic`: that a part of it crashed is not told from its log");
  }

  void rests() {
    const auto claims = candidate_.manifest().claims_with(inner_.order.options);
    say("claims", " ", claims.empty() ? "none" : fmt::format("{}: each is proven or disproved by a scenario in control/", fmt::join(claims, " ")));
  }

  Inner& inner_;
  candidate::Candidate& candidate_;
  Stage stage_;
  std::deque<Event> seen_;
  Signal happened_;
  record::Log::Subscription subscription_;
  Crew sides_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  size_t mark_ = 0;
  bool failed_ = false, broke_ = false;
};

}  // namespace

awaitable<int> check(Inner& inner) {
  co_await inner.raise(check_plots(), false);
  inner.make_candidate();
  Examination examination(inner);
  co_return co_await examination.all();
}

}  // namespace gauntlet::run
