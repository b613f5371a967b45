// See dsse.h.
#include "harness/bundle/dsse.h"

#include <memory>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::bundle {
namespace {

namespace json = boost::json;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

/// Nobody is asked for a passphrase in the midst of a run.
int no_passphrase(char*, int, int, void*) { return 0; }

enum class Kind { secret, open };

Key read_key(const std::string& file, Kind kind) {
  const auto pem = read_file(file);
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  Key key(kind == Kind::secret ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr)
                               : PEM_read_bio_PUBKEY(in.get(), nullptr, no_passphrase, nullptr),
          EVP_PKEY_free);
  ERR_clear_error();
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519)
    throw Complaints(file, 0, kind == Kind::secret
                                  ? "a private Ed25519 key in PEM without passphrase was expected (openssl genpkey -algorithm ed25519)"
                                  : "a public Ed25519 key in PEM was expected (openssl pkey -pubout)");
  return key;
}

std::string id_of(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) throw Fault("a public key cannot be encoded");
  const std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return sha256(text);
}

std::string to_base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes(text), static_cast<int>(text.size()));
  out.resize(static_cast<size_t>(size));
  return out;
}

/// "" for what is no base64.
std::string from_base64(std::string_view text) {
  std::string out(3 * text.size() / 4 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes(text), static_cast<int>(text.size()));
  const size_t filling = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  if (size < 0 || static_cast<size_t>(size) < filling) return "";
  out.resize(static_cast<size_t>(size) - filling);
  return out;
}

}  // namespace

std::string pre_authentication(std::string_view type, std::string_view payload) {
  return fmt::format("DSSEv1 {} {} {} {}", type.size(), type, payload.size(), payload);
}

std::string key_id(const std::string& key_file) {
  return id_of(read_key(key_file, Kind::open).get());
}

std::string sign(std::string_view payload, const std::string& key_file) {
  const auto key = read_key(key_file, Kind::secret);
  const auto message = pre_authentication(payload_type, payload);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(64, '\0');
  size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes(message), message.size()) != 1)
    throw Fault(key_file + ": nothing can be signed with it");
  const json::object one{{"keyid", id_of(key.get())}, {"sig", to_base64(signature)}};
  const json::object envelope{{"payload", to_base64(payload)}, {"payloadType", payload_type}, {"signatures", json::array{one}}};
  return json::serialize(envelope) + "\n";
}

Envelope parse_envelope(std::string_view text, const std::string& file) {
  boost::system::error_code none;
  const auto value = json::parse(text, none);
  const auto refuse = [&]() -> Envelope {
    throw Complaints(file, 0, "it is no DSSE envelope with one signature over an in-toto statement");
  };
  if (none || !value.is_object()) return refuse();
  const auto& object = value.get_object();
  const auto word = [](const json::object& in, const char* key) {
    const auto* at = in.if_contains(key);
    return at && at->is_string() ? std::string(at->get_string()) : std::string();
  };
  const auto* all = object.if_contains("signatures");
  if (word(object, "payloadType") != payload_type || !all || !all->is_array()) return refuse();
  if (all->get_array().size() != 1 || !all->get_array()[0].is_object()) return refuse();
  const auto& one = all->get_array()[0].get_object();
  Envelope out{from_base64(word(object, "payload")), word(one, "keyid"), from_base64(word(one, "sig"))};
  if (out.payload.empty() || out.signature.empty()) return refuse();
  return out;
}

bool signed_by(const Envelope& envelope, const std::string& key_file) {
  const auto key = read_key(key_file, Kind::open);
  const auto message = pre_authentication(payload_type, envelope.payload);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto& signature = envelope.signature;
  const bool good = EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                    EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace gauntlet::bundle
