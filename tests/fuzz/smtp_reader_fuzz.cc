// Fuzzes everything that parses what an SMTP peer sent: lines, commands, paths, content. The first
// byte says how the rest is cut into reads.
#include <cstdint>
#include <cstdlib>

#include "fixtures/smtp/command.h"
#include "fixtures/smtp/content.h"
#include "fixtures/net/lines.h"

using namespace gauntlet::smtp;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const size_t step = 1 + data[0];
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  gauntlet::net::LineReader reader(1024);
  Content content;
  Dsn dsn;
  for (size_t at = 0; at < input.size(); at += step) {
    reader.feed(input.substr(at, step));
    while (auto line = reader.next()) {
      if (line->text.size() > 1024) std::abort();
      const Command command = parse_command(behind_alert(line->text));
      const auto from = parse_path(command.argument, "FROM:");
      const auto to = parse_path(command.argument, "TO:");
      token_of(from ? from->address : "", to ? to->address : "");
      reply_class(line->text);
      capability_of(line->text);
      content.line(line->text);
      dsn.content_type(line->text);
      dsn.line(line->text);
      if (dsn.action().size() > 1024) std::abort();
    }
  }
  return 0;
}
