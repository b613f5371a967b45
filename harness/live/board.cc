// See board.h.
#include "harness/live/board.h"

#include <algorithm>

#include <boost/json.hpp>

#include "harness/judge/components.h"

namespace gauntlet::live {
namespace json = boost::json;

Board::Board(std::string title, std::vector<std::string> configure, std::vector<std::string> scenarios, const std::vector<std::string>& claims)
    : title_(std::move(title)), configure_(std::move(configure)), order_(std::move(scenarios)) {
  for (const auto& id : order_) plays_[id];
  for (const auto part : judge::parts) parts_.push_back({std::string(judge::name(part)), judge::expected(part, claims), {}});
}

namespace {
constexpr size_t most_asked = 4;

/// "from ADDRESS at SERVER: QUESTION" of another question.
auto same_asker(const std::string& text) {
  return [head = text.substr(0, text.rfind(": ") + 2)](const std::string& known) { return known.starts_with(head); };
}
}  // namespace

void Board::hear(const run::News& news) {
  if (news.what == "world") roots_ = news.text;
  if (news.what == "fault") faults_.push_back(news.text);
  // (Each world tells of what it saw first.)
  if (news.what == "part")
    for (auto& part : parts_)
      if (part.name == news.id && part.asked.size() < most_asked && std::ranges::none_of(part.asked, same_asker(news.text))) part.asked.push_back(news.text);
  const auto found = plays_.find(news.id);
  if (found == plays_.end()) return;
  auto& play = found->second;
  if (news.what == "begins") play = {"runs", "", {}};
  if (news.what == "ends") play = {news.verdict, news.why, {}};
  if (news.what == "send") play.mails.push_back({news.text, news.why});
  if (news.what == "sent") std::erase_if(play.mails, [&](const auto& mail) { return mail.subject == news.why; });
}

void Board::say(run::Word word) {
  if (word.what == "pause" || word.what == "go on") paused_ = word.what == "pause";
  said_.push_back(std::move(word));
}

void Board::end(std::string summary) { over_ = std::move(summary); }

std::string Board::state() const {
  json::array plays;
  for (const auto& id : order_) {
    const auto& play = plays_.at(id);
    json::array mails;
    for (const auto& mail : play.mails) mails.push_back(json::object{{"to", mail.to}, {"subject", mail.subject}});
    plays.push_back(json::object{{"id", id}, {"state", play.state}, {"why", play.why}, {"mails", mails}});
  }
  json::array parts;
  for (const auto& part : parts_)
    parts.push_back(json::object{{"name", part.name}, {"expected", part.expected}, {"asked", json::value_from(part.asked)}});
  json::object all;
  all["title"] = title_;
  all["configure"] = json::value_from(configure_);
  all["parts"] = parts;
  all["plays"] = plays;
  all["faults"] = json::value_from(faults_);
  all["said"] = json::value_from(said_);
  all["paused"] = paused_;
  all["over"] = over_;
  return json::serialize(all);
}

}  // namespace gauntlet::live
