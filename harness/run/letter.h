// What a message of a play says.
#pragma once
#include <string>
#include <vector>

namespace gauntlet::run {

/// The message's text, lines ending in CR LF (or in what an option asks for). `author` is its address, and its identifier, too; `recipients`
/// are addresses with a space between them; `options` are those of `send`. It says its token.
std::string letter(const std::string& author, const std::string& token, const std::string& title, const std::string& recipients,
                   const std::vector<std::string>& options);

}  // namespace gauntlet::run
