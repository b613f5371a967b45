// See board.h.
#include "harness/live/board.h"

#include <algorithm>

#include <boost/json.hpp>

namespace gauntlet::live {
namespace json = boost::json;

Board::Board(std::string title, std::vector<std::string> configure, std::vector<std::string> scenarios)
    : title_(std::move(title)), configure_(std::move(configure)), order_(std::move(scenarios)) {
  for (const auto& id : order_) plays_[id];
}

void Board::hear(const run::News& news) {
  if (news.what == "world") roots_ = news.text;
  if (news.what == "fault") faults_.push_back(news.text);
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
  json::object all;
  all["title"] = title_;
  all["configure"] = json::value_from(configure_);
  all["plays"] = plays;
  all["faults"] = json::value_from(faults_);
  all["said"] = json::value_from(said_);
  all["paused"] = paused_;
  all["over"] = over_;
  return json::serialize(all);
}

}  // namespace gauntlet::live
