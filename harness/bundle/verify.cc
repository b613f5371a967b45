// See verify.h.
#include "harness/bundle/verify.h"

#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "fixtures/base/workshop.h"
#include "harness/bundle/archive.h"
#include "harness/bundle/bundle.h"
#include "harness/bundle/dsse.h"
#include "harness/desk/desk.h"
#include "harness/desk/suite.h"
#include "harness/report/attestation.h"

namespace gauntlet::bundle {
namespace {

namespace fs = std::filesystem;

/// A bundle under examination, unpacked.
struct Case {
  std::string file;    ///< as it was named
  std::string folder;  ///< where it lies unpacked

  std::string text(const std::string& path) const { return read_file(folder + "/" + path); }
  bool has(const std::string& path) const { return fs::exists(folder + "/" + path); }
  [[noreturn]] void refuse(const std::string& path, const std::string& why) const { throw Complaints(file + ": " + path, 0, why); }
};

bool unlisted(const std::string& path) {
  return path == sums_file || path == statement_file || path == predicate_file || path == envelope_file;
}

desk::Sums check_sums(const Case& c, const std::set<std::string>& there) {
  if (!there.contains(sums_file)) c.refuse(sums_file, "it is not there, so that nothing can be checked");
  const auto sums = desk::read_sums(c.file + ": " + sums_file, c.text(sums_file));
  for (const auto& [path, sum] : sums) {
    if (!there.contains(path)) c.refuse(printable(path, 200), "it is not there, though SHA256SUMS lists it");
    if (sha256(c.text(path)) != sum) c.refuse(path, "its SHA-256 is not the one in SHA256SUMS, so it was changed after it was packed");
  }
  for (const auto& path : there)
    if (!sums.contains(path) && !unlisted(path)) c.refuse(path, "SHA256SUMS does not list it, so it was added later");
  return sums;
}

/// Complaints of what lies in our workshop, of which nobody knows, name the file in the bundle.
template <typename F>
auto by_its_name(const Case& c, F f) {
  try {
    return f();
  } catch (const Complaints& found) {
    auto one = found.all().front();
    if (one.file.starts_with(c.folder + "/")) one.file = c.file + ": " + one.file.substr(c.folder.size() + 1);
    throw Complaints({one});
  }
}

void check_release(const Case& c, const report::Results& r) {
  if (r.suite.changed) c.refuse("run.json", "it was played with a suite that is not the one its program was built with");
  if (r.harness.commit.empty() || r.harness.commit.ends_with("-dirty"))
    c.refuse("run.json", fmt::format("it was played by a program whose source is no commit (\"{}\"), so that nobody can have the same",
                                     r.harness.commit));
}

/// A gap that may no longer be pleaded: the run has to be played again without it.
void check_waivers(const Case& c, const report::Results& r, const std::string& today) {
  for (const auto& s : r.scenarios)
    if (s.known && !s.known->until.empty() && s.known->until < today)
      c.refuse("run.json", fmt::format("the known gap {} held until {}, and has expired", s.id, s.known->until));
}

/// Everything that follows from the record is made anew beside it and compared, when the program that made it is this one.
void check_reports(const Case& c, const desk::Desk& desk, const report::Results& ruled, const desk::Sums& sums) {
  const auto as_packed = [&] {
    for (const auto& [path, sum] : sums)
      if (!c.has(path) || sha256(c.text(path)) != sum) return path;
    return std::string();
  };
  std::string other;
  for (const bool strict : {false, true}) {
    desk::write_reports(desk, ruled, strict);
    other = as_packed();
    if (other != "junit.xml") break;
  }
  if (!other.empty()) c.refuse(other, "it is not what follows from the record");
  auto texts = by_its_name(c, [&] { return further_reports(c.folder); });
  texts[about_file] = about(ruled);
  for (const auto& [path, text] : texts)
    if (!sums.contains(path) || c.text(path) != text) c.refuse(path, "it is not what follows from the record");
}

std::string check_results(const Case& c, const desk::Desk& desk, const desk::Sums& sums, report::Results& ruled) {
  const auto packed = by_its_name(c, [&] { return report::read_results(c.folder + "/results.json"); });
  ruled = desk::adjudicate(desk);
  if (report::comparable(packed) != report::comparable(ruled))
    c.refuse("results.json", "its verdicts are not those that the record bears out");
  if (packed.judged == ruled.judged) {
    if (c.text("results.json") != report::to_text(ruled)) c.refuse("results.json", "it is not what follows from the record");
    check_reports(c, desk, ruled, sums);
    return "ruled on again: results and reports are the same";
  }
  // Words may have changed since; what is compared are verdicts and rulings.
  ruled = packed;
  return fmt::format("ruled on again by gauntlet {} {}: the verdicts are the same (reports made by {} {} were not compared)",
                     desk::this_harness().version, desk::this_harness().commit, packed.judged.version, packed.judged.commit);
}

std::string check_attestation(const Case& c, const report::Results& r, const Checks& checks) {
  const std::map<std::string, std::string> evidence{{sums_file, sha256(c.text(sums_file))}};
  if (const auto why = report::no_attestation(r); !why.empty()) {
    if (c.has(statement_file) || c.has(envelope_file)) c.refuse("attestation", "it attests what cannot be: " + why);
    if (!checks.key_file.empty()) c.refuse("attestation", "it is not signed: " + why);
    return "none: " + why;
  }
  for (const auto* path : {statement_file, predicate_file})
    if (!c.has(path)) c.refuse(path, "it is not there");
  const auto statement = report::statement(r, evidence);
  if (c.text(statement_file) != statement || c.text(predicate_file) != report::predicate(r, evidence))
    c.refuse("attestation", "it does not attest these files and verdicts");
  if (!c.has(envelope_file)) {
    if (!checks.key_file.empty()) c.refuse(envelope_file, "it is not there: nobody has signed");
    return "none: nobody has signed";
  }
  const auto envelope = parse_envelope(c.text(envelope_file), c.file + ": " + envelope_file);
  if (envelope.payload != statement) c.refuse(envelope_file, "what was signed is not the attestation of these files and verdicts");
  if (checks.key_file.empty()) return "not checked: --key names the signer's public key";
  if (!signed_by(envelope, checks.key_file)) c.refuse(envelope_file, fmt::format("its signature is not by the key in {}", checks.key_file));
  return fmt::format("by the key sha256:{} ({})", key_id(checks.key_file), checks.key_file);
}

}  // namespace

Verified verify(const std::string& file, const Checks& checks) {
  const Workshop workshop("gauntlet-verify");
  const auto paths = unpack(file, workshop.path());
  const auto root = paths.front().substr(0, paths.front().find('/'));
  const Case c{file, workshop.path() + "/" + root};
  std::set<std::string> there;
  for (const auto& path : paths) there.insert(path.substr(root.size() + 1));
  const auto sums = check_sums(c, there);
  const auto desk = by_its_name(c, [&] { return desk::open(c.folder); });
  Verified out;
  out.files = there.size();
  out.judgement = check_results(c, desk, sums, out.results);
  out.signature = check_attestation(c, out.results, checks);
  check_waivers(c, out.results, checks.today);
  if (!checks.allow_dirty) check_release(c, out.results);
  return out;
}

}  // namespace gauntlet::bundle
