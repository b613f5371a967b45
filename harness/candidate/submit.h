// Submission over SMTP to a candidate's own listener: the shortest client that does it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fixtures/lab/netns.h"

namespace gauntlet::candidate {

/// Who submits (RFC 4954, PLAIN). It is only told under TLS, of which nothing is verified: what is tested is elsewhere.
struct Login {
  std::string user, password;
};

/// What is submitted, and for whom. `to`: one recipient, or several with spaces between.
struct Parcel {
  std::string from, to, text;
  std::optional<Login> login;
};

/// "" when the candidate accepted the message, else what it said or did instead. Throws Fault when
/// we could not ask. `network` is the one that it listens in; null = ours.
awaitable<std::string> submit_over_smtp(const lab::Netns* network, asio::ip::tcp::endpoint where, Parcel parcel);

/// The recipients of a line with spaces between; a quoted local part keeps its quotes, and the spaces within them. Pure.
std::vector<std::string> recipients_of(std::string_view line);

/// The response of AUTH PLAIN (RFC 4616), base64. Pure.
std::string plain_response(const Login&);

}  // namespace gauntlet::candidate
