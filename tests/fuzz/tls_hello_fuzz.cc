// Fuzzes what reads a sender's ClientHello: the bytes are its extensions, each a type, a length and so much of content. (OpenSSL, which
// frames them, is not what is fuzzed.) What lowers its versions on the path frames it itself: it gets the bytes as they are, too.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

#include <openssl/err.h>

#include "fixtures/tls/hello.h"
#include "fixtures/tls/lowered.h"

using namespace gauntlet;

namespace {

int look(SSL* ssl, int*, void*) {
  const auto hello = tls::read_hello(ssl);
  if (hello.sni.size() > 255) std::abort();
  return SSL_CLIENT_HELLO_ERROR;
}

SSL_CTX* context() {
  SSL_CTX* made = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_client_hello_cb(made, look, nullptr);
  return made;
}

void put(std::string& out, size_t value, int octets) {
  while (octets--) out += static_cast<char>(value >> (8 * octets) & 0xff);
}

/// No octet more or less, and once is enough.
void lower(std::string bytes) {
  const auto before = bytes;
  for (const auto* version : {"1.2", "1.1", "1.0"}) {
    const bool lowered = tls::lower_hello(bytes, version);
    if (bytes.size() != before.size() || (bytes == before && lowered) || tls::lower_hello(bytes, version)) std::abort();
  }
}

/// A record with a ClientHello that has these extensions, each type once.
std::string client_hello(const std::uint8_t* data, size_t size) {
  static constexpr int types[] = {0, 5, 10, 11, 13, 16, 18, 21, 23, 35, 43, 45, 50, 51, 0xff01, 0x5500};
  std::string extensions, hello;
  unsigned seen = 0;
  for (size_t at = 0; at + 2 <= size;) {
    const unsigned which = data[at] % std::size(types);
    const size_t length = std::min<size_t>(data[at + 1], size - at - 2);
    if (!(seen >> which & 1)) {
      put(extensions, static_cast<size_t>(types[which]), 2);
      put(extensions, length, 2);
      extensions.append(reinterpret_cast<const char*>(data) + at + 2, length);
    }
    seen |= 1u << which;
    at += 2 + length;
  }
  put(hello, 0x0303, 2);
  hello += std::string(32, 'r') + '\0';
  put(hello, 4, 2);
  hello += "\x13\x01\xc0\x2f";
  put(hello, 0x0100, 2);
  put(hello, extensions.size(), 2);
  hello += extensions;
  std::string record = "\x16\x03\x01";
  put(record, hello.size() + 4, 2);
  record += '\x01';
  put(record, hello.size(), 3);
  return record + hello;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  static SSL_CTX* const shared = context();
  SSL* ssl = SSL_new(shared);
  const auto record = client_hello(data, std::min<size_t>(size, 8000));
  BIO* in = BIO_new_mem_buf(record.data(), static_cast<int>(record.size()));
  lower(record);
  lower(std::string(reinterpret_cast<const char*>(data), size));
  SSL_set_bio(ssl, in, BIO_new(BIO_s_null()));
  SSL_accept(ssl);
  SSL_free(ssl);
  ERR_clear_error();
  return 0;
}
