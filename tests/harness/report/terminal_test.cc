// What a person reads: the grid, the report, and the lines while a run goes on.
#include "harness/report/terminal.h"

#include <gtest/gtest.h>

#include <sstream>

#include "harness/report/cases.h"
#include "harness/report/explain.h"
#include "harness/report/layout.h"
#include "harness/report/progress.h"
#include "sample.h"

using namespace gauntlet::report;

namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST(Layout, CountsColumnsAndBreaksLines) {
  EXPECT_EQ(columns("a\u00e9\u4e2de\u0301"), 5u);
  EXPECT_EQ(fit("abcdefgh", 6), "abc...");
  EXPECT_EQ(fit("\u4e2d\u4e2d\u4e2d", 5), "\u4e2d...");
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("abcdefghij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
  EXPECT_EQ(wrap("  ab cd", 4), (std::vector<std::string>{"  ab", "cd"}));
  EXPECT_EQ(wrap("", 4), (std::vector<std::string>{""}));
  EXPECT_EQ(lay_out({{"A", "one\ntwo"}, {"Long", "x"}}, 2, 80),
            "  A     one\n        two\n  Long  x\n");
}

TEST(Terminal, ShowsEachFailureInFull) {
  const auto text = terminal(sample(), {.width = 0, .paths = {"out/results.json"}});
  for (const auto* part :
       {"\nOptions    a=b\n", "fail  dane/tlsa-lookup-fails\n",
        "  Requirement  RFC7672-2.1.2-4 MUST NOT: A failed",
        "  Expected     no delivery of note\n               or a delivery to another host\n",
        "  Actual       delivered <note>", "  Evidence     evidence/dane/tlsa-lookup-fails.jsonl\n",
        "  Reproduce    gauntlet run --candidate postfix dane/tlsa-lookup-fails\n",
        "warning  dane/bounce: SHOULD NOT deliver note [RFC7672-2.1.2-4]: expected",
        "  Reason     mx1 was never tried\n", "  Reason     NSD died\n",
        "known  mta-sts/cache: not cached\n       https://bugs.test/1\n", "strike it",
        "bsi-tr-03108   66.7  MUST 2 of 2 met, SHOULD 0 of 1 met; 3 of 3 clauses ruled on; 1 of 2 cases met\n",
        "dane          withheld: 3 of 16 clauses ruled on\n",
        "1 profiles: nothing of them was ruled on\n",
        "  1 not run  of the 9 scenarios of the suite (filter: 1)\n",
        "not certifiable  1 scenario was not run; ", "  out/results.json\n"})
    EXPECT_NE(text.find(part), text.npos) << part << "\nin\n" << text;
  EXPECT_LT(text.find("dane/tlsa-lookup-fails"), text.find("dane/odd")) << "failures come first";
  EXPECT_EQ(text.find('\x1b'), text.npos);
  EXPECT_EQ(text.find("dane/base"), text.npos) << "what went well is only counted";
  EXPECT_NE(text.find("\ndane        1     1     1      1      1    .      .\n"), text.npos)
      << text;
}

TEST(Terminal, ListsTheCasesOfTheProfileThatWasAskedFor) {
  const auto text = terminal(sample(), {.width = 0, .profile = "bsi-tr-03108"});
  EXPECT_NE(text.find("\nCases of bsi-tr-03108\n"
                      "  J-01  met             Mail arrives\n"
                      "  J-02  not met         It does not (the contrary of dane/bounce is wanted): dane/tlsa-lookup-fails\n"),
            text.npos)
      << text;
  EXPECT_EQ(terminal(sample()).find("Cases of"), std::string::npos);
}

TEST(Cases, StandInATableWhereTheirIdsSpanOne) {
  Profile p{.name = "precedence"};
  p.cases = {{"passes/met", "Both hold", CaseResult::met, {"a/b"}, {}},
             {"passes/not-met", "DANE holds", CaseResult::unmet, {"a/c"}, {}},
             {"bogus/not-met", "None holds", CaseResult::not_applicable, {}, {}},
             {"bogus/absent", "No policy", CaseResult::unruled, {"a/d"}, {}}};
  EXPECT_EQ(cases(p, 0, false),
            "\nCases of precedence\n"
            "          met       not-met   absent\n"
            "  passes  met       not met\n"
            "  bogus             n/a       open\n"
            "\n"
            "  passes/not-met  not met         DANE holds: a/c\n"
            "  bogus/not-met   not applicable  None holds\n"
            "  bogus/absent    not ruled on    No policy: a/d\n");
  p.cases.resize(1);
  EXPECT_EQ(cases(p, 0, false), "\nCases of precedence\n          met\n  passes  met\n");
  for (const auto* id : {"J-01", "/met", "passes/", "a/b/c"}) {
    p.cases[0].id = id;
    EXPECT_EQ(grid(p.cases, false), "") << id;
  }
  EXPECT_EQ(grid({}, false), "");
}

TEST(Terminal, StaysWithinItsWidthAndColoursOnlyWhenAsked) {
  auto r = without({Verdict::pass});
  for (auto& s : r.scenarios) {
    s.evidence = s.reproduce = "";  // those are never broken
    s.file = "x";
    s.title = std::string(300, 'x');
    s.family = "a-family-with-a-name-that-is-much-too-long-for-any-table";
    for (auto& ruling : s.rulings) ruling.observed = std::string(9000, 'y');
  }
  for (const size_t width : {60, 80, 133})
    for (const auto& line : lines(terminal(r, {.width = width})))
      EXPECT_LE(columns(line), width) << line;
  for (const auto& line : lines(terminal(r, {.width = 0})))
    EXPECT_FALSE(line.ends_with("...")) << "nothing is cut in a file: " << line;
  EXPECT_NE(terminal(r, {.colour = true}).find("\x1b[1;31mfail\x1b[0m"), std::string::npos);
}

TEST(Terminal, TellsWarningsInFullWhenStrict) {
  const auto r = without({Verdict::fail});
  EXPECT_EQ(terminal(r).find("Requirement"), std::string::npos);
  EXPECT_NE(terminal(r, {.strict = true}).find("Requirement"), std::string::npos);
}

TEST(Terminal, SaysWhenOnlyKnownGapsStandInTheWay) {
  const auto r = without({Verdict::fail, Verdict::error, Verdict::inconclusive});
  EXPECT_NE(terminal(r).find("nonconformant, by nothing but known gaps"), std::string::npos);
}

TEST(Terminal, SaysOnceWhatManyShare) {
  auto r = without({});
  for (int i = 0; i < 200; ++i)
    r.scenarios.push_back(
        play("mx/idle-" + std::to_string(i), Verdict::inconclusive, "it was not played"));
  for (const auto* id : {"dane/second", "dane/third"}) {
    auto s = play(id, Verdict::fail);
    s.rulings = {broken_ruling(Level::must_not)};
    s.rulings.front().clause += ", RFC7672-10-1";
    s.notes = {"step attack: " + s.rulings.front().text + ": " + s.rulings.front().observed};
    r.scenarios.push_back(s);
  }
  r.cells.front().faults = {"the candidate never started"};
  finish(r);
  const auto text = terminal(r);
  const std::string played = "it was not played";
  EXPECT_EQ(text.find(played), text.rfind(played)) << text;
  EXPECT_NE(text.find("inconclusive  200 scenarios, from mx/idle-0 to mx/idle-99"), text.npos);
  EXPECT_NE(text.find("3 failures may have one cause: RFC7672-2.1.2-4, shown by smtp.message"),
            text.npos);
  EXPECT_EQ(text.find("may have one cause"), text.rfind("may have one cause"));
  EXPECT_EQ(text.find("step attack: "), text.npos) << "Actual has said it";
  EXPECT_LT(text.find(played), text.find("the candidate never started")) << "the reason comes last";
}

TEST(Terminal, SaysWhenARunWasInterrupted) {
  auto r = sample();
  r.interrupted = true;
  finish(r);
  EXPECT_NE(terminal(r).find("The run was interrupted"), std::string::npos);
}

TEST(Progress, FinishedLines) {
  auto r = sample();
  EXPECT_EQ(finished_line(find(r, "dane/base"), false), "raw pass          dane/base  1.2 s");
  EXPECT_EQ(finished_line(find(r, "dane/rare"), false),
            "raw inconclusive  dane/rare  1.2 s  mx1 was never tried");
  EXPECT_EQ(finished_line(find(r, "tlsrpt/report"), true),
            "raw \x1b[2mn/a         \x1b[0m  tlsrpt/report  1.2 s  does not claim tlsrpt");
  const auto failed = finished_line(find(r, "dane/tlsa-lookup-fails"), false);
  EXPECT_NE(failed.find("expected no delivery of note; or a"), failed.npos);
  EXPECT_EQ(failed.find('\n'), failed.npos);
}

TEST(Progress, StatusLine) {
  Progress p{.total = 40, .running = {"dane/a", "dane/b", "dane/c"}, .seconds = 12.4};
  p.done[Verdict::pass] = 2;
  p.done[Verdict::fail] = 1;
  EXPECT_EQ(status_line(p, 0),
            "12 s  3/40 done, 37 left, raw: 1 fail, running dane/a, dane/b, dane/c");
  EXPECT_EQ(status_line(p, 66), "12 s  3/40 done, 37 left, raw: 1 fail, running dane/a and 2 more");
  for (size_t width = 1; width < 70; ++width) EXPECT_LE(columns(status_line(p, width)), width);
}

TEST(Explain, BoundsWhatStrangersSaid) {
  auto s = play("dane/x", Verdict::fail);
  auto r = broken_ruling(Level::must);
  r.observed = std::string(100'000, '\n');
  r.events.assign(1000, r.events.front());
  s.rulings = {r};
  size_t bytes = 0;
  for (const auto& part : explain(s)) bytes += part.text.size();
  EXPECT_LT(bytes, 10'000u);
  EXPECT_EQ(clean("a\nb\r\x01\xff"), "a\nb\\x0d\\x01\\xff");
  EXPECT_EQ(one_line("a\nb", 100), "a; b");
}

}  // namespace
