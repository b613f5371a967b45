// Manifests: what is read, and what is complained of with file and line.
#include "harness/candidate/manifest.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

using namespace gauntlet;

namespace {

const std::string whole =
    "title   T\nclaims  dane\nready   smtp 127.0.0.1:25\nsubmit  smtp 127.0.0.1:25\nstart   exec "
    "true\n";

std::string outcome(const std::string& text) {
  const std::string file = ::testing::TempDir() + "m" + std::to_string(::getpid()) + ".candidate";
  std::ofstream(file) << text;
  std::string told = "ok";
  try {
    candidate::read_manifest(file);
  } catch (const Complaints& c) {
    told = c.what();
    told.erase(0, told.find(".candidate") + 10);
  }
  std::remove(file.c_str());
  return told;
}

TEST(Manifest, WholeOneReads) {
  EXPECT_EQ(outcome(whole), "ok");
}

TEST(Manifest, ComplainsWithLine) {
  EXPECT_EQ(outcome(whole + "colour red\n").substr(0, 32), ":6: key \"colour\" is unknown; one");
  EXPECT_NE(outcome(whole + "claims dain\n").find(":6: claim \"dain\" is unknown"),
            std::string::npos);
  EXPECT_NE(outcome(whole + "user postfix many\n").find(":6: \"many\" is not a number"),
            std::string::npos);
  EXPECT_NE(outcome(whole + "file etc/x\n    a\n").find(":6: file \"etc/x\" is not absolute"),
            std::string::npos);
  EXPECT_NE(
      outcome(whole + "known dane/x\n    because\n").find(":6: a known gap without reason or link"),
      std::string::npos);
  EXPECT_NE(outcome("title T\n").find("there is no `claims`"), std::string::npos);
}

bool says(const std::string& text, const std::string& sentence) {
  const auto told = outcome(text);
  EXPECT_NE(told.find(sentence), std::string::npos) << told;
  return told != "ok";
}

TEST(Manifest, APathThatLeavesTheRoomIsRefused) {
  EXPECT_TRUE(says(whole + "folder /../../../../tmp/x\n",
                   ":6: folder \"/../../../../tmp/x\" leads upwards"));
  EXPECT_TRUE(says(whole + "file /a/../../x\n    text\n", ":6: file \"/a/../../x\" leads upwards"));
  EXPECT_TRUE(says(whole + "log /var/log/a ../b\n", ":6: log \"../b\" is not absolute"));
  EXPECT_TRUE(says(whole + "bind opt\n", ":6: bind \"opt\" is not absolute"));
  EXPECT_TRUE(says(whole + "bind /opt/../etc\n", ":6: bind \"/opt/../etc\" leads upwards"));
  EXPECT_TRUE(says(whole + "bind /proc/self/root/etc\n", "is a link"));
  EXPECT_TRUE(says(whole + "file //x\n    text\n", "has an empty part"));
}

TEST(Manifest, AFileWhereNobodyCanWriteIsRefused) {
  EXPECT_TRUE(
      says(whole + "file /usr/local/bin/x\n    text\n", ":6: file /usr/local/bin/x lies in /usr"));
  EXPECT_TRUE(says(whole + "bind /srv/mta\nfolder /srv/mta/spool\n",
                   ":7: folder /srv/mta/spool lies in /srv/mta"));
}

TEST(Manifest, WhatIsGivenTwiceIsRefused) {
  for (const char* line :
       {"title Other", "ready smtp 127.0.0.1:26", "submit smtp 127.0.0.1:26", "start true"})
    EXPECT_TRUE(says(whole + line + "\n", fmt::format(":6: \"{}\" is given twice", line)));
  EXPECT_TRUE(says(whole + "option a\noption a b\n", ":7: option a is given twice"));
}

TEST(Manifest, NoClaimBesideNone) {
  EXPECT_TRUE(says(whole + "claims none\n", ":6: claims \"none\" beside others"));
}

TEST(Manifest, SubmitToAnAddressIsOverSmtpOnly) {
  const std::string head = "title T\nclaims dane\nready smtp 127.0.0.1:25\nstart true\n";
  EXPECT_TRUE(says(head + "submit lmtp 127.0.0.1:24\n", ":5: submit \"lmtp\" is unknown"));
  EXPECT_TRUE(says(head + "submit smtp localhost\n", ":5: \"localhost\" is not ADDRESS:PORT"));
  EXPECT_EQ(outcome(head + "submit sendmail -f {from} {to}\n"), "ok");
}

TEST(Manifest, ReadyNeedsAnAddressAndAPort) {
  const std::string head = "title T\nclaims dane\nsubmit smtp 127.0.0.1:25\nstart true\n";
  for (const char* wrong :
       {"localhost", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", "127.0.0.1:25x"})
    EXPECT_TRUE(says(head + "ready smtp " + wrong + "\n", ":5: \"")) << wrong;
  EXPECT_EQ(outcome(head + "ready smtp [::1]:25\n"), "ok");
}

TEST(Manifest, APlaceholderThatIsNearlyAnOptionIsRefused) {
  EXPECT_TRUE(says(whole + "option strategy\nfile /etc/x\n    a\n    b {strategi}\n",
                   ":9: nothing fills in {strategi}; did you mean {strategy}?"));
  EXPECT_TRUE(says(whole + "nudge one\n    flush {idz}\n",
                   ":7: nothing fills in {idz}; did you mean {ids}?"));
  EXPECT_EQ(
      outcome(whole + "option strategy\nfile /etc/x\n    {strategy} {other} ${shell} { print }\n"),
      "ok");
}

TEST(Manifest, AKnownGapNamesAScenario) {
  EXPECT_TRUE(says(whole + "known DANE\n    because\n    https://a.example\n",
                   ":6: \"DANE\" is not a scenario's id"));
  EXPECT_TRUE(says(whole + "known dane/x until 2027-02-30\n    because\n    https://a.example\n", ":6: until \"2027-02-30\" is no day"));
  EXPECT_EQ(outcome(whole + "known dane/x until 2027-02-28 version 3\n    because\n    https://a.example\n"),
            outcome(whole + "known dane/x-1 version 3\n    because\n    https://a.example\n"));
  EXPECT_EQ(outcome(whole + "known dane/x-1 version 3\n    because\n    https://a.example\n"),
            "ok");
}

TEST(Manifest, FoldersHaveOwnersAndModes) {
  const std::string file = ::testing::TempDir() + "f" + std::to_string(::getpid()) + ".candidate";
  std::ofstream(file) << whole << "folder /a 711\nfolder /b mail:mail 2750\nfolder /c mail\n"
                      << "at-once 2\ndns-timeout 3 4\nbounces cat /var/bounces\nlayer own\ninstall make {x}\n";
  const auto m = candidate::read_manifest(file);
  std::remove(file.c_str());
  EXPECT_EQ(m.folders, (std::vector<lab::Folder>{
                           {"/a", "", 0711}, {"/b", "mail:mail", 02750}, {"/c", "mail", 0755}}));
  EXPECT_EQ(m.at_once, 2);
  EXPECT_EQ(m.dns_timeout, 3);
  EXPECT_EQ(m.dns_attempts, 4);
  EXPECT_EQ(m.bounces, "cat /var/bounces\n");
  EXPECT_EQ(m.layer, "own");
  EXPECT_EQ(m.install, "make {x}\n");
  EXPECT_TRUE(says(whole + "folder /a mail 799\n", ":6: \"799\" is not a mode"));
  EXPECT_TRUE(says(whole + "dns-timeout 0\n", "out of bounds"));
  EXPECT_TRUE(says(whole + "at-once 0\n", ":6: \"at-once 0\" plays nothing"));
  EXPECT_TRUE(says(whole + "layer ../x\n", ":6: layer"));
  EXPECT_TRUE(says(whole + "install make\n", ":6: what is built has no name"));
}

TEST(Manifest, AllThatAreShippedRead) {
  const char* source = std::getenv("GAUNTLET_SOURCE");
  ASSERT_TRUE(source);
  int read = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(source) + "/harness/candidates"))
    if (entry.path().extension() == ".candidate") {
      EXPECT_NO_THROW(candidate::read_manifest(entry.path().string()));
      ++read;
    }
  EXPECT_GE(read, 3);
}

TEST(Manifest, WhatIsMissingIsToldAtOnce) {
  for (const char* key : {"title", "claims", "start", "ready", "submit"})
    EXPECT_NE(outcome("").find(fmt::format("there is no `{}`", key)), std::string::npos) << key;
}

TEST(Manifest, OneThatRunsElsewhereIsNotSetUpFromHere) {
  const std::string elsewhere = "title T\nclaims dane\nremote\n";
  EXPECT_EQ(outcome(elsewhere), "ok");
  EXPECT_EQ(outcome(elsewhere + "submit smtp 192.0.2.1:587\nlogin ann /etc/password\npatience 900\nqueue ssh mx mailq\n"), "ok");
  says(elsewhere + "start exec true\n", ":4: `start` beside `remote`");
  says(elsewhere + "ready file /run/there\n", "`ready file` beside `remote`");
  says(elsewhere + "login ann /etc/password\n", "`login` without `submit smtp");
  says(elsewhere + "patience 5\n", "60 seconds to a week were expected");
  says(whole + "patience 900\n", ":6: `patience` without `remote`");
  says(whole + "schedule 900\n", ":6: `schedule` without `remote`");
  says(elsewhere + "schedule\n", "seconds between attempts");
  says(elsewhere + "schedule 900 0\n", "\"0\" is out of bounds; a second to a week was expected");
}

TEST(Manifest, AScheduleSaysWhenAnAttemptIsOverAndWhenTheNextIsDue) {
  EXPECT_EQ(outcome("title T\nclaims dane\nremote\nschedule 900 900 3600\n"), "ok");
  candidate::Manifest m;
  EXPECT_EQ(m.silence(), 30);
  EXPECT_EQ(m.breath(), 3);
  m.patience = 90000;
  EXPECT_EQ(m.silence(), 45000);
  EXPECT_EQ(m.breath(), 600);
  m.schedule = {900, 900, 3600};
  EXPECT_EQ(m.silence(), 450);
}

TEST(Manifest, ARootTakesThePlaceOfLayers) {
  EXPECT_EQ(outcome(whole + "root /srv/image\n"), "ok");
  says(whole + "root image\n", ":6: root \"image\" is not absolute");
  says(whole + "root /\n", ":6: root \"/\" has an empty part");
  says(whole + "root /srv/image\npackages exim4\n", ":7: `packages` beside `root`");
}

TEST(Manifest, FillsOptionsOnly) {
  EXPECT_EQ(fill("{a} ${b} { print }", {{"a", "1"}}), "1 ${b} { print }");
}

TEST(Manifest, PosturesHoldWithTheirOption) {
  const std::string file = ::testing::TempDir() + "posture.candidate";
  std::ofstream(file) << whole << "option  level dane\nclaims  dane-mandatory with level dane-only\n";
  const auto manifest = candidate::read_manifest(file);
  std::remove(file.c_str());
  using Claims = std::vector<std::string>;
  EXPECT_EQ(manifest.claims_with({}), Claims{"dane"});
  EXPECT_EQ(manifest.claims_with({{"level", "dane-only"}}), (Claims{"dane", "dane-mandatory"}));
  EXPECT_TRUE(says(whole + "claims dane-mandatory with level\n", ":6: \"claims dane-mandatory with level\": claims CLAIM... with OPTION VALUE"));
  EXPECT_TRUE(says(whole + "claims dane-mandatory with level dane-only\n", ":6: there is no option \"level\""));
}

const std::string postured = whole + "option  level dane\noption  roots all\nclaims  tls-mandatory tls-verified with level secure\n";

TEST(Manifest, PosturesSetOptions) {
  const std::string file = ::testing::TempDir() + "postured.candidate";
  std::ofstream(file) << postured << "posture tls-verified level secure roots ours\nposture dane level dane\n";
  const auto manifest = candidate::read_manifest(file);
  std::remove(file.c_str());
  using Options = std::map<std::string, std::string>;
  EXPECT_EQ(manifest.options_of("", {{"level", "may"}}), (Options{{"level", "may"}}));
  EXPECT_EQ(manifest.options_of("tls-verified", {}), (Options{{"level", "secure"}, {"roots", "ours"}}));
  EXPECT_EQ(manifest.options_of("tls-verified", {{"level", "secure"}}), (Options{{"level", "secure"}, {"roots", "ours"}}));
  const auto refused = [&](const std::string& posture, const Options& set) {
    try {
      manifest.options_of(posture, set);
    } catch (const Complaints& c) {
      return std::string(c.what());
    }
    return std::string();
  };
  EXPECT_NE(refused("brave", {}).find("postured has no posture \"brave\"; it has tls-verified, dane"), std::string::npos);
  EXPECT_NE(refused("dane", {{"level", "may"}}).find("dane means level=dane for postured, and --set says level=may"), std::string::npos);
}

TEST(Manifest, PosturesComplainWithLine) {
  EXPECT_TRUE(says(postured + "posture secure level\n", ":9: \"posture secure level\": posture NAME OPTION VALUE... was expected"));
  EXPECT_TRUE(says(postured + "posture secure speed high\n", ":9: there is no option \"speed\""));
  EXPECT_TRUE(says(postured + "posture secure level a\nposture secure level b\n", ":10: posture secure is given twice"));
  EXPECT_TRUE(says(postured + "posture secure level a level b\n", ":9: posture secure sets level twice"));
  EXPECT_TRUE(says(postured + "posture tls-verified level may\n", ":9: posture tls-verified does not claim tls-verified"));
  EXPECT_EQ(outcome(postured + "posture tls-mandatory level secure\n"), "ok");
}

}  // namespace
