// Submission over SMTP to a candidate's own listener: the shortest client that does it.
#pragma once
#include <string>

#include "fixtures/lab/netns.h"

namespace gauntlet::candidate {

/// "" when the candidate accepted the message, else what it said or did instead. Throws Fault when
/// we could not ask. `to`: one recipient, or several with spaces between. `network` is the one that it listens in; null = ours.
awaitable<std::string> submit_over_smtp(const lab::Netns* network, asio::ip::tcp::endpoint where,
                                        std::string from, std::string to, std::string text);

}  // namespace gauntlet::candidate
