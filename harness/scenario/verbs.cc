// See verbs.h.
#include "harness/scenario/verbs.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {
namespace {

using Words = std::vector<std::string>;

/// One place of a grammar: a word that must stand there, or a choice that must (in round brackets) or may (in square ones).
struct Piece {
  bool optional = false;
  std::vector<Words> choices;
};

bool argument(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<Piece> pieces(std::string_view grammar) {
  std::vector<Piece> all;
  grammar.remove_prefix(std::min(grammar.find(' '), grammar.size()));
  while (!grammar.empty()) {
    if (grammar.front() == ' ') {
      grammar.remove_prefix(1);
    } else if (grammar.front() == '[' || grammar.front() == '(') {
      Piece piece{.optional = grammar.front() == '[', .choices = {}};
      auto inside = grammar.substr(1, grammar.find(piece.optional ? ']' : ')') - 1);
      grammar.remove_prefix(inside.size() + 2);
      for (bool more = true; more;) {
        const auto bar = inside.find('|');
        piece.choices.push_back(words(inside.substr(0, bar)));
        more = bar != inside.npos;
        if (more) inside.remove_prefix(bar + 1);
      }
      all.push_back(piece);
    } else {
      const auto word = grammar.substr(0, grammar.find(' '));
      all.push_back({.optional = false, .choices = {{std::string(word)}}});
      grammar.remove_prefix(word.size());
    }
  }
  return all;
}

/// What is wrong with a word as that argument; nothing when it fits.
std::optional<std::string> misfit(const std::string& place, const std::string& word) {
  static const std::vector<std::string> versions{"1.0", "1.1", "1.2", "1.3"};
  auto upper_case = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (place == "MSG" || place == "MX" || place == "WHO" || place == "ATTACKER" || place == "HOST") {
    if (!identifier(word)) return "a name (lower-case letters, digits, dashes)";
  } else if (place == "USER") {
    if (!local_part(word)) return "a local part without spaces";
  } else if (place == "TYPE") {
    if (word.empty() || !std::all_of(word.begin(), word.end(), upper_case))
      return "a record type such as TLSA";
  } else if (place == "VERSION") {
    if (!std::count(versions.begin(), versions.end(), word)) return "a TLS version, 1.0 to 1.3";
  } else if (place == "N") {
    if (word.empty() || word.size() > 3 || word[0] == '0' ||
        word.find_first_not_of("0123456789") != word.npos)
      return "a number from 1 to 999";
  } else if (word.empty()) {
    return "a domain name";
  }
  return std::nullopt;
}

bool fits(const Words& choice, const Words& args, size_t at) {
  if (args.size() - at < choice.size()) return false;
  for (size_t i = 0; i < choice.size(); ++i)
    if (!argument(choice[i]) && choice[i] != args[at + i]) return false;
  return true;
}

/// Takes the choice's words off the arguments and writes them down.
void consume(const Words& choice, const Words& args, size_t& at, Bound& bound) {
  Words literal;
  for (const auto& word : choice) {
    const auto& given = args[at++];
    if (!argument(word)) {
      literal.push_back(word);
      continue;
    }
    if (const auto wanted = misfit(word, given))
      throw Mistake{fmt::format("found '{}'; {} was expected", given, *wanted)};
    bound.value[word] = given;
  }
  if (!literal.empty()) bound.said.insert(joined(literal));
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all{
      {"deliver", "deliver MSG [for USER] [to MX] [over tls|in clear] [with bare line ends|with eight bits] [N times]",
       "a mail exchanger accepted the message; for USER = for that one of its recipients; with bare line ends = a CR or an LF stood alone in it; with eight bits = an octet above 127",
       {.relief = true, .arrival = true, .transport = true}},
      {"alter", "alter MSG [to MX]",
       "a mail exchanger accepted the message, and what stood behind its header was not what the sender had been handed, octet for "
       "octet",
       {.arrival = true}},
      {"offer", "offer MSG [for USER] [to MX] [over tls|in clear] [with requiretls|with parameters] [behind starttls] [nested] [N times]",
       "the sender named the message's envelope sender (MAIL FROM), and went on to a recipient or was refused; for USER = that one of its recipients (RCPT TO); behind starttls = on a connection on which it had said STARTTLS; nested = while a mail transaction was open",
       {.arrival = true, .transport = true}},
      {"spill", "spill MX", "fields of a message's header came where commands belong",
       {.arrival = true}},
      {"attempt", "attempt MX [N times]",
       "the sender connected to the mail exchanger, or to an attacker on the way to it",
       {.arrival = true, .opening = true}},
      {"greet", "greet MX [with ehlo|with helo] [unqualified] [over tls|in clear]",
       "the sender said EHLO or HELO; unqualified = naming neither a qualified domain nor an address",
       {.arrival = true, .opening = true}},
      {"run-ahead", "run-ahead MX [over tls|in clear]",
       "the sender sent a command together with one behind it, without an answer to the first",
       {.arrival = true, .opening = true}},
      {"starttls", "starttls MX [over tls|in clear]", "the sender said STARTTLS",
       {.arrival = true, .opening = true}},
      {"propose",
       "propose (tls VERSION|old-tls alone|raw-keys|old-key-exchange|weak-suites|rc4|truncated-hmac|compression|early-data|unsafe-renegotiation|"
       "unbound-secret) to WHO",
       "the sender's ClientHello offered that TLS version; old-tls alone = none that is newer than 1.1; raw-keys = to take a bare key for a certificate (RFC 7250); old-key-exchange = a suite "
       "with the server's RSA key or with finite fields; weak-suites = one without encryption, with RC4, for export or with single DES; rc4 = one with RC4; truncated-hmac = that extension (RFC 6066, 7); "
       "compression = a method but null; early-data = data came along with it (RFC 8446, 2.3); unsafe-renegotiation, unbound-secret = TLS 1.2 or older, and neither renegotiation_info nor "
       "TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746), or no extended_master_secret (RFC 7627)",
       {.arrival = true, .opening = true}},
      {"sni", "sni NAME to WHO", "the sender's ClientHello named that host",
       {.arrival = true, .opening = true}},
      {"no-sni", "no-sni to WHO", "the sender's ClientHello named no host",
       {.arrival = true, .opening = true}},
      {"handshake", "handshake WHO [with tls VERSION]",
       "a TLS handshake with the sender was completed",
       {.arrival = true, .opening = true}},
      {"go-on", "go-on WHO", "behind the ServerHello the sender sent its keys, or completed the handshake",
       {.arrival = true, .opening = true}},
      {"resume", "resume WHO", "the sender resumed an earlier TLS session",
       {.arrival = true, .opening = true}},
      {"refuse", "refuse WHO", "a TLS handshake with the sender failed",
       {.arrival = true, .opening = true}},
      {"quit", "quit MX", "the sender said QUIT", {.arrival = true, .opening = true}},
      {"leave", "leave MX", "the sender closed or reset the connection",
       {.arrival = true, .opening = true}},
      {"fetch", "fetch HOST [in full] [N times]",
       "the sender asked the policy host for its policy; in full = it was answered to the end", {.arrival = true}},
      {"query", "query NAME TYPE [N times]", "the sender asked its resolver; TYPE ANY: for any type", {.arrival = true}},
      {"answer",
       "answer NAME TYPE [secure nodata|secure nxdomain|secure|insecure nodata|insecure nxdomain|"
       "insecure|servfail|refused|formerr|notimp|nxdomain|nodata|truncated|dropped] [over tcp]",
       "the sender was given that answer; secure = with AD, insecure = without; TYPE ANY: of any type, and `insecure` then with records or without",
       {.arrival = true, .answer = true}},
      {"keep", "keep MSG",
       "the sender's own queue lists the message as deferred (testimony), after a connection or an "
       "answer in the same step",
       {.queue = true}},
      {"bounce", "bounce MSG [for USER] [with a sender] [before NAME TYPE]",
       "a delivery status notification with `Action: failed` for the message came home; for USER = it is about that recipient, or names nobody of a message that has no other; with a sender = its reverse-path was not "
       "empty; before NAME TYPE = and that question had not been asked since the step began",
       {.relief = true, .home = true}},
      {"return", "return MSG",
       "the message came back: a notification of failure came home, or the sender refused it for good (5yz) at "
       "submission, after a question of the same step",
       {.relief = true, .home = true}},
      {"warn", "warn MSG",
       "a delivery status notification with `Action: delayed` for the message came home",
       {.home = true}},
      {"decide", "decide MSG [for USER]", "the message was delivered, or kept, or came back; for USER = delivered to or returned for that recipient; a message that is kept counts for all",
       {.queue = true, .home = true}},
      {"read", "read MSG [by ATTACKER]", "an attacker saw the message's content",
       {.arrival = true, .transport = true}},
  };
  return all;
}

std::string Bound::operator[](const std::string& place) const {
  const auto found = value.find(place);
  return found == value.end() ? std::string() : found->second;
}

Bound bind(const Act& act) {
  const auto verb = std::find_if(verbs().begin(), verbs().end(),
                                 [&](const Verb& v) { return v.name == act.verb; });
  if (verb == verbs().end()) {
    Words names;
    for (const auto& v : verbs()) names.push_back(v.name);
    throw Mistake{unknown("verb", act.verb, names)};
  }
  Bound bound{.verb = &*verb, .value = {}, .said = {}};
  size_t at = 0;
  bool complete = true;
  for (const auto& piece : pieces(verb->grammar)) {
    const auto choice = std::find_if(piece.choices.begin(), piece.choices.end(),
                                     [&](const Words& c) { return fits(c, act.args, at); });
    if (choice != piece.choices.end())
      consume(*choice, act.args, at, bound);
    else if (!piece.optional)
      complete = false;
  }
  if (!complete || at < act.args.size())
    throw Mistake{fmt::format("found '{}'; expected: {}", act.text(), verb->grammar)};
  return bound;
}

std::string verb_manual() {
  std::string text;
  for (const auto& verb : verbs()) text += fmt::format("- `{}`: {}\n", verb.grammar, verb.manual);
  return text;
}

}  // namespace gauntlet::scenario
