// See news.h.
#include "harness/run/news.h"

#include <cstdio>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::run {
namespace json = boost::json;

void tell(const News& news) {
  const auto line = json::serialize(json::value_from(news)) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

News read_news(const std::string& line) {
  try {
    return json::value_to<News>(json::parse(line));
  } catch (const std::exception&) {
    throw Fault(fmt::format("the inner process said what nobody expected: {}", printable(line, 200)));
  }
}

}  // namespace gauntlet::run
