// clock-by-hand FILE: makes the page of a clock (fixtures/clock) for processes that a test has started with it, and moves it: a line
// "SECONDS PID..." on stdin moves it and wakes those of these processes whose sleep is over by it. Answers each with a line.
#include <cstdlib>
#include <iostream>
#include <sstream>

#include <boost/asio.hpp>

#include "fixtures/base/blocks.h"
#include "fixtures/clock/followers.h"
#include "fixtures/clock/page.h"
#include "fixtures/lab/child.h"

namespace {

using namespace gauntlet;

std::string move(clock::Page& page, const std::string& program, const std::string& line) {
  std::istringstream in(line);
  std::string seconds, pid;
  in >> seconds;
  lab::Command wake;
  wake.argv = {program, "wake", seconds, seconds};
  while (in >> pid) wake.argv.push_back(clock::switches(std::atoi(pid.c_str())));
  page.move(std::chrono::seconds(std::atol(seconds.c_str())), true);
  asio::io_context io;
  std::string said;
  asio::co_spawn(io, lab::run(wake, 10s), [&](std::exception_ptr failure, lab::Result result) {
    if (failure) std::rethrow_exception(failure);
    said = trim(result.out + result.err);
  });
  io.run();
  return said;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string self = argv[0];
  try {
    clock::Page page(argv[1]);
    std::cout << "made" << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
      const auto woken = move(page, self.substr(0, self.rfind('/')) + "/gauntlet-clock", line);
      std::cout << page.wall().count() << " " << woken << std::endl;
    }
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << "\n";
    return 3;
  }
}
