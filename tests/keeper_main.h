// The `main` of lab tests that open rooms: the same program is also what keeps them (see
// keeper_folder).
#pragma once
#include <cstring>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "fixtures/lab/room.h"

namespace gauntlet::testing {

/// A folder with this program under the name that a room looks for.
inline std::string keeper_folder(const std::string& below) {
  const std::string folder = below + "/programs";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file("/proc/self/exe", folder + "/gauntlet");
  return folder;
}

}  // namespace gauntlet::testing

int main(int argc, char** argv) {
  if ((argc == 3 || argc == 4) && !std::strcmp(argv[1], "keep-room")) return gauntlet::lab::keep_room(argv[2], argv[3]);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
