// A fresh pair of Ed25519 keys in PEM, made by openssl itself.
#pragma once
#include <cstdlib>
#include <string>

#include "fixtures/base/fault.h"
#include "tests/scratch.h"

namespace gauntlet::bundle {

struct Keys {
  const std::string folder = gauntlet::testing::scratch();
  const std::string secret = folder + "/secret.pem", open = folder + "/open.pem";

  Keys() {
    const auto command = "openssl genpkey -algorithm ed25519 -out " + secret + " && openssl pkey -in " + secret + " -pubout -out " + open;
    if (std::system(command.c_str()) != 0)
      throw Fault("openssl makes no key");
  }
};

}  // namespace gauntlet::bundle
