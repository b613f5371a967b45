// Maps of an authority's controls to clauses: which of them a run of the suite bears on, and why. Data, one file a catalogue
// (scenarios/controls), so that an agency can bring its own.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::report {

struct Control {
  std::string id;         ///< the catalogue's: "sc-8"
  std::string statement;  ///< the part of it that a finding is about: "sc-8_smt"
  std::string title;
  std::string uuid;     ///< the catalogue's own, where it has one
  std::string because;  ///< why the clauses bear on it, and how far
  std::vector<std::string> clauses;  ///< ids; one that ends in * stands for all that begin so

  bool covers(std::string_view clause) const;
};

struct ControlMap {
  std::string catalog;  ///< its title
  std::string href;     ///< where it is published; "" = nowhere as OSCAL
  std::vector<Control> controls;
};

/// Throws Complaints with file and line.
ControlMap parse_controls(const std::string& file, std::string_view text);
ControlMap read_controls(const std::string& file);

}  // namespace gauntlet::report
