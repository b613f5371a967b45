// Bundles refused: each for its reason, in one sentence, also when whoever changed it has summed everything up again.
#include "harness/bundle/verify.h"

#include <gtest/gtest.h>

#include <functional>

#include "fixtures/base/text.h"
#include "harness/bundle/archive.h"
#include "harness/bundle/bundle.h"
#include "harness/bundle/dsse.h"
#include "keys.h"
#include "tests/harness/desk/folder.h"

using namespace gauntlet;
using namespace gauntlet::bundle;
namespace fs = std::filesystem;

namespace {

/// A run of three scenarios, one of them failed, as `gauntlet run` leaves it.
desk::Folder played() {
  desk::Folder folder;
  folder.play("shared", {{"dane/one", {}}, {"dane/two", {.deliver = true}}});
  folder.play("hazard.dane-three", {{"dane/three", {.bounce = true}}});
  return folder;
}

void report_on(const std::string& run, bool strict = false) { desk::write_reports(run, desk::adjudicate(run), strict); }

/// A bundle of that, and what somebody can do to it.
struct Made {
  desk::Folder folder = played();
  const std::string file = folder.path + "/postfix.tar.zst";

  explicit Made(const std::string& key = "", const std::function<void(desk::Folder&)>& before = {}) {
    folder.save();
    if (before) before(folder);
    report_on(folder.run);
    make(folder.run, file, key);
  }

  /// The bundle less what `change` did to its unpacked folder; `again` sums it all up anew.
  std::string changed(const std::function<void(const std::string& root)>& change, bool again = false) const {
    const auto into = gauntlet::testing::scratch();
    unpack(file, into);
    change(into + "/postfix");
    if (again) sum_up(into + "/postfix");
    std::vector<Packed> all;
    for (const auto& path : files_of(into)) all.push_back({path, into + "/" + path, ""});
    pack(into + "/changed.tar.zst", all);
    return into + "/changed.tar.zst";
  }

  static void sum_up(const std::string& root) {
    desk::Sums sums;
    auto paths = files_of(root);
    paths.push_back(desk::page_file);
    for (const auto& path : paths)
      if (path != sums_file && !path.starts_with("attestation/")) sums[path] = sha256(read_file(root + "/" + path));
    desk::write_whole(root + "/" + sums_file, desk::to_text(sums));
  }
};

void edit(const std::string& file, const std::string& from, const std::string& to) {
  auto text = read_file(file);
  const auto at = text.find(from);
  ASSERT_NE(at, text.npos) << from << " is not in " << file;
  desk::write_whole(file, text.replace(at, from.size(), to));
}

std::string refused(const std::string& file, const Checks& checks = {}) {
  return desk::complaint([&] { verify(file, checks); });
}

#define EXPECT_TOLD(text, part)                                          \
  do {                                                                   \
    const std::string told = text;                                       \
    EXPECT_NE(told.find(part), told.npos) << "told was: " << told;       \
    EXPECT_EQ(told.find('\n'), told.npos) << "one sentence: " << told;   \
  } while (false)

TEST(Verify, FindsABundleInOrder) {
  const Made made;
  const auto found = verify(made.file, {});
  EXPECT_EQ(found.results.verdict, report::Conformance::nonconformant);
  EXPECT_EQ(found.signature, "none: nobody has signed");
  EXPECT_EQ(found.judgement, "ruled on again: results and reports are the same");
  EXPECT_GT(found.files, 10u);
}

TEST(Verify, TheSameRunGivesTheSameBytes) {
  const Made made;
  const auto bytes = read_file(made.file);
  make(made.folder.run, made.file, "");
  EXPECT_EQ(read_file(made.file), bytes);
}

TEST(Verify, TakesReportsThatWereStrict) {
  const Made made;
  report_on(made.folder.run, true);
  make(made.folder.run, made.file, "");
  EXPECT_EQ(refused(made.file), "");
}

TEST(Verify, RefusesAFlippedBit) {
  const Made made;
  auto bytes = read_file(made.file);
  bytes[bytes.size() / 2] ^= 4;
  desk::write_whole(made.file, bytes);
  EXPECT_TOLD(refused(made.file), "it is no bundle as it was written");
}

TEST(Verify, RefusesASwappedFile) {
  const Made made;
  const auto records = made.changed([](const std::string& root) {
    const auto cell = [&](const std::string& id) { return root + "/cells/" + id + "/record.jsonl"; };
    fs::copy_file(cell("shared"), cell("hazard.dane-three"), fs::copy_options::overwrite_existing);
  });
  EXPECT_TOLD(refused(records), "record.jsonl: its SHA-256 is not the one in SHA256SUMS");
}

TEST(Verify, RefusesWhatIsMissingOrTooMuch) {
  const Made made;
  EXPECT_TOLD(refused(made.changed([](const auto& root) { fs::remove(root + "/junit.xml"); })), "junit.xml: it is not there");
  EXPECT_TOLD(refused(made.changed([](const auto& root) { desk::write_whole(root + "/more.txt", "x"); })),
              "more.txt: SHA256SUMS does not list it");
  EXPECT_TOLD(refused(made.changed([](const auto& root) { fs::remove(root + "/" + sums_file); })), "SHA256SUMS: it is not there");
  EXPECT_TOLD(refused(made.changed([](const auto& root) { fs::remove(root + "/" + statement_file); })), "statement.json: it is not there");
}

TEST(Verify, RefusesAnAlteredVerdict) {
  const Made made;
  const auto better = [](const std::string& root) {
    edit(root + "/results.json", "\"verdict\": \"nonconformant\"", "\"verdict\": \"conformant\"");
  };
  EXPECT_TOLD(refused(made.changed(better)), "results.json: its SHA-256 is not the one");
  EXPECT_TOLD(refused(made.changed(better, true)), "results.json");
  // Altered so that its counts fit: only the record contradicts.
  const auto consistent = [](const std::string& root) {
    auto results = report::read_results(root + "/results.json");
    for (auto& s : results.scenarios) s.verdict = s.raw = report::Verdict::pass;
    report::finish(results);
    desk::write_whole(root + "/results.json", report::to_text(results));
  };
  EXPECT_TOLD(refused(made.changed(consistent, true)), "results.json: its verdicts are not those that the record bears out");
  const auto junit = [](const std::string& root) { edit(root + "/junit.xml", "<failure", "<!-- <failure -->"); };
  EXPECT_TOLD(refused(made.changed(junit, true)), "junit.xml: it is not what follows from the record");
  const auto evidence = [](const std::string& root) { edit(root + "/evidence/dane-two.txt", "verdict: fail", "verdict: pass"); };
  EXPECT_TOLD(refused(made.changed(evidence, true)), "dane-two.txt: it is not what follows from the record");
  const auto about = [](const std::string& root) { edit(root + "/about.txt", "nonconformant", "conformant"); };
  EXPECT_TOLD(refused(made.changed(about, true)), "about.txt: it is not what follows from the record");
}

TEST(Verify, RefusesAnEditedScenario) {
  const Made made;
  const auto change = [](const std::string& root) {
    edit(root + "/scenarios/dane/two.scenario", "MUST NOT  deliver", "SHOULD NOT  deliver");
  };
  EXPECT_TOLD(refused(made.changed(change, true)), "two.scenario: it was changed after the run");
}

TEST(Verify, RefusesACutRecord) {
  const Made made;
  const auto cut = [](const std::string& root) {
    const auto file = root + "/cells/shared/record.jsonl";
    auto text = read_file(file);
    text.resize(text.rfind('\n', text.size() - 2) + 1);
    desk::write_whole(file, text);
  };
  EXPECT_TOLD(refused(made.changed(cut, true)), "record.jsonl: it is not the record that the run left");
  const auto resealed = [&](const std::string& root) {
    cut(root);
    auto facts = desk::RunFacts::load(root);
    for (auto& cell : facts.cells) desk::seal(root, cell);
    facts.save(root);
  };
  EXPECT_TOLD(refused(made.changed(resealed, true)), "results.json: it is not what follows from the record");
}

TEST(Verify, RefusesAProgramThatIsNoCommit) {
  for (const std::string commit : {"", "abc-dirty"}) {
    const Made made("", [&](desk::Folder& folder) {
      folder.facts.harness.commit = commit;
      folder.facts.save(folder.run);
    });
    EXPECT_TOLD(refused(made.file), "run.json: it was played by a program whose source is no commit");
    EXPECT_EQ(refused(made.file, {.allow_dirty = true}), "");
  }
}

TEST(Verify, RefusesASuiteThatWasChanged) {
  const Made made("", [](desk::Folder& folder) {
    folder.facts.suite.changed = true;
    folder.facts.save(folder.run);
  });
  EXPECT_TOLD(refused(made.file), "run.json: it was played with a suite that is not the one its program was built with");
  EXPECT_EQ(refused(made.file, {.allow_dirty = true}), "");
}

TEST(Verify, RefusesAnExpiredWaiver) {
  const Made made("", [](desk::Folder& folder) {
    folder.facts.known = {{"dane/two", "slow", "https://bugs.test/1", "2026-03-31"}};
    folder.facts.save(folder.run);
  });
  EXPECT_EQ(refused(made.file, {.today = "2026-03-31"}), "") << "its last day";
  EXPECT_TOLD(refused(made.file, {.today = "2026-04-01"}), "run.json: the known gap dane/two held until 2026-03-31, and has expired");
}

TEST(Verify, RefusesAnotherSignature) {
  const Keys ours, others;
  const Made made(ours.secret), unsigned_one;
  EXPECT_EQ(verify(made.file, {.key_file = ours.open}).signature, "by the key sha256:" + key_id(ours.open) + " (" + ours.open + ")");
  EXPECT_EQ(verify(made.file, {}).signature, "not checked: --key names the signer's public key");
  EXPECT_TOLD(refused(made.file, {.key_file = others.open}), "envelope.json: its signature is not by the key in");
  EXPECT_TOLD(refused(unsigned_one.file, {.key_file = ours.open}), "envelope.json: it is not there: nobody has signed");
  // A whole other run, in order by itself, with this one's signature on it.
  const auto grafted = made.changed([&](const std::string& root) {
    const auto envelope = read_file(root + "/" + envelope_file);
    const auto other = Made("", [](desk::Folder& folder) {
      folder.facts.started = "2026-02-02T00:00:00Z";
      folder.facts.save(folder.run);
    });
    fs::remove_all(root);
    unpack(other.file, fs::path(root).parent_path());
    desk::write_whole(root + "/" + envelope_file, envelope);
  });
  EXPECT_TOLD(refused(grafted, {.key_file = ours.open}), "envelope.json: what was signed is not the attestation of these files");
  const auto attested = made.changed([](const std::string& root) { edit(root + "/" + statement_file, "FAILED", "PASSED"); });
  EXPECT_TOLD(refused(attested), "attestation: it does not attest these files and verdicts");
}

TEST(Bundle, IsMadeOfWhatTheRecordBearsOutOnly) {
  const Made made;
  edit(made.folder.run + "/results.json", "\"seconds\"", "\"Seconds\"");
  EXPECT_TOLD(desk::complaint([&] { make(made.folder.run, made.file, ""); }), "`gauntlet judge ");
}

TEST(Bundle, LeavesOutWhatOnlyThisMachineNeeds) {
  const Made made("", [](desk::Folder& folder) { desk::write_whole(folder.run + "/cells/shared/order.json", "/home/me"); });
  const auto into = gauntlet::testing::scratch();
  for (const auto& path : unpack(made.file, into)) EXPECT_EQ(path.find("order.json"), path.npos);
  EXPECT_EQ(std::system(("cd " + into + "/postfix && sha256sum -c --quiet SHA256SUMS").c_str()), 0);
}

}  // namespace
