// What a record says of one scenario: its events in order, and what must be known to read them (the
// names that the world gave out, the tokens of its messages, when each step began and ended). Fed
// event by event, so that the runner can ask while the play goes on what the judge asks afterwards.
#pragma once
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fixtures/record/event.h"
#include "harness/scenario/model.h"

namespace gauntlet::judge {

/// Event numbers, both included.
struct Window {
  std::uint64_t first = 0;
  std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  bool has(std::uint64_t n) const { return first <= n && n <= last; }
};

/// A step as it was played. `over` is false when the record ends before the step does; `end` is
/// then the time of the last event of the play.
struct Passage {
  Window window;
  double begin = 0, end = 0;  ///< seconds of the record's clock
  bool over = false;
};

/// What came of a message, as far as it is over for the sender.
struct Fate {
  enum class Kind { open, refused, delivered, returned };
  Kind kind = Kind::open;  ///< `refused`: at submission
  std::uint64_t event = 0;
};

/// How a question was put to the resolver.
struct Asked {
  bool dnssec = true;     ///< it asked to be told of DNSSEC (AD or DO bit)
  bool unchecked = false;  ///< it waived the resolver's validation (CD bit)
};

/// The first of these events, which stand in order, that is in the window.
std::vector<const record::Event*>::const_iterator first_in(const std::vector<const record::Event*>&, Window);

/// What has been heard of those whom a message was for. The same one's second copy tells nothing of another one.
struct Recipients {
  std::set<std::string> all, served;  ///< addresses in lower case
  size_t others = 0;                  ///< notices, and messages to addresses that were not submitted
  /// Those of a submission: addresses with spaces between.
  void await(const std::string& addresses);
  /// A message (`smtp.message`) that was accepted.
  void serve(const record::Event& message);
  bool none_left() const { return served.size() + others >= all.size(); }
};

class Play {
 public:
  /// The scenario must outlive the play.
  explicit Play(const scenario::Scenario& scenario) : scenario_(&scenario) {}
  Play(const Play&) = delete;
  Play& operator=(const Play&) = delete;
  Play(Play&&) = default;

  /// Notes an event if it is tagged with the scenario's id; false when it is not. A second
  /// play.begin starts afresh: the last play of a record counts.
  bool take(const record::Event&);
  /// The same without a copy, for events that outlive the play.
  bool view(const record::Event&);

  const scenario::Scenario& scenario() const { return *scenario_; }
  const std::vector<const record::Event*>& events() const { return events_; }
  /// Those of them that bear this token, in order: of a thousand messages each is looked for among its own.
  const std::vector<const record::Event*>& events_of(const std::string& token) const;
  /// The one of that number; nullptr when it is none of the play's.
  const record::Event* event(std::uint64_t n) const;
  bool begun() const { return whole_.begin >= 0; }
  bool ended() const { return whole_.over; }
  const Passage& whole() const { return whole_; }
  const std::string& why() const { return why_; }         ///< the play.end's reason
  const Passage* passage(const std::string& step) const;  ///< nullptr when it was never begun

  /// How long an act is waited for: what the line says, but no longer than the candidate's manifest
  /// says that its own time-outs need, and no shorter than it says that its own retries take.
  std::chrono::milliseconds deadline(const scenario::StepLine&) const;

  /// The token of a message; "" while it has not been submitted.
  std::string token(const std::string& message) const;
  /// False while it has not been submitted, and when the candidate refused it.
  bool submitted(const std::string& message) const;

  /// A text with the {names} of the world in place of its placeholders; unknown ones stay.
  std::string resolved(std::string_view text) const;
  /// A domain name as scenarios write it, made absolute, lower case, without final dot.
  std::string host(std::string_view written) const;

  /// Who relays this connection: an attacker's name, "" for the candidate's own connection.
  std::string via(std::int64_t conn) const;
  /// The question that this answer is for.
  Asked asked(const record::Event& answer) const;
  /// True when, in the window, the sender connected to somebody, named a message, or got (or was
  /// refused) an answer of the resolver: that it has tried something there.
  bool tried(Window) const;
  Fate fate(const std::string& message) const;
  /// True when nothing that was submitted is on its way any more.
  bool all_settled() const;

 private:
  void note(const record::Event&);

  const scenario::Scenario* scenario_;
  std::deque<record::Event> kept_;
  std::vector<const record::Event*> events_;
  std::map<std::string, std::vector<const record::Event*>> by_token_;
  Passage whole_{.window = {}, .begin = -1};
  std::string why_, step_;
  std::int64_t longest_wait_ = -1, patience_ = -1;  ///< seconds
  std::map<std::string, Passage> passages_;
  std::map<std::string, std::string> names_, tokens_;
  std::map<std::int64_t, std::string> via_;
  std::map<std::string, Asked> asked_;
  std::map<std::string, Fate> fates_;  ///< by token
  std::map<std::string, Recipients> recipients_;  ///< by token
  std::vector<std::uint64_t> tries_;
};

}  // namespace gauntlet::judge
