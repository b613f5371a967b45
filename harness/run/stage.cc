// See stage.h.
#include "harness/run/stage.h"

#include <random>

#include <fmt/format.h>

#include "fixtures/base/text.h"

namespace gauntlet::run {
namespace json = boost::json;

awaitable<void> Gate::enter() {
  while (places_ == 0) co_await freed_.wait();
  --places_;
}

void Gate::leave() {
  ++places_;
  freed_.notify();
}

Stage::Stage(asio::any_io_executor ex, record::Log& log, world::World& world, candidate::Candidate& candidate)
    : ex_(ex), log_(log), world_(world), candidate_(candidate), submissions_(ex, 16), look_(ex), nudged_(ex) {
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

std::string content(const std::string& token, const std::string& to, bool tls_required_no) {
  return fmt::format(
      "From: <{0}@home.test>\r\nTo: <{1}>\r\nSubject: {0}\r\nMessage-ID: <{0}@home.test>\r\n"
      "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n{2}\r\nThe token of this message is {0}.\r\n",
      token, to, tls_required_no ? "TLS-Required: No\r\n" : "");
}

}  // namespace

void Stage::on_event(const record::Event& e) {
  const bool tries = e.what == "tcp.accept" || e.what == "dns.answer" || e.what == "dns.dropped" ||
                     e.what == "smtp.mail";
  if (tries) tried_[e.tag] = e.n;
  if (e.what != "smtp.message" || !e.flag("accepted")) return;
  const std::string token = e.text("token");
  const auto owner = tags_.find(token);
  if (owner == tags_.end()) return;
  if (e.tag == "home") {
    // Whoever does not say in a way that can be read (RFC 3464) that it returns the message may as
    // well only warn its author.
    auto data = token_facts(token);
    data["n"] = e.n;
    const bool returned = e.text("action") == "failed";
    if (!returned) data["action"] = e.text("action");
    log_.write(owner->second, "runner", returned ? "bounce" : "notice", std::move(data));
  } else if (owner->second == "bystander") {
    log_.write("", "runner", "bystander.through", token_facts(token));
  }
}

awaitable<void> Stage::send(std::string tag, std::string message, std::string to, std::vector<std::string> options) {
  const std::string token = fmt::format("{}-{:05}", message, ++serial_);
  tags_[token] = tag;
  candidate::Message mail;
  mail.from = token + "@home.test";
  mail.to = to;
  mail.text = content(token, to, std::find(options.begin(), options.end(), "tls-required-no") != options.end());
  auto facts = token_facts(token);
  facts["msg"] = message;
  facts["to"] = to;
  facts["status"] = 0;
  // The token must be known before the candidate can act on the message.
  log_.write(tag, "runner", "submit", facts);
  co_await submissions_.enter();
  std::string refused;
  try {
    refused = co_await candidate_.submit(mail);
  } catch (const std::exception& broken) {
    refused = broken.what();
  }
  submissions_.leave();
  if (!refused.empty()) {
    facts["status"] = 1;
    facts["output"] = refused;
    log_.write(tag, "runner", "submit", facts);
  }
}

awaitable<void> Stage::look_at_queue() {
  const auto asked = log_.last();
  const auto waiting = co_await candidate_.queue();
  for (const auto& one : waiting) {
    const std::string token = one.sender.substr(0, one.sender.find('@'));
    const auto owner = tags_.find(token);
    if (owner == tags_.end()) continue;
    ids_[token] = one.id;
    // (While a bundle of nudges is on its way, what the listing says of before means nothing.)
    if (nudging_ || one.state != "deferred") continue;
    // What was listed before the sender last tried says nothing of that: told again, it is news.
    if (const auto told = kept_.find(token); told != kept_.end() && told->second >= tried_[owner->second]) continue;
    kept_[token] = asked;
    auto facts = token_facts(token);
    facts["id"] = one.id;
    facts["asked"] = asked;
    facts["state"] = one.state;
    facts["text"] = one.reason;
    log_.write(owner->second, "runner", "queue.kept", std::move(facts));
  }
}

awaitable<void> Stage::watch_queue() {
  if (!candidate_.can_list()) co_return;
  asio::steady_timer breath(ex_);
  Duration patience = 400ms;
  while (!closed_) {
    if (interested_ && candidate_.running()) co_await look_at_queue();
    // A listing costs the candidate work: at most ten a second. And some candidates write their log before
    // their queue, so while someone waits the queue is looked at again without a sign, ever more rarely.
    breath.expires_after(100ms);
    co_await breath.async_wait(use_awaitable);
    bool sign = true;
    if (interested_) sign = co_await within(patience, look_.wait());
    else co_await look_.wait();
    patience = sign ? Duration(400ms) : std::min<Duration>(2 * patience, 3200ms);
  }
}

awaitable<void> Stage::nudge(std::vector<std::string> tokens) {
  for (const auto& token : tokens) {
    kept_.erase(token);
    wanted_.insert(token);
  }
  // Whoever comes while a bundle is on its way waits for the next one.
  while (nudging_) co_await nudged_.wait();
  if (wanted_.empty()) co_return;
  nudging_ = true;
  auto bundle = std::exchange(wanted_, {});
  std::vector<std::string> ids;
  if (candidate_.can_list() && !candidate_.manifest().nudge_one.empty()) {
    co_await look_at_queue();
    for (const auto& token : bundle)
      if (ids_.contains(token)) ids.push_back(ids_[token]);
  }
  // A message that is not in the queue needs no nudge: it was delivered, bounced, or is being tried.
  if (!ids.empty() || !candidate_.can_list() || candidate_.manifest().nudge_one.empty()) co_await candidate_.nudge(ids);
  nudging_ = false;
  nudged_.notify();
}

awaitable<void> Stage::send_bystanders() {
  asio::steady_timer pause(ex_);
  const std::string to = "bystander@" + world_.names("bystander").at("domain");
  while (!closed_) {
    if (candidate_.running()) {
      const std::string token = fmt::format("bystander-{:05}", serial_ + 1);
      log_.write("", "runner", "bystander.sent", token_facts(token));
      co_await send("bystander", "bystander", to, {});
    }
    pause.expires_after(3s);
    co_await pause.async_wait(use_awaitable);
  }
}

}  // namespace gauntlet::run
