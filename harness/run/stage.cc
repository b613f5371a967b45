// See stage.h.
#include "harness/run/stage.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/run/letter.h"
#include "harness/run/plots.h"

namespace gauntlet::run {
namespace json = boost::json;

namespace {

/// Longer than any bundle of nudges may take: a listing (30 s), the nudge (60 s), both once more.
constexpr Duration nudge_patience = 200s;

/// While it lives, a bundle of nudges is on its way.
class Underway {
 public:
  Underway(bool& flag, Signal& over) : flag_(flag), over_(over) { flag_ = true; }
  ~Underway() {
    flag_ = false;
    over_.notify();
  }
  Underway(const Underway&) = delete;

 private:
  bool& flag_;
  Signal& over_;
};

}  // namespace

Stage::Stage(asio::any_io_executor ex, record::Log& log, world::World& world, candidate::Candidate& candidate,
             const std::string& salt, RoomClock* clock)
    : ex_(ex), log_(log), world_(world), candidate_(candidate), submissions_(ex, 16), look_(ex), nudged_(ex),
      salt_(salt), clock_(clock), happened_(ex) {
  subscription_ = log_.subscribe([this](const record::Event& e) { on_event(e); });
  candidate_.on_activity = [this] { look_.notify(); };
}

Stage::~Stage() {
  candidate_.on_activity = nullptr;
  log_.unsubscribe(subscription_);
}

namespace {

json::object token_facts(const std::string& token) {
  json::object data;
  data["token"] = token;
  return data;
}

}  // namespace

/// Whether nobody is left to whom a message is to go, now that this has been taken.
bool Stage::settles(const std::string& token, const record::Event& taken) {
  if (taken.tag == tag::home) return true;
  recipients_[token].serve(taken);
  return recipients_[token].none_left();
}

void Stage::on_event(const record::Event& e) {
  if (e.what == "tcp.accept" && e.text("via").empty()) open_[e.number("conn")] = e.tag;
  if (e.what == "tcp.close") open_.erase(e.number("conn"));
  if (clock_ && e.what != "candidate.starved" && e.what != "server.slow") happened_.notify();
  const bool tries = e.what == "tcp.accept" || e.what == "dns.answer" || e.what == "dns.dropped" ||
                     e.what == "smtp.mail";
  if (tries) tried_[e.tag] = e.n;
  if (e.what != "smtp.message" || !e.flag("accepted")) return;
  const std::string token = e.text("token");
  const auto owner = tags_.find(token);
  if (owner == tags_.end()) return;
  if (settles(token, e)) settled_.insert(token);
  if (e.tag == tag::home) {
    // Whoever does not say in a way that can be read (RFC 3464) that it returns the message may as
    // well only warn its author.
    auto data = token_facts(token);
    data["n"] = e.n;
    data["from"] = e.text("from");
    const bool returned = e.text("action") == "failed";
    if (!returned) data["action"] = e.text("action");
    if (const auto* failed = e.data.if_contains("failed"); failed && returned) data["failed"] = *failed;
    log_.write(owner->second, "runner", returned ? "bounce" : "notice", std::move(data));
  } else if (owner->second == tag::bystander) {
    log_.write("", "runner", "bystander.through", token_facts(token));
  }
}

std::string Stage::new_token(const std::string& message) {
  return fmt::format("{}-{}{:05}", message, salt_.empty() ? "" : salt_ + "-", ++serial_);
}

awaitable<void> Stage::send(std::string tag, std::string message, std::string to, std::vector<std::string> options) {
  const std::string token = new_token(message);
  co_await send_as(token, tag, message, to, options);
}

awaitable<void> Stage::send_as(std::string token, std::string tag, std::string message, std::string to,
                               std::vector<std::string> options) {
  tags_[token] = tag;
  candidate::Message mail;
  mail.tag = tag;
  // (Where there is no sender, the recipient says which message it is.)
  const bool nameless = std::ranges::find(options, "without-sender") != options.end();
  if (nameless) nameless_.insert(token);
  if (nameless) to = token + to.substr(to.find('@'));
  const auto author = token + "@" + home_;
  mail.from = nameless ? "" : author;
  mail.to = to;
  recipients_[token].await(to);
  mail.text = letter(author, token, titles_[tag], to, options);
  auto facts = token_facts(token);
  facts["msg"] = message;
  facts["to"] = to;
  // (A person is told to send it as it is; what came of that, nobody here has read.)
  if (!candidate_.sent_by_hand()) facts["body"] = sha256(std::string_view(mail.text).substr(mail.text.find("\r\n\r\n") + 4));
  facts["status"] = 0;
  // The token must be known before the candidate can act on the message.
  log_.write(tag, "runner", "submit", facts);
  const auto place = co_await submissions_.enter();
  const std::string refused = co_await candidate_.submit(mail);
  if (refused.empty()) co_return;
  facts["status"] = 1;
  facts["output"] = refused;
  log_.write(tag, "runner", "submit", facts);
}

awaitable<bool> Stage::look_at_queue() {
  const auto asked = log_.last();
  const auto waiting = co_await candidate_.queue();
  if (!waiting) co_return false;
  ids_.clear();
  senderless_.clear();
  for (const auto& one : *waiting) {
    const bool notice = one.sender.find('@') == std::string::npos;
    if (notice) senderless_.insert(one.id);
    if (notice && one.state == "deferred" && nameless_.empty()) take_late(one);
    const std::string token = candidate::local_part(one.sender);
    const auto owner = tags_.find(token);
    if (owner == tags_.end()) continue;
    ids_[token].insert(one.id);
    // (While a bundle of nudges is on its way, what the listing says of before means nothing.)
    if (nudging_) continue;
    const bool deferred = one.state == "deferred", back = unlisted_.erase(token) > 0;
    if (!deferred && !back) continue;
    // What was listed before the sender last tried says nothing of that: told again, it is news.
    if (const auto told = kept_.find(token); told != kept_.end() && told->second >= tried_[owner->second]) continue;
    if (deferred) kept_[token] = asked;
    auto facts = token_facts(token);
    facts["id"] = one.id;
    facts["asked"] = asked;
    facts["state"] = one.state;
    facts["text"] = one.reason;
    log_.write(owner->second, "runner", "queue.kept", std::move(facts));
  }
  co_return true;
}

/// All of its notices come home, where nobody refuses them: one that waits was hindered by us, and is to be tried again. (A message of ours
/// without a sender looks alike: where there are such, this is not done.)
void Stage::take_late(const candidate::Waiting& notice) {
  const auto now = std::chrono::steady_clock::now();
  const auto told = notices_late_.find(notice.id);
  if (told != notices_late_.end() && now - told->second < 10s) return;
  notices_late_[notice.id] = now;
  late_now_.push_back(notice.id);
  log_.write("", "runner", "notice.late", {{"id", notice.id}, {"text", notice.reason}});
}

/// Notices that the candidate delivered to a mailbox of its own never come by SMTP; it tells of
/// them itself.
awaitable<void> Stage::look_at_notices() {
  const auto notices = co_await candidate_.notices();
  if (!notices) co_return;
  for (const auto& one : *notices) {
    const auto owner = tags_.find(one.token);
    if (owner == tags_.end() || !notices_.insert(one).second) continue;
    auto facts = token_facts(one.token);
    facts["action"] = one.action;
    facts["how"] = "the candidate's own mailbox";
    const bool returned = one.action == "failed";
    if (returned && !one.recipients.empty()) facts["failed"] = boost::json::array(one.recipients.begin(), one.recipients.end());
    log_.write(owner->second, "runner", returned ? "bounce" : "notice", std::move(facts));
  }
}

bool Stage::connected(const std::string& tag) const {
  return std::ranges::any_of(open_, [&](const auto& one) { return one.second == tag; });
}

/// Of a candidate that runs elsewhere and shows no queue it is told when an attempt is over: after half of the time in which it would
/// have tried again, with no connection open. That it keeps the message is not said thereby.
awaitable<void> Stage::watch_silence() {
  const auto long_enough = std::chrono::seconds(candidate_.manifest().silence());
  std::map<std::string, std::pair<std::uint64_t, std::chrono::steady_clock::time_point>> since;
  asio::steady_timer breath(ex_);
  while (!closed_) {
    breath.expires_after(1s);
    co_await breath.async_wait(use_awaitable);
    const auto now = std::chrono::steady_clock::now();
    for (const auto& [token, owner] : tags_) {
      const auto tried = tried_.find(owner);
      if (tried == tried_.end() || settled_.contains(token)) continue;
      auto& [event, when] = since.try_emplace(token, 0, now).first->second;
      if (event != tried->second || connected(owner)) event = tried->second, when = now;
      if (now - when < long_enough) continue;
      if (auto& told = silent_[token]; std::exchange(told, event) == event) continue;
      auto facts = token_facts(token);
      facts["seconds"] = long_enough.count();
      log_.write(owner, "runner", "attempt.over", std::move(facts));
    }
  }
}

awaitable<void> Stage::watch_queue() {
  if (!candidate_.can_list()) candidate_.tell_lack("", "queue");
  if (candidate_.manifest().remote && !candidate_.can_list()) co_return co_await watch_silence();
  if (!candidate_.can_list() && !candidate_.can_tell_notices()) co_return;
  asio::steady_timer breath(ex_);
  Duration patience = 400ms;
  while (!closed_) {
    if (interested_ && candidate_.can_list() && candidate_.running()) co_await look_at_queue();
    if (const auto late = std::exchange(late_now_, {}); !late.empty() && candidate_.can_nudge_one() && candidate_.running())
      co_await candidate_.nudge(late);  // (What waits even so is told of again.)
    if (candidate_.can_tell_notices() && candidate_.running()) co_await look_at_notices();
    // A listing costs the candidate work: at most ten a second. And some candidates write their log before
    // their queue, so while someone waits the queue is looked at again without a sign, ever more rarely.
    breath.expires_after(100ms);
    co_await breath.async_wait(use_awaitable);
    bool sign = true;
    if (interested_ || candidate_.can_tell_notices()) sign = co_await within(patience, look_.wait());
    else co_await look_.wait();
    patience = sign ? Duration(400ms) : std::min<Duration>(2 * patience, 3200ms);
  }
}

void Stage::tell_failed_nudge(const Tokens& tokens, const lab::Result& result) {
  std::set<std::string> tags;
  for (const auto& token : tokens)
    if (const auto owner = tags_.find(token); owner != tags_.end()) tags.insert(owner->second);
  for (const auto& tag : tags) candidate_.tell_failure(tag, "nudge", result);
}

awaitable<bool> Stage::nudge(std::vector<std::string> tokens) {
  if (!candidate_.can_nudge()) {
    lab::Result none;
    none.err = "the manifest has no `nudge` that can be used (`nudge one` needs a `queue`)";
    tell_failed_nudge(Tokens(tokens.begin(), tokens.end()), none);
    co_return false;
  }
  for (const auto& token : tokens) {
    kept_.erase(token);
    wanted_.insert(token);
  }
  // Whoever comes while a bundle is on its way waits for the next one.
  while (nudging_)
    if (!co_await within(nudge_patience, nudged_.wait())) throw Fault("a nudge does not come back");
  if (!candidate_.running()) co_return false;
  if (wanted_.empty()) co_return true;
  const Underway underway(nudging_, nudged_);
  const Tokens bundle = std::exchange(wanted_, Tokens());
  co_await nudge_now(bundle);
  co_return true;
}

awaitable<void> Stage::nudge_now(Tokens bundle) {
  if (candidate_.can_nudge_one()) {
    // A message that is not in the queue needs no nudge: it was delivered, bounced, or is being tried.
    if (co_await look_at_queue()) {
      co_await nudge_each(bundle);
      co_return;
    }
    // The listing failed, as is told: what can only be nudged by its id cannot be nudged.
    if (!candidate_.can_nudge_all()) co_return;
  }
  const auto nudged = co_await candidate_.nudge_all();
  if (nudged.all_failed && candidate_.running()) tell_failed_nudge(bundle, nudged.result);
}

/// Which entries of the queue are to be nudged for a message: its own; where it has no sender, all without one, since no listing tells
/// which it is.
Stage::Ids Stage::ids_of(const std::string& token) const {
  if (nameless_.contains(token)) return senderless_;
  const auto found = ids_.find(token);
  return found == ids_.end() ? Ids() : found->second;
}

/// Nudges what is listed. A message that goes between listing and nudge makes the latter fail for
/// nothing: what fails is tried once more if it still waits.
awaitable<void> Stage::nudge_each(Tokens bundle) {
  for (int attempt = 1; !bundle.empty(); ++attempt) {
    std::vector<std::string> ids;
    Tokens waiting;
    for (const auto& token : bundle)
      if (const auto own = ids_of(token); !own.empty()) {
        ids.insert(ids.end(), own.begin(), own.end());
        waiting.insert(token);
      }
    if (ids.empty()) co_return;
    const auto nudged = co_await candidate_.nudge(ids);
    const std::set<std::string> failed(nudged.failed.begin(), nudged.failed.end());
    std::erase_if(waiting, [&](const auto& token) {
      return std::ranges::none_of(ids_of(token), [&](const auto& id) { return failed.contains(id); });
    });
    if (waiting.empty() || !candidate_.running()) co_return;
    if (attempt == 2 || nudged.result.timed_out) {
      tell_failed_nudge(waiting, nudged.result);
      co_return;
    }
    bundle = waiting;
    if (!co_await look_at_queue()) co_return;
  }
}

/// What the candidate waits for by its clock would be over at once: it is moved when there is nothing such. Nor do we keep it busy then: a
/// sender that holds connections for longer than bystanders pause would never be without one.
awaitable<std::string> Stage::move_clock(std::string tag, std::chrono::seconds by, bool both) {
  if (!clock_) throw Fault("a clock is to be moved where there is none");
  constexpr Duration still = 700ms, lost = 30s;
  const auto until = std::chrono::steady_clock::now() + lost;
  bool quiet = false;
  resting_ = true;
  while (!quiet && std::chrono::steady_clock::now() < until) {
    quiet = !co_await within(still, happened_.wait()) && open_.empty();
    if (!quiet) world_.let_go();
  }
  resting_ = false;
  if (!quiet) co_return "the room did not come to rest, so that its clock was not moved";
  if (!co_await attest(tag)) co_return "the room's clock was not moved";
  const auto moved = co_await clock_->move(candidate_.keeper(), by, both);
  json::object facts;
  facts["wall"] = clock_->wall().count();
  facts["monotonic"] = clock_->monotonic().count();
  facts["real"] = std::time(nullptr);
  facts["processes"] = json::value_from(moved.programs);
  facts["woken"] = moved.woken;
  log_.write(tag, "runner", "clock.moved", std::move(facts));
  co_return "";
}

awaitable<bool> Stage::attest(std::string tag) {
  if (!clock_) co_return true;
  const auto astray = co_await clock_->astray(candidate_.keeper());
  for (const auto& process : astray) {
    json::object facts;
    facts["program"] = process.program.substr(process.program.rfind('/') + 1);
    facts["pid"] = process.pid;
    log_.write(tag, "runner", "clock.astray", std::move(facts));
  }
  co_return astray.empty();
}

awaitable<std::string> Stage::restart(bool killed) {
  if (killed) co_await candidate_.kill();
  else co_await candidate_.stop();
  // What it listed before is not what it has now, and what it has now is told once, tried or not.
  kept_.clear();
  for (const auto& [token, tag] : tags_) unlisted_.insert(token);
  co_return co_await candidate_.start();
}

awaitable<void> Stage::send_bystanders() {
  asio::steady_timer pause(ex_);
  const std::string to = "bystander@" + world_.names(tag::bystander).at("domain");
  const std::string tag = tag::bystander, message = "bystander";
  const std::vector<std::string> none;
  while (!closed_) {
    if (candidate_.running() && !resting_) {
      const std::string token = new_token("bystander");
      log_.write("", "runner", "bystander.sent", token_facts(token));
      co_await send_as(token, tag, message, to, none);
    }
    pause.expires_after(std::chrono::seconds(candidate_.manifest().breath()));
    co_await pause.async_wait(use_awaitable);
  }
}

}  // namespace gauntlet::run
