// See controls.h.
#include "harness/report/controls.h"

#include <algorithm>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"

namespace gauntlet::report {
namespace {

/// What OSCAL takes for a name: a letter or _, then letters, digits, and . - _
bool is_token(const std::string& text) {
  const auto fits = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_'; };
  return !text.empty() && !std::isdigit(static_cast<unsigned char>(text[0])) && text[0] != '.' && text[0] != '-' &&
         std::all_of(text.begin(), text.end(), fits);
}

std::string after(const std::string& line, const std::string& word) { return trim(line.substr(word.size())); }

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  ControlMap read(std::string_view text) {
    for (const auto& block : parse_blocks(file_, text)) add(block);
    if (map_.catalog.empty()) complain(0, "it names no catalogue; `catalog TITLE` was expected");
    if (map_.controls.empty()) complain(0, "it has no control");
    if (!found_.empty()) throw Complaints(std::move(found_));
    return std::move(map_);
  }

 private:
  void complain(int line, std::string what) { found_.push_back({file_, line, std::move(what)}); }

  void add(const Block& block) {
    const auto said = words(block.head);
    if (said[0] == "catalog") map_.catalog = after(block.head, said[0]);
    else if (said[0] == "href") map_.href = after(block.head, said[0]);
    else if (said[0] == "control") add_control(block, said);
    else complain(block.line, fmt::format("\"{}\" is unknown; catalog, href or control was expected", said[0]));
  }

  void add_control(const Block& block, const std::vector<std::string>& said) {
    if (said.size() < 4 || !is_token(said[1]) || !is_token(said[2]))
      return complain(block.line, "`control ID STATEMENT TITLE` was expected, with ids of letters, digits, dots and hyphens");
    Control control{.id = said[1], .statement = said[2], .title = after(block.head, block.head.substr(0, block.head.find(said[2]) + said[2].size()))};
    for (const auto& line : block.body) add_line(line, control);
    if (control.because.empty() || control.clauses.empty())
      complain(block.line, "a control without `because` or `clauses`; both were expected, indented below it");
    map_.controls.push_back(std::move(control));
  }

  void add_line(const Line& line, Control& control) {
    const auto said = words(line.text);
    if (said.empty()) return;
    if (said[0] == "uuid" && said.size() == 2) control.uuid = said[1];
    else if (said[0] == "because") control.because += (control.because.empty() ? "" : " ") + after(line.text, said[0]);
    else if (said[0] == "clauses") control.clauses.insert(control.clauses.end(), said.begin() + 1, said.end());
    else complain(line.number, fmt::format("\"{}\" is unknown; uuid, because or clauses was expected", said[0]));
  }

  const std::string& file_;
  ControlMap map_;
  std::vector<Complaint> found_;
};

}  // namespace

bool Control::covers(std::string_view clause) const {
  return std::any_of(clauses.begin(), clauses.end(), [&](const std::string& named) {
    return named.ends_with('*') ? clause.starts_with(std::string_view(named).substr(0, named.size() - 1)) : clause == named;
  });
}

ControlMap parse_controls(const std::string& file, std::string_view text) { return Reader(file).read(text); }

ControlMap read_controls(const std::string& file) { return parse_controls(file, read_file(file)); }

}  // namespace gauntlet::report
