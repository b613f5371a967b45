// An in-toto statement about a run, predicate "test-result" v0.1 (https://in-toto.io/attestation/test-result/v0.1): what was tested, by
// what, and which scenarios passed. Unsigned; harness/bundle puts it into an envelope.
#pragma once
#include <map>
#include <string>

#include "harness/report/results.h"

namespace gauntlet::report {

/// Where a breakdown of the harness left results nothing is attested: this says why, "" = it can be.
std::string no_attestation(const Results&);

/// The statement's JSON. Its subject is the candidate by its digest; `configuration` is suite, harness, resolver and options, and
/// of the files that are named here (name, SHA-256) the digests. A gap that the manifest admits to counts as failed.
std::string statement(const Results&, const std::map<std::string, std::string>& files = {});

/// The predicate alone, for signers that make the statement themselves.
std::string predicate(const Results&, const std::map<std::string, std::string>& files = {});

}  // namespace gauntlet::report
