// A small web server on the loop that everything else is on: a page, the state as JSON and as server-sent events, the CA file.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "fixtures/base/within.h"

namespace gauntlet::live {

class Web {
 public:
  /// How many may listen to the events at a time: for each of them the whole state is put together at every change.
  static constexpr int most_streams = 100;

  /// What it serves, asked for anew each time.
  struct Contents {
    std::function<std::string()> state, roots;
    /// What the operator says: {what, name, text} as JSON. "" or why it cannot be.
    std::function<std::string(const std::string&)> said = [](const std::string&) { return std::string("nobody listens"); };
  };
  /// Throws Fault when it cannot listen there.
  Web(asio::any_io_executor ex, asio::ip::tcp::endpoint where, Contents contents);
  ~Web();
  Web(const Web&) = delete;

  unsigned short port() const;
  /// The state has changed: those who look on are told, twice a second at most.
  void changed();
  /// Tells the last state and ends every connection.
  void close();

  struct State;  ///< of the implementation

 private:
  std::shared_ptr<State> state_;
};

}  // namespace gauntlet::live
