// Each rule of the linter seen to fire, and a good scenario seen to pass them all.
#include "harness/scenario/lint.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "harness/scenario/reader.h"

namespace gauntlet::scenario {
namespace {

const Catalogue& catalogue() {
  static const Catalogue all(parse_clauses("c.clauses", R"(RFC1-1  MUST NOT  section 1
    Never.
RFC1-2  SHOULD  section 1
    Better.
RFC1-3  MAY  section 1
    As you like.
RFC1-4  stated  section 1
    It is so.
RFC1-5  stated  section 1
    It is so.
    strict: nothing else is left
)"));
  return all;
}

const std::string good = R"(title  Good
zone signed
    @    MX 10 mx1
    mx1  A  {mx1}
mx mx1
    cert self-signed
attacker mallory
    dns  @ MX servfail
step attack
    start mallory
    send  note to ann
    await answer @ MX servfail within 5s
    MUST NOT  deliver note  [RFC1-1]
step relief
    stop  mallory
    await deliver note within 5s
)";

std::string findings(const std::string& text, const std::string& id = "dane/x") {
  std::string all;
  for (const auto& complaint : lint_all({parse_scenario(id, "x.scenario", text)}, catalogue()))
    all += complaint.text() + "\n";
  return all;
}

/// The good scenario with one text in place of another is complained about so.
void fires(const std::string& instead_of, const std::string& text, const std::string& expected) {
  auto changed = good;
  const auto at = changed.find(instead_of);
  ASSERT_NE(at, changed.npos) << instead_of;
  changed.replace(at, instead_of.size(), text);
  const auto found = findings(changed);
  EXPECT_NE(found.find(expected), found.npos) << "wanted: " << expected << "\nfound: " << found;
}

TEST(lint, good_scenario_is_left_alone) {
  EXPECT_EQ(findings(good), "");
}

/// The good scenario with this in place of its relief.
bool lacks_relief(const std::string& relief) {
  auto changed = good;
  const std::string old = "    await deliver note within 5s\n";
  changed.replace(changed.find(old), old.size(), relief);
  return findings(changed).find("a ban without relief") != std::string::npos;
}

TEST(lint, a_ban_is_relieved_by_what_a_pass_needs) {
  EXPECT_FALSE(lacks_relief("    MUST deliver note within 5s [RFC1-1]\n"));
  EXPECT_FALSE(lacks_relief("    SHOULD deliver note within 5s [RFC1-1]\n"));
  EXPECT_TRUE(lacks_relief("    await keep note within 5s\n    NOTE deliver note [RFC1-1]\n"));
  // What has been delivered is not lost; what has only been decided on is, where nothing shows that the way is open.
  const std::string again = "    await deliver note within 5s\nstep again\n    await query @ MX within 5s\n    MUST NOT offer ";
  EXPECT_FALSE(lacks_relief(again + "note [RFC1-1]\n"));
  EXPECT_TRUE(lacks_relief("    await deliver note within 5s\n    send other to ann\n    await decide other within 5s\nstep again\n"
                           "    await query @ MX within 5s\n    MUST NOT offer other [RFC1-1]\n"));
}

TEST(lint, every_rule_fires) {
  fires("Good", "Good.", "x.scenario:1: the title ends with a full stop");
  fires("title  Good", "title", "the title is empty");
  fires("    await answer @ MX servfail within 5s\n", "",
        "x.scenario:12: a ban in a step that awaits nothing");
  fires("await deliver note", "await keep note", "x.scenario:13: a ban without relief");
  fires("MUST NOT  deliver note", "MUST NOT  deliver other", "unknown message 'other'");
  fires("    await deliver note within 5s\n", "", "x.scenario:14: step 'relief' awaits nothing");
  fires("await answer @ MX servfail", "await query mx1 A",
        "mallory attacks {domain}. MX, but no step awaits");
  fires("  [RFC1-1]", "", "x.scenario:13: a ruling that cites no clause");
  fires("RFC1-1]", "RFC1-9]", "unknown clause 'RFC1-9'; did you mean 'RFC1-1'?");
  fires("RFC1-1]", "RFC1-2]", "MUST NOT is stricter than RFC1-2, whose level is SHOULD");
  fires("MUST NOT  deliver note  [RFC1-1]", "SHOULD NOT  deliver note [RFC1-3]",
        "stricter than RFC1-3, whose level is MAY");
  fires("RFC1-1]", "RFC1-4]", "stricter than RFC1-4, whose level is stated");
  fires("MUST NOT  deliver note  [RFC1-1]", "MUST NOT  deliver note within 5s [RFC1-1]",
        "MUST NOT with a deadline");
  fires("MUST NOT  deliver note  [RFC1-1]", "MUST  query @ MX [RFC1-1]", "MUST without a deadline");
  fires("    start mallory\n", "", "x.scenario:7: attacker 'mallory' is never started");
  fires("start mallory", "start malory", "unknown attacker 'malory'; did you mean 'mallory'?");
  fires("step attack", "change c\n    @ MX 20 mx1\nstep attack", "change 'c' is never published");
  fires("step attack", "mx mx2\nstep attack", "no record leads to host 'mx2'");
  fires("step attack", "zone other signed\nstep attack", "zone 'other' is never used");
  fires("step attack", "change c\n    @ MX 20 mx1.{domain}\nstep attack", "mx1.{domain} is relative here");
  fires("dns  @ MX servfail", "dns  @ MX forge \"10 mx1.{domain}\"", "mx1.{domain} is relative here");
  fires("    stop  mallory", "    send note to bob", "a second message named 'note'");
  fires("to ann", "to ann@elsewhere", "unknown zone 'elsewhere'");
  fires("to ann", "to ann and bob@elsewhere", "unknown zone 'elsewhere'");
  fires("MUST NOT  deliver note", "MUST NOT  deliver note for bob", "unknown recipient 'bob'");
  fires("zone signed", "zone p signed", "a message to the own domain, which has no zone");
  fires("    stop  mallory", "    break mx9 alert",
        "unknown host 'mx9'; did you mean 'mx1'?");
  fires("step attack", "attacker eve\n    wire mx1 26 reset\nstep attack", "found port 26; mx1 answers at 25");
  constexpr const char* rolls = "are the changes of a zone that is 'signed by' a server";
  fires("step attack", "change c\n    new-key begins\nstep attack", rolls);
  fires("step attack", "zone shop at shop signed by bind\n    @ TXT x\nchange c of shop\n    @ TXT y\nstep attack", rolls);
  fires("step attack", "zone shop at shop signed by bind\n    @ TXT x\nattacker eve\n    dns @@shop TXT servfail\nstep attack",
        "nobody stands between the resolver and a server that signs by itself");
  fires("zone signed", "given fast\nzone signed", "unknown trait 'fast'");
  fires("await answer @ MX servfail within 5s",
        "await keep note within 5s",
        "x.scenario:13: a ban in a step that awaits no attempt, query or answer");
  fires("MUST NOT  deliver note", "MUST NOT  query home.test. MX",
        "x.scenario:13: 'home.test' lies outside the scenario's zones");
  fires("zone signed", "learns t when keep second\nzone signed",
        "x.scenario:1: the trait 't' is learnt in the first step, which sends no 'second'");
}

TEST(lint, rulings_may_be_weaker_or_strict_for_a_reason) {
  auto text = good;
  text.replace(
      text.find("MUST NOT  deliver note  [RFC1-1]"), 32,
      "SHOULD NOT  deliver note [RFC1-1, RFC1-2, RFC1-4]\n    MUST NOT bounce note [RFC1-5]\n"
      "    NOTE keep note [RFC1-3]");
  EXPECT_EQ(findings(text), "");
}

TEST(lint, ids_are_short_and_plain) {
  EXPECT_NE(findings(good, "dane/" + std::string(56, 'x')).find("has 61 characters"),
            std::string::npos);
  EXPECT_NE(findings(good, "dane/Under_score").find("must consist of"), std::string::npos);
}

TEST(lint, traits_have_one_teacher) {
  const auto teacher = parse_scenario("a/x", "x.scenario", "title T\nlearns t when keep n\n");
  const auto again = parse_scenario("a/y", "y.scenario", "title T\nlearns t when keep n\n");
  std::string all;
  for (const auto& complaint : lint_all({teacher, again}, catalogue()))
    all += complaint.text() + "\n";
  EXPECT_NE(all.find("the trait 't' is taught by a/x already"), all.npos) << all;
}

}  // namespace
}  // namespace gauntlet::scenario
