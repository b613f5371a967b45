// See order.h.
#include "harness/run/order.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"

namespace gauntlet::run {
namespace json = boost::json;

void Order::save() const {
  std::ofstream out(file(), std::ios::binary | std::ios::trunc);
  out << json::serialize(json::value_from(*this)) << "\n";
  out.close();
  if (!out) throw Fault(fmt::format("{} cannot be written: {}", file(), std::strerror(errno)));
}

Order Order::load(const std::string& file) {
  try {
    return json::value_to<Order>(json::parse(read_file(file)));
  } catch (const boost::system::system_error& bad) {
    throw Fault(fmt::format("{} is no order: {}", file, bad.code().message()));
  }
}

}  // namespace gauntlet::run
