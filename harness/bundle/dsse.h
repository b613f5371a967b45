// DSSE envelopes signed with Ed25519 (https://github.com/secure-systems-lab/dsse, protocol v1.0.2): what is signed is
// "DSSEv1", the payload's type and the payload, each with its length, so that a signature is good for nothing else.
#pragma once
#include <string>
#include <string_view>

namespace gauntlet::bundle {

inline constexpr std::string_view payload_type = "application/vnd.in-toto+json";

/// The bytes that are signed: "DSSEv1 28 application/vnd.in-toto+json <length> <payload>".
std::string pre_authentication(std::string_view type, std::string_view payload);

/// The JSON of an envelope with one signature. `key_file` is a private key in PEM; throws Complaints when it is not Ed25519.
std::string sign(std::string_view payload, const std::string& key_file);

/// The SHA-256 of a public key's DER (SubjectPublicKeyInfo), which names it in envelopes. Takes its PEM.
std::string key_id(const std::string& key_file);

struct Envelope {
  std::string payload, key_id, signature;
};

/// Reads an envelope of ours; `file` is named in Complaints for what is none.
Envelope parse_envelope(std::string_view text, const std::string& file);

/// Whether the key (a public key in PEM; throws Complaints when it is not Ed25519) has made that signature.
bool signed_by(const Envelope&, const std::string& key_file);

}  // namespace gauntlet::bundle
