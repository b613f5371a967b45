// Values and JSON: one walk over the described members (BOOST_DESCRIBE_STRUCT) of a struct writes
// it, one reads it back with suspicion - every complaint names the key's path -, one visits its
// texts and numbers. What a member is called in C++ it is called in JSON; nothing of a struct is
// left out.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "harness/judge/verdict.h"
#include "harness/report/results.h"

namespace gauntlet::report {

/// A value in a document and where it stands, so that a complaint can name the key.
class Place {
 public:
  Place(const boost::json::value& value, std::string path, const std::string& file)
      : value_(&value), path_(std::move(path)), file_(&file) {}

  /// Throws Complaints: "FILE: path: what".
  [[noreturn]] void complain(std::string_view what) const;
  [[noreturn]] void expected(std::string_view kind) const;

  Place operator[](std::string_view key) const;  ///< complains when there is no such key
  const boost::json::object& object() const;
  const boost::json::array& array() const;
  Place item(size_t i) const;
  Place member(std::string_view key, const boost::json::value&) const;

  std::string text() const;
  double number() const;
  std::int64_t whole() const;  ///< not negative
  bool flag() const;
  bool null() const { return value_->is_null(); }

 private:
  const boost::json::value* value_;
  std::string path_;
  const std::string* file_;
};

/// How an enum is written: all its values, and the word for each.
template <typename E>
struct Words;
template <>
struct Words<Verdict> {
  static constexpr auto all = verdicts;
  static constexpr std::string_view kind = "a verdict";
};
template <>
struct Words<Conformance> {
  static constexpr std::array all{Conformance::conformant, Conformance::nonconformant,
                                  Conformance::inconclusive, Conformance::error};
  static constexpr std::string_view kind = "a verdict on a run";
};
template <>
struct Words<Declared> {
  static constexpr std::array all{Declared::seen, Declared::not_seen, Declared::not_declared, Declared::other_order};
  static constexpr std::string_view kind = "how an offer meets a declaration";
};
template <>
struct Words<CaseResult> {
  static constexpr std::array all{CaseResult::met, CaseResult::unmet, CaseResult::unruled,
                                  CaseResult::not_applicable};
  static constexpr std::string_view kind = "a verdict on a case";
};
template <>
struct Words<Level> {
  static constexpr std::array all{Level::must, Level::must_not, Level::should, Level::should_not,
                                  Level::note};
  static constexpr std::string_view kind = "MUST, MUST NOT, SHOULD, SHOULD NOT or NOTE";
};
std::string name(Level);  ///< "MUST NOT"

namespace mapping {

template <typename T, template <typename...> class Of>
inline constexpr bool is = false;
template <typename... Args, template <typename...> class Of>
inline constexpr bool is<Of<Args...>, Of> = true;

template <typename T, typename F>
void each_member(F f) {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>([&](auto member) { f(member.name, member.pointer); });
}

}  // namespace mapping

template <typename T>
boost::json::value written(const T& v) {
  using mapping::is;
  if constexpr (std::is_same_v<T, Counts>) {
    boost::json::object out;
    for (const auto verdict : verdicts) out[name(verdict)] = v[verdict];
    return out;
  } else if constexpr (std::is_enum_v<T>) {
    return boost::json::value(name(v));
  } else if constexpr (is<T, std::optional>) {
    return v ? written(*v) : boost::json::value(nullptr);
  } else if constexpr (is<T, std::vector>) {
    boost::json::array out;
    for (const auto& one : v) out.push_back(written(one));
    return out;
  } else if constexpr (is<T, std::map>) {
    boost::json::object out;
    for (const auto& [key, value] : v) out[key] = written(value);
    return out;
  } else if constexpr (boost::describe::has_describe_members<T>::value) {
    boost::json::object out;
    mapping::each_member<T>([&](const char* key, auto at) { out[key] = written(v.*at); });
    return out;
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    return boost::json::value(static_cast<std::int64_t>(v));  // one kind of integer for all readers
  } else {
    return boost::json::value(v);
  }
}

/// A described struct as a whole document: its schema's name comes first.
template <typename T>
boost::json::object document(std::string_view schema, const T& v) {
  boost::json::object out{{"schema", schema}};
  mapping::each_member<T>([&](const char* key, auto at) { out[key] = written(v.*at); });
  return out;
}

template <typename T>
void read(const Place& p, T& v) {
  using mapping::is;
  if constexpr (std::is_same_v<T, Counts>) {
    for (const auto verdict : verdicts) read(p[name(verdict)], v[verdict]);
  } else if constexpr (std::is_same_v<T, std::string>) {
    v = p.text();
  } else if constexpr (std::is_same_v<T, bool>) {
    v = p.flag();
  } else if constexpr (std::is_integral_v<T>) {
    const auto n = p.whole();
    v = static_cast<T>(n);
    if (static_cast<std::int64_t>(v) != n) p.expected("an integer that is not huge");
  } else if constexpr (std::is_floating_point_v<T>) {
    v = p.number();
  } else if constexpr (std::is_enum_v<T>) {
    const auto text = p.text();
    for (const auto one : Words<T>::all)
      if (name(one) == text) return void(v = one);
    p.expected(Words<T>::kind);
  } else if constexpr (is<T, std::optional>) {
    v.reset();
    if (!p.null()) read(p, v.emplace());
  } else if constexpr (is<T, std::vector>) {
    v.resize(p.array().size());
    for (size_t i = 0; i < v.size(); ++i) read(p.item(i), v[i]);
  } else if constexpr (is<T, std::map>) {
    v.clear();
    for (const auto& [key, value] : p.object()) read(p.member(key, value), v[std::string(key)]);
  } else {
    static_assert(boost::describe::has_describe_members<T>::value);
    mapping::each_member<T>([&](const char* key, auto at) { read(p[key], v.*at); });
  }
}

/// Calls f on every std::string (keys of maps are left alone) and every double below.
template <typename T, typename F>
void each_leaf(T& v, const F& f) {
  using mapping::is;
  if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, double>) {
    f(v);
  } else if constexpr (is<T, std::optional>) {
    if (v) each_leaf(*v, f);
  } else if constexpr (is<T, std::vector>) {
    for (auto& one : v) each_leaf(one, f);
  } else if constexpr (is<T, std::map>) {
    for (auto& [key, value] : v) each_leaf(value, f);
  } else if constexpr (boost::describe::has_describe_members<T>::value) {
    mapping::each_member<T>([&](const char*, auto at) { each_leaf(v.*at, f); });
  }
}

/// The document that `text` holds; Complaints naming `file` and what was expected for no JSON.
boost::json::value parsed(std::string_view text, const std::string& file,
                          std::string_view expected);

}  // namespace gauntlet::report
