// A file with tables makes a scenario for each row; one that cannot be meant is complained of in its line.
#include "harness/scenario/table.h"

#include <gtest/gtest.h>

#include "fixtures/smtp/plan.h"
#include "harness/scenario/lint.h"
#include "harness/scenario/reader.h"

namespace gauntlet::scenario {
namespace {

constexpr auto family = R"(title  A host that {host} gets no mail

table failure
    failure      host                      fault
    not-offered  offers no STARTTLS        no-starttls
    reply-454    answers with 454          reply starttls "454 4.7.0  not now"

zone unsigned
    @     MX  10 mx1
    mx1   A   {mx1}

mx mx1
    fault  {fault}

step attack
    send  note to ann
    await  keep note within 60s
)";

std::vector<std::string> complaints(const std::string& text) {
  std::vector<std::string> all;
  try {
    parse_scenarios("a/b", "b.scenario", text);
  } catch (const Complaints& found) {
    for (const auto& complaint : found.all()) all.push_back(complaint.text());
  }
  return all;
}

/// The family with one piece of it replaced.
std::string with(const std::string& piece, const std::string& other) {
  std::string text = family;
  const auto at = text.find(piece);
  EXPECT_NE(at, text.npos) << piece;
  return text.replace(at, piece.size(), other);
}

void complains(const std::string& text, const std::string& of) {
  const auto all = complaints(text);
  ASSERT_EQ(all.size(), 1u) << text;
  EXPECT_EQ(all.front(), "b.scenario:" + of);
}

TEST(Table, ARowIsAScenario) {
  const auto all = parse_scenarios("a/b", "b.scenario", family);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].id, "a/b[not-offered]");
  EXPECT_EQ(all[1].id, "a/b[reply-454]");
  EXPECT_EQ(all[1].title, "A host that answers with 454 gets no mail");
  EXPECT_EQ(smtp::mx_of(*all[1].hosts[0].plan)->faults[0].text, "454 4.7.0  not now");
  EXPECT_EQ(all[1].steps[0].line, 15) << "lines are counted as in the file";
}

TEST(Table, WhatARunKeepsOfARowReadsAlone) {
  const auto row = parse_scenarios("a/b", "b.scenario", family)[1];
  const auto kept = parse_scenario(row.id, "kept", row.text);
  EXPECT_EQ(kept.title, row.title);
  EXPECT_EQ(kept.steps[0].line, row.steps[0].line);
}

TEST(Table, TwoTablesMakeEveryPair) {
  auto text = with("zone unsigned", "table when\n    when   time\n    first  once\n    again  twice\n\nzone unsigned");
  text.replace(text.find("gets"), 4, "{time} gets");
  std::string ids;
  for (const auto& s : parse_scenarios("a/b", "b", text)) ids += s.id + " ";
  EXPECT_EQ(ids, "a/b[not-offered,first] a/b[not-offered,again] a/b[reply-454,first] a/b[reply-454,again] ");
}

TEST(Table, ADashIsNothing) {
  auto text = with("fault  {fault}", "{fault}");
  text.replace(text.find("reply starttls"), 14, "fault reply starttls");
  text.replace(text.find("     no-starttls"), 16, "     -");
  const auto all = parse_scenarios("a/b", "b", text);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(smtp::mx_of(*all[0].hosts[0].plan)->faults.empty());
  EXPECT_EQ(smtp::mx_of(*all[1].hosts[0].plan)->faults.size(), 1u);
}

TEST(Table, ComplainsOfWhatCannotBeMeant) {
  complains(with("    reply-454 ", "    not-offered  says 454  alert\n    reply-454 "), "6: a second row 'not-offered'; the first stands in line 5");
  complains(with("    reply-454 ", "    other        offers no STARTTLS        no-starttls\n    reply-454 "),
            "6: row 'other' says what row 'not-offered' says");
  complains(with("    reply-454 ", "    empty        -                         -\n    reply-454 "),
            "6: row 'empty' is empty; a cell with something in it was expected");
  complains(with("    reply-454 ", "    short        says little\n    reply-454 "),
            "6: a row of 2 cells; 3 were expected, two spaces apart: failure, host, fault");
  complains(with("    fault  {fault}", "    fault  {falt}\n    fault  {fault}"), "13: no row fills {falt}, and no host or zone is called so; did you mean {fault}?");
  complains(with("    fault  {fault}", "    fault  alert"), "3: column 'fault' is used nowhere; {fault} was expected in some line");
  complains(with("{host}", "is bad"), "3: column 'host' is used nowhere; {host} was expected in some line");
  complains(with("fault\n    not", "mx1\n    not"), "4: a column 'mx1' beside a host, zone or column of that name; another was expected");
  complains(with("table failure", "table"), "3: expected: table NAME, with columns and rows indented below it");
}

TEST(Table, AThirdIsTooMany) {
  const auto text = with("zone unsigned", "table two\n    two  u\n    a  1\n    b  2\n\ntable three\n    three  v\n    a  1\n    b  2\n\nzone unsigned");
  complains(text, "13: a third table; 2 are the most that a reader follows");
}

TEST(Table, TitlesTellRowsApart) {
  auto text = with("{host}", "is bad");
  text.replace(text.find("zone unsigned"), 13, "# It {host}.\nzone unsigned");
  complains(text, "1: rows 'not-offered' and 'reply-454' have the same title; a {column} that tells them apart was expected in it");
}

TEST(Table, AMistakeOfOneRowNamesIt) {
  complains(with("        no-starttls\n", "        no-startls\n"), "13: unknown fault 'no-startls'; did you mean 'no-starttls'? (row not-offered)");
}

TEST(Table, AMistakeOfAllRowsIsToldOnce) {
  complains(with("await  keep", "awiat  keep"), "17: unknown line of a step 'awiat'; did you mean 'await'?");
}

}  // namespace
}  // namespace gauntlet::scenario
