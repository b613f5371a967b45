// What IANA calls the numbers of a ClientHello (Transport Layer Security Parameters, state of 2026).
#pragma once
#include <string>
#include <string_view>

namespace gauntlet::judge {

/// What a ClientHello lists, besides its versions.
enum class Listed { suites, groups, signatures, extensions };

/// The registry's name of a number in four hexadecimal digits; "0x4588" for one that this table does not know.
std::string registered(Listed, std::string_view digits);

/// Whether the table has the name, or it is a number ("0x4588").
bool is_registered(Listed, std::string_view name);

}  // namespace gauntlet::judge
