// See play.h.
#include "harness/judge/play.h"

#include <algorithm>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::judge {
namespace {

std::string question(const record::Event& event) {
  return event.text("id") + " " + lower(event.text("name")) + " " + event.text("type");
}

/// As one that the domain's host would take for the same: "The local-part of a mailbox MUST BE treated as case sensitive" (RFC 5321, 2.4).
std::string mailbox(std::string address) {
  const auto at = std::min(address.rfind('@'), address.size());
  return address.substr(0, at) + lower(address.substr(at));
}

}  // namespace

std::vector<const record::Event*>::const_iterator first_in(const std::vector<const record::Event*>& events, Window window) {
  return std::lower_bound(events.begin(), events.end(), window.first, [](const auto* event, std::uint64_t n) { return event->n < n; });
}

void Recipients::await(const std::string& addresses) {
  for (const auto& address : words(addresses)) all.insert(mailbox(address));
}

void Recipients::serve(const record::Event& message) {
  const auto* to = message.data.if_contains("to");
  if (!to || !to->is_array()) return;
  for (const auto& address : to->get_array()) {
    const auto one = mailbox(std::string(address.as_string()));
    if (all.contains(one)) served.insert(one);
    else ++others;
  }
}

bool Play::take(const record::Event& event) {
  if (event.tag != scenario_->id) return false;
  kept_.push_back(event);
  note(kept_.back());
  return true;
}

bool Play::view(const record::Event& event) {
  if (event.tag != scenario_->id) return false;
  note(event);
  return true;
}

void Play::note(const record::Event& event) {
  if (event.what == "play.begin") {
    longest_wait_ = event.number("longest_wait");
    patience_ = event.number("patience");
    events_.clear(), by_token_.clear();
    passages_.clear(), names_.clear(), tokens_.clear(), via_.clear(), asked_.clear();
    fates_.clear(), recipients_.clear(), tries_.clear();
    whole_ = {.window = {.first = event.n}, .begin = event.t};
    if (const auto* names = event.data.if_contains("names"); names && names->is_object())
      for (const auto& [key, value] : names->get_object())
        if (value.is_string()) names_[std::string(key)] = std::string(value.get_string());
  }
  events_.push_back(&event);
  if (auto token = event.text("token"); !token.empty()) by_token_[std::move(token)].push_back(&event);
  if (!whole_.over) whole_.end = event.t;
  if (!step_.empty() && passages_.contains(step_)) passages_[step_].end = event.t;

  if (event.what == "step.begin") {
    step_ = event.text("step");
    passages_[step_] = {.window = {.first = event.n}, .begin = event.t, .end = event.t};
  } else if (event.what == "step.end") {
    if (const auto found = passages_.find(event.text("step")); found != passages_.end()) {
      found->second.window.last = event.n;
      found->second.end = event.t;
      found->second.over = true;
    }
    step_.clear();
  } else if (event.what == "play.end") {
    whole_.window.last = event.n;
    whole_.over = true;
    why_ = event.text("why");
  } else if (event.what == "submit") {
    tokens_[event.text("msg")] = event.text("token");
    (recipients_[event.text("token")] = {}).await(event.text("to"));
    if (event.number("status") != 0)
      fates_[event.text("token")] = {Fate::Kind::refused, event.n};
  } else if (event.what == "tcp.accept") {
    via_[event.number("conn")] = event.text("via");
    if (event.text("via").empty()) tries_.push_back(event.n);
  } else if (event.what == "smtp.mail" || event.what == "dns.answer" ||
             event.what == "dns.dropped") {
    tries_.push_back(event.n);
  } else if (event.what == "dns.query") {
    asked_[question(event)] = {event.flag("ad") || event.flag("do"), event.flag("cd")};
  } else if (event.what == "bounce") {
    auto& recipients = recipients_[event.text("token")];
    ++recipients.others;
    if (recipients.none_left()) fates_[event.text("token")] = {Fate::Kind::returned, event.n};
  } else if (event.what == "smtp.message" && event.flag("accepted")) {
    auto& recipients = recipients_[event.text("token")];
    recipients.serve(event);
    if (recipients.none_left()) fates_.emplace(event.text("token"), Fate{Fate::Kind::delivered, event.n});
  }
}

const std::vector<const record::Event*>& Play::events_of(const std::string& token) const {
  static const std::vector<const record::Event*> none;
  const auto found = by_token_.find(token);
  return found == by_token_.end() ? none : found->second;
}

const Passage* Play::passage(const std::string& step) const {
  const auto found = passages_.find(step);
  return found == passages_.end() ? nullptr : &found->second;
}

const record::Event* Play::event(std::uint64_t n) const {
  const auto at = std::ranges::lower_bound(events_, n, {}, &record::Event::n);
  return at != events_.end() && (*at)->n == n ? *at : nullptr;
}

std::string Play::token(const std::string& message) const {
  const auto found = tokens_.find(message);
  return found == tokens_.end() ? std::string() : found->second;
}

bool Play::submitted(const std::string& message) const {
  const auto found = tokens_.find(message);
  return found != tokens_.end() && fate(message).kind != Fate::Kind::refused;
}

std::chrono::milliseconds Play::deadline(const scenario::StepLine& line) const {
  auto said = line.within.value_or(std::chrono::milliseconds(0));
  if (line.within && patience_ > 0) said = std::max<std::chrono::milliseconds>(said, std::chrono::seconds(patience_));
  return longest_wait_ > 0 ? std::min<std::chrono::milliseconds>(said, std::chrono::seconds(longest_wait_)) : said;
}

std::string Play::resolved(std::string_view text) const {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == text.npos) break;
    text.remove_prefix(open);
    const auto close = text.find('}');
    const auto name =
        close == text.npos ? names_.end() : names_.find(std::string(text.substr(1, close - 1)));
    if (name == names_.end()) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += name->second;
      text.remove_prefix(close + 1);
    }
  }
  return out;
}

std::string Play::host(std::string_view written) const {
  auto name = lower(resolved(scenario::absolute(written).text));
  if (name.ends_with('.')) name.pop_back();
  return name;
}

std::string Play::via(std::int64_t conn) const {
  const auto found = via_.find(conn);
  return found == via_.end() ? std::string() : found->second;
}

Asked Play::asked(const record::Event& answer) const {
  const auto found = asked_.find(question(answer));
  return found == asked_.end() ? Asked() : found->second;
}

bool Play::tried(Window window) const {
  const auto at = std::lower_bound(tries_.begin(), tries_.end(), window.first);
  return at != tries_.end() && *at <= window.last;
}

Fate Play::fate(const std::string& message) const {
  const auto found = fates_.find(token(message));
  return found == fates_.end() ? Fate() : found->second;
}

bool Play::all_settled() const {
  return std::all_of(tokens_.begin(), tokens_.end(),
                     [&](const auto& sent) { return fates_.contains(sent.second); });
}

}  // namespace gauntlet::judge
