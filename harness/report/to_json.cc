// results.json, written: the same value gives the same bytes on every machine, whatever a stranger
// put into its texts.
#include <fmt/format.h>

#include "harness/report/mapping.h"

namespace gauntlet::report {
namespace {

namespace json = boost::json;

bool flat(const json::array& all) {
  for (const auto& one : all)
    if (one.is_structured()) return false;
  return true;
}

/// json::serialize writes 1.2 as 1.2E0 and nothing on lines of its own: valid, but not for people.
void print(const json::value& v, size_t indent, std::string& out) {
  const std::string margin = "\n" + std::string(indent + 2, ' ');
  if (const auto* object = v.if_object(); object && !object->empty()) {
    out += '{';
    for (const auto& [key, value] : *object) {
      if (out.back() != '{') out += ',';
      out += margin + json::serialize(json::value(key)) + ": ";
      print(value, indent + 2, out);
    }
    out += "\n" + std::string(indent, ' ') + '}';
  } else if (const auto* array = v.if_array(); array && !flat(*array)) {
    out += '[';
    for (const auto& one : *array) {
      if (&one != array->begin()) out += ',';
      out += margin;
      print(one, indent + 2, out);
    }
    out += "\n" + std::string(indent, ' ') + ']';
  } else if (const auto* number = v.if_double()) {
    std::string digits = fmt::format("{:.3f}", *number);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    out += digits == "-0" ? "0" : digits;
  } else {
    out += json::serialize(v);
  }
}

}  // namespace

std::string pretty(const json::value& v) {
  std::string out;
  print(v, 0, out);
  return out + '\n';
}

json::object to_json(const Results& given) {
  return document(schema_name, scrubbed(given));
}

std::string to_text(const Results& r) {
  return pretty(to_json(r));
}

}  // namespace gauntlet::report
