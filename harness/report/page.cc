// See page.h.
#include "harness/report/page.h"

#include <fmt/format.h>
#include <openssl/evp.h>

namespace gauntlet::report {
namespace {

/// As a policy names what may run: 'sha256-BASE64'.
std::string source_hash(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE], base64[2 * EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha256(), nullptr);
  EVP_EncodeBlock(base64, digest, static_cast<int>(length));
  return fmt::format("'sha256-{}'", reinterpret_cast<const char*>(base64));
}

}  // namespace

std::string page(const std::string& name, kainjow::mustache::data values) {
  const std::string style(page_file(name + ".css")), script(page_file(name + ".js"));
  values.set("style", style);
  values.set("script", script);
  values.set("policy", fmt::format("default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
                                   source_hash(style), script.empty() ? "'none'" : source_hash(script)));
  kainjow::mustache::mustache text{std::string(page_file(name + ".mustache"))};
  return text.render(values);
}

std::string inert(std::string json) {
  std::string out;
  for (const char c : json)
    if (c == '<') out += "\\u003c";
    else out += c;
  return out;
}

}  // namespace gauntlet::report
