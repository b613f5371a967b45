# Writes OUT, C++ that holds each of FILES as gauntlet::report::page_file("name"), byte by byte: a raw string would end where the text
# says so.
set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
  string(APPEND rows "    {\"${name}\", \"${bytes}\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"harness/report/page.h\"
namespace gauntlet::report {
std::string_view page_file(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> all[] = {
${rows}  };
  for (const auto& [known, text] : all)
    if (known == name) return text;
  return {};
}
}
")
