// A bundle, checked by somebody who did not make it: that every byte is the one that was packed, that who says so has signed it, and that
// the record bears the verdicts out, by ruling on it again.
#pragma once
#include <string>

#include "harness/report/results.h"

namespace gauntlet::bundle {

struct Checks {
  std::string key_file;      ///< the signer's public key in PEM, had by another way than the bundle; "" = the signature is not looked at
  bool allow_dirty = false;  ///< take what a program or a suite that is no release's has made
  std::string today;         ///< "2026-11-28": known gaps that held until an earlier one are refused
};

struct Verified {
  report::Results results;  ///< as this program rules
  size_t files = 0;
  std::string signature;   ///< a phrase: "by the key ..."
  std::string judgement;   ///< a phrase: what ruling again has been compared with
};

/// Throws Complaints, one sentence, for a bundle that is not to be trusted: damaged or cut; a file that is not as SHA256SUMS says, lacks
/// there or is too many; texts or records that are not the run's; results, reports or attestation that the record does not
/// bear out; no or another signature than the key's; a waiver that has expired; a program or suite that was changed.
/// Works in a folder of its own below the system's for temporary files.
Verified verify(const std::string& file, const Checks&);

}  // namespace gauntlet::bundle
