// A block of a manifest as it is read: its words by their places, complaints with its line.
#pragma once
#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "harness/candidate/checks.h"
#include "harness/candidate/manifest.h"

namespace gauntlet::candidate {

struct Reading {
  Manifest& manifest;
  const Block& block;
  std::vector<std::string> words;  ///< of the head, without the key
  std::string rest;                ///< the head after the key, verbatim

  [[noreturn]] void complain(std::string what) const {
    throw Complaints(manifest.file, block.line, std::move(what));
  }

  std::string body() const {
    std::string text;
    for (const auto& line : block.body) text += line.text + "\n";
    return text;
  }
  /// A shell script: on the head's line or in the body.
  std::string script() const {
    if (!rest.empty() && !block.body.empty())
      complain("a script both on the line and below it; one of them was expected");
    if (rest.empty() && block.body.empty())
      complain("an empty script; shell lines were expected, indented below it");
    return rest.empty() ? body() : rest + "\n";
  }
  const std::string& word(size_t i, const char* expected) const {
    if (i >= words.size())
      complain(fmt::format("\"{}\" ends too early; {} was expected", block.head, expected));
    return words[i];
  }
  int number(size_t i, const char* expected, int base = 10) const {
    int value = 0;
    const auto& text = word(i, expected);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size())
      complain(fmt::format("\"{}\" is not a number; {} was expected", text, expected));
    return value;
  }
  void no_more_than(size_t count) const {
    if (words.size() > count)
      complain(fmt::format("\"{}\" is one word too many in \"{}\"", words[count], block.head));
  }
  std::string path(const std::string& text) const {
    if (const auto mistake = path_mistake(text); !mistake.empty())
      complain(fmt::format("{} \"{}\" {}; a path in the room was expected",
                           block.head.substr(0, block.head.find_first_of(" \t")), text, mistake));
    return text;
  }
  std::string endpoint(size_t i) const {
    const auto& text = word(i, "ADDRESS:PORT");
    if (!endpoint_of(text))
      complain(fmt::format("\"{}\" is not ADDRESS:PORT; something like 127.0.0.1:25 was expected",
                           text));
    return text;
  }
  void once(const std::string& value) const {
    if (!value.empty())
      complain(fmt::format("\"{}\" is given twice; once was expected", block.head));
  }
  void set_script(std::string& to) const {
    once(to);
    to = script();
  }
};

}  // namespace gauntlet::candidate
