// What is to be said for a sender that did not do what was asked, or did what it should not have: what was in its way that was ours, the
// machine's or the play's. Each tells the reason in a sentence, "" where there is none.
#pragma once
#include <string>
#include <vector>

#include "harness/judge/around.h"
#include "harness/judge/play.h"

namespace gauntlet::judge {

/// An await that was not met, and the line that it stands on.
struct Loss {
  int line;
  std::string why;
};

/// The first of the events, in a sentence with its time, and how many more there are; "" without any.
std::string observed(const Play& play, const std::vector<std::uint64_t>& events);

class Circumstances {
 public:
  /// `answerable`: the candidate is, for an end or a stall of its own.
  Circumstances(const Play& play, const Lab& lab, bool answerable) : play_(play), lab_(lab), answerable_(answerable) {}

  /// That an act did not come, and what there is to know about it.
  std::string unseen(const scenario::Step& step, const scenario::StepLine& line, const Passage& passage) const;
  /// Why what a sender did was the machine's doing: it came too late to the answers that would have shown it another way. (Who is
  /// only advised against a way may take it wherever the machine barred the better one.)
  std::string misled(const scenario::StepLine& line, const Passage& passage) const;
  /// That an answer which the step awaits was there, and was another one by the time that the ban was broken.
  std::string changed_its_mind(const scenario::Step& step, const Passage& passage, std::uint64_t broken) const;
  /// Why a ban that nothing breaks may have been broken all the same, "" when it was kept.
  std::string doubt(const scenario::StepLine& line, const Passage& passage, const std::vector<Loss>& lost) const;
  /// Why an act that did not come is not the sender's failure, "" when it is.
  std::string excuse(const scenario::Step& step, const scenario::StepLine& line, const Passage& passage, const std::vector<Loss>& lost) const;

 private:
  /// The first submission of the window that the candidate refused; null = it refused none.
  const record::Event* refusal(Window window) const;
  /// What was in the act's way that is no doing of the sender's.
  std::vector<std::string> hindrances(const scenario::Step& step, const scenario::StepLine& line, const Passage& passage) const;
  /// Why nothing was tried in this time with the act's message, which an earlier step had sent, where that is no failure: it had arrived
  /// by then, as a sender may try when nobody bids it to, or it is among those that the candidate keeps. (RFC 5321, 4.5.4.1, has the
  /// pause between attempts be "at least 30 minutes", for which there is a SHOULD; what was never tried is another matter.) "" = it is not so.
  std::string nothing_tried(const scenario::StepLine& line, const Passage& passage) const;
  /// A message of this step or an earlier one that the candidate refused, in a sentence.
  std::string not_taken(const scenario::Step& step) const;

  const Play& play_;
  const Lab& lab_;
  const bool answerable_;
};

}  // namespace gauntlet::judge
