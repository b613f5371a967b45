// What the outer process tells the inner one comes whole, however much it is.
#include "harness/run/order.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "tests/scratch.h"

namespace gauntlet::run {
namespace {

/// (What stands on a command line is 128 KiB at most.)
TEST(AnOrder, HoldsMoreThanACommandLine) {
  Order order;
  order.folder = testing::scratch();
  for (int i = 0; i < 500; ++i) {
    const auto id = "dane/one-of-many-" + std::to_string(i);
    order.scenarios.push_back({id, order.folder + "/" + std::string(200, 'x') + "/" + id + ".scenario", "/home/ann \"b\"/ü", ""});
  }
  order.options["strategy"] = "two\nlines";
  order.save();
  EXPECT_GT(std::filesystem::file_size(order.file()), 131'072u);
  const auto loaded = Order::load(order.file());
  ASSERT_EQ(loaded.scenarios.size(), 500u);
  EXPECT_EQ(loaded.scenarios[499].file, order.scenarios[499].file);
  EXPECT_EQ(loaded.scenarios[0].origin, order.scenarios[0].origin);
  EXPECT_EQ(loaded.options, order.options);
  std::filesystem::remove_all(order.folder);
}

}  // namespace
}  // namespace gauntlet::run
