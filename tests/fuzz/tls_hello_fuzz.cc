// Fuzzes what reads a sender's ClientHello: the bytes are what a server's first read gets.
#include <cstdint>
#include <cstdlib>

#include <openssl/err.h>

#include "fixtures/tls/hello.h"

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  static SSL_CTX* const shared = context();
  SSL* ssl = SSL_new(shared);
  BIO* in = BIO_new_mem_buf(data, static_cast<int>(size));
  SSL_set_bio(ssl, in, BIO_new(BIO_s_null()));
  SSL_accept(ssl);
  SSL_free(ssl);
  ERR_clear_error();
  return 0;
}
