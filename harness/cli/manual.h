// The man page and a shell's completion, made of the command line as it is parsed: neither can lag behind it.
#pragma once
#include <string>

namespace CLI {
class App;
}

namespace gauntlet::cli {

/// gauntlet(1), for man(7) macros.
std::string man_page(const CLI::App&);

/// For bash: commands, then their options; files where a value is expected.
std::string bash_completion(const CLI::App&);

}  // namespace gauntlet::cli
