# Which commit is being built, for results.json, and with which suite (desk::fingerprint reckons the same); written only when it
# changed. Without git or outside a clone the commit is COMMIT, which who packs a release passes, or "".
set(commit "${COMMIT}")
if(EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(GLOB_RECURSE files RELATIVE ${SOURCE} ${SOURCE}/scenarios/* ${SOURCE}/zones/*)
list(FILTER files EXCLUDE REGEX "\\.md$")
list(SORT files COMPARE STRING)
set(sums "")
foreach(file ${files})
  file(SHA256 "${SOURCE}/${file}" sum)
  string(APPEND sums "${sum}  ${file}\n")
endforeach()
string(SHA256 suite "${sums}")
file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT [[// Made by the build.
#pragma once
namespace gauntlet::desk {
inline constexpr const char* commit = "@commit@";
inline constexpr const char* built_with = "@suite@";
}
]])
