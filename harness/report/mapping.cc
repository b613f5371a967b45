// See mapping.h.
#include "harness/report/mapping.h"

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/steps.h"

namespace gauntlet::report {

namespace json = boost::json;

std::string name(Level level) {
  return scenario::to_text(level);
}

void Place::complain(std::string_view what) const {
  throw Complaints(*file_, 0, fmt::format("{}: {}", path_.empty() ? "document" : path_, what));
}

void Place::expected(std::string_view kind) const {
  complain(fmt::format("found {}, expected {}", printable(json::serialize(*value_), 60), kind));
}

Place Place::operator[](std::string_view key) const {
  if (const auto* value = object().if_contains(key)) return member(key, *value);
  throw Complaints(
      *file_, 0,
      fmt::format("{}{}{}: missing, expected this key", path_, path_.empty() ? "" : ".", key));
}

const json::object& Place::object() const {
  if (!value_->is_object()) expected("an object");
  return value_->get_object();
}

const json::array& Place::array() const {
  if (!value_->is_array()) expected("an array");
  return value_->get_array();
}

Place Place::item(size_t i) const {
  return {array()[i], fmt::format("{}[{}]", path_, i), *file_};
}

Place Place::member(std::string_view key, const json::value& value) const {
  return {value, path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, printable(key, 60)),
          *file_};
}

std::string Place::text() const {
  if (!value_->is_string()) expected("a string");
  return std::string(value_->get_string());
}

double Place::number() const {
  if (!value_->is_number()) expected("a number");
  return value_->to_number<double>();
}

std::int64_t Place::whole() const {
  boost::system::error_code bad;
  if (!value_->is_int64() && !value_->is_uint64()) expected("an integer");
  const auto n = value_->to_number<std::int64_t>(bad);
  if (bad || n < 0) expected("an integer that is not negative and not huge");
  return n;
}

bool Place::flag() const {
  if (!value_->is_bool()) expected("true or false");
  return value_->get_bool();
}

json::value parsed(std::string_view text, const std::string& file, std::string_view expected) {
  boost::system::error_code bad;
  auto value = json::parse({text.data(), text.size()}, bad);
  if (bad)
    throw Complaints(file, 0,
                     fmt::format("found no JSON ({}), expected {}", bad.message(), expected));
  return value;
}

}  // namespace gauntlet::report
