# Which commit is being built, for results.json; written only when it changed. Without git or outside a clone it is "".
set(commit "")
if(EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT [[// Made by the build.
#pragma once
namespace gauntlet::desk {
inline constexpr const char* commit = "@commit@";
}
]])
