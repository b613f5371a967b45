// See registry.h.
#include "harness/judge/registry.h"

#include <algorithm>
#include <array>
#include <span>

namespace gauntlet::judge {
namespace {

struct Entry {
  std::string_view digits, name;
};

constexpr Entry suites[] = {
    {"1301", "TLS_AES_128_GCM_SHA256"},
    {"1302", "TLS_AES_256_GCM_SHA384"},
    {"1303", "TLS_CHACHA20_POLY1305_SHA256"},
    {"1304", "TLS_AES_128_CCM_SHA256"},
    {"1305", "TLS_AES_128_CCM_8_SHA256"},
    {"000a", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"},
    {"0016", "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"},
    {"001b", "TLS_DH_anon_WITH_3DES_EDE_CBC_SHA"},
    {"002f", "TLS_RSA_WITH_AES_128_CBC_SHA"},
    {"0032", "TLS_DHE_DSS_WITH_AES_128_CBC_SHA"},
    {"0033", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"},
    {"0034", "TLS_DH_anon_WITH_AES_128_CBC_SHA"},
    {"0035", "TLS_RSA_WITH_AES_256_CBC_SHA"},
    {"0038", "TLS_DHE_DSS_WITH_AES_256_CBC_SHA"},
    {"0039", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"},
    {"003a", "TLS_DH_anon_WITH_AES_256_CBC_SHA"},
    {"003c", "TLS_RSA_WITH_AES_128_CBC_SHA256"},
    {"003d", "TLS_RSA_WITH_AES_256_CBC_SHA256"},
    {"0040", "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256"},
    {"0041", "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA"},
    {"0045", "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA"},
    {"0046", "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA"},
    {"0067", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"},
    {"006a", "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256"},
    {"006b", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"},
    {"006c", "TLS_DH_anon_WITH_AES_128_CBC_SHA256"},
    {"006d", "TLS_DH_anon_WITH_AES_256_CBC_SHA256"},
    {"0084", "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA"},
    {"0088", "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA"},
    {"0089", "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA"},
    {"009c", "TLS_RSA_WITH_AES_128_GCM_SHA256"},
    {"009d", "TLS_RSA_WITH_AES_256_GCM_SHA384"},
    {"009e", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"},
    {"009f", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"},
    {"00a2", "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256"},
    {"00a3", "TLS_DHE_DSS_WITH_AES_256_GCM_SHA384"},
    {"00a6", "TLS_DH_anon_WITH_AES_128_GCM_SHA256"},
    {"00a7", "TLS_DH_anon_WITH_AES_256_GCM_SHA384"},
    {"00ba", "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256"},
    {"00be", "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256"},
    {"00bf", "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256"},
    {"00c0", "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256"},
    {"00c4", "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256"},
    {"00c5", "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256"},
    {"00ff", "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"},
    {"5600", "TLS_FALLBACK_SCSV"},
    {"c008", "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA"},
    {"c009", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"},
    {"c00a", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"},
    {"c012", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"},
    {"c013", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
    {"c014", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"},
    {"c017", "TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA"},
    {"c018", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA"},
    {"c019", "TLS_ECDH_anon_WITH_AES_256_CBC_SHA"},
    {"c023", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"},
    {"c024", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"},
    {"c027", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"},
    {"c028", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"},
    {"c02b", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
    {"c02c", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"},
    {"c02f", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
    {"c030", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
    {"c050", "TLS_RSA_WITH_ARIA_128_GCM_SHA256"},
    {"c051", "TLS_RSA_WITH_ARIA_256_GCM_SHA384"},
    {"c052", "TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256"},
    {"c053", "TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384"},
    {"c05c", "TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256"},
    {"c05d", "TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384"},
    {"c060", "TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256"},
    {"c061", "TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384"},
    {"c072", "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256"},
    {"c073", "TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384"},
    {"c076", "TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256"},
    {"c077", "TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384"},
    {"c09c", "TLS_RSA_WITH_AES_128_CCM"},
    {"c09d", "TLS_RSA_WITH_AES_256_CCM"},
    {"c09e", "TLS_DHE_RSA_WITH_AES_128_CCM"},
    {"c09f", "TLS_DHE_RSA_WITH_AES_256_CCM"},
    {"c0a0", "TLS_RSA_WITH_AES_128_CCM_8"},
    {"c0a1", "TLS_RSA_WITH_AES_256_CCM_8"},
    {"c0a2", "TLS_DHE_RSA_WITH_AES_128_CCM_8"},
    {"c0a3", "TLS_DHE_RSA_WITH_AES_256_CCM_8"},
    {"c0ac", "TLS_ECDHE_ECDSA_WITH_AES_128_CCM"},
    {"c0ad", "TLS_ECDHE_ECDSA_WITH_AES_256_CCM"},
    {"c0ae", "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8"},
    {"c0af", "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8"},
    {"cca8", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
    {"cca9", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"},
    {"ccaa", "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
};

constexpr Entry groups[] = {
    {"0016", "secp256k1"},       {"0017", "secp256r1"},       {"0018", "secp384r1"},       {"0019", "secp521r1"},
    {"001a", "brainpoolP256r1"}, {"001b", "brainpoolP384r1"}, {"001c", "brainpoolP512r1"}, {"001d", "x25519"},
    {"001e", "x448"},            {"001f", "brainpoolP256r1tls13"},                         {"0020", "brainpoolP384r1tls13"},
    {"0021", "brainpoolP512r1tls13"},                         {"0100", "ffdhe2048"},       {"0101", "ffdhe3072"},
    {"0102", "ffdhe4096"},       {"0103", "ffdhe6144"},       {"0104", "ffdhe8192"},       {"11eb", "SecP256r1MLKEM768"},
    {"11ec", "X25519MLKEM768"},  {"11ed", "SecP384r1MLKEM1024"},
};

constexpr Entry signatures[] = {
    {"0201", "rsa_pkcs1_sha1"},         {"0202", "dsa_sha1"},               {"0203", "ecdsa_sha1"},
    {"0301", "rsa_pkcs1_sha224"},       {"0302", "dsa_sha224"},             {"0303", "ecdsa_sha224"},
    {"0401", "rsa_pkcs1_sha256"},       {"0402", "dsa_sha256"},             {"0403", "ecdsa_secp256r1_sha256"},
    {"0501", "rsa_pkcs1_sha384"},       {"0502", "dsa_sha384"},             {"0503", "ecdsa_secp384r1_sha384"},
    {"0601", "rsa_pkcs1_sha512"},       {"0602", "dsa_sha512"},             {"0603", "ecdsa_secp521r1_sha512"},
    {"0804", "rsa_pss_rsae_sha256"},    {"0805", "rsa_pss_rsae_sha384"},    {"0806", "rsa_pss_rsae_sha512"},
    {"0807", "ed25519"},                {"0808", "ed448"},                  {"0809", "rsa_pss_pss_sha256"},
    {"080a", "rsa_pss_pss_sha384"},     {"080b", "rsa_pss_pss_sha512"},     {"081a", "ecdsa_brainpoolP256r1tls13_sha256"},
    {"081b", "ecdsa_brainpoolP384r1tls13_sha384"},                          {"081c", "ecdsa_brainpoolP512r1tls13_sha512"},
    {"0904", "mldsa44"},                {"0905", "mldsa65"},                {"0906", "mldsa87"},
};

constexpr Entry extensions[] = {
    {"0000", "server_name"},            {"0001", "max_fragment_length"},    {"0005", "status_request"},
    {"000a", "supported_groups"},       {"000b", "ec_point_formats"},       {"000d", "signature_algorithms"},
    {"0010", "application_layer_protocol_negotiation"},                     {"0012", "signed_certificate_timestamp"},
    {"0015", "padding"},                {"0016", "encrypt_then_mac"},       {"0017", "extended_master_secret"},
    {"001b", "compress_certificate"},   {"001c", "record_size_limit"},      {"0023", "session_ticket"},
    {"0029", "pre_shared_key"},         {"002a", "early_data"},             {"002b", "supported_versions"},
    {"002c", "cookie"},                 {"002d", "psk_key_exchange_modes"}, {"002f", "certificate_authorities"},
    {"0031", "post_handshake_auth"},    {"0032", "signature_algorithms_cert"},
    {"0033", "key_share"},              {"fe0d", "encrypted_client_hello"}, {"ff01", "renegotiation_info"},
};

std::span<const Entry> table(Listed what) {
  switch (what) {
    case Listed::suites:
      return suites;
    case Listed::groups:
      return groups;
    case Listed::signatures:
      return signatures;
    default:
      return extensions;
  }
}

}  // namespace

std::string registered(Listed what, std::string_view digits) {
  for (const auto& entry : table(what))
    if (entry.digits == digits) return std::string(entry.name);
  return "0x" + std::string(digits);
}

bool is_registered(Listed what, std::string_view name) {
  const auto all = table(what);
  const bool number = name.size() == 6 && name.starts_with("0x") &&
                      name.substr(2).find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return number || std::any_of(all.begin(), all.end(), [&](const Entry& entry) { return entry.name == name; });
}

}  // namespace gauntlet::judge
