// See grid.h.
#include "harness/atlas/grid.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"

namespace gauntlet::atlas {
namespace {

namespace json = boost::json;

constexpr std::string_view schema = "gauntlet-atlas/1", kept = "gauntlet-atlas-outcomes/1";

json::object column_of(const Column& column) {
  return {{"name", column.name},           {"sentence", column.sentence}, {"stands_for", column.stands_for}, {"mtas", column.mtas},
          {"played_by", column.played_by}, {"warm", column.warm},         {"claims", column.claims}};
}

json::object cell_of(const Cell& cell) {
  json::array events;
  for (const auto n : cell.outcome.events) events.push_back(n);
  return {{"got", name_of(cell.outcome.got)}, {"why", cell.outcome.why}, {"events", std::move(events)}, {"evidence", cell.evidence}};
}

/// One text a row, a letter a column: what has changed between two of these files is seen at a glance.
std::string letters(const Row& row) {
  std::string out;
  for (const auto& cell : row.cells) out += cell.outcome.got == Got::not_asked ? '-' : name_of(cell.outcome.got).front();
  return out;
}

[[noreturn]] void no_outcomes(const std::string& file, const std::string& what) { throw Complaints(file, 0, what); }

Got got_of(const std::string& file, char letter) {
  switch (letter) {
    case 'r': return Got::read;
    case 's': return Got::stopped;
    case 'n': return Got::nothing;
    case '-': return Got::not_asked;
    default: no_outcomes(file, fmt::format("found the outcome '{}'; r, s, n or - was expected", printable(std::string(1, letter))));
  }
}

std::string text_of(const std::string& file, const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  if (!found || !found->is_string()) no_outcomes(file, fmt::format("the text \"{}\" is missing", key));
  return std::string(found->get_string());
}

const json::array& list_of(const std::string& file, const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  if (!found || !found->is_array()) no_outcomes(file, fmt::format("the list \"{}\" is missing", key));
  return found->get_array();
}

Row row_of(const std::string& file, const json::object& object, size_t columns) {
  Row row{text_of(file, object, "id"), text_of(file, object, "title"), text_of(file, object, "controls"), {}};
  const auto got = text_of(file, object, "got");
  if (got.size() != columns) no_outcomes(file, fmt::format("{}: {} outcomes, but {} columns", printable(row.id, 60), got.size(), columns));
  for (const char letter : got) row.cells.push_back({{got_of(file, letter), "", {}}, ""});
  return row;
}

}  // namespace

std::string to_json(const Grid& grid) {
  json::object out{{"schema", schema}, {"version", grid.version}, {"resolver", grid.resolver}};
  json::array columns, rows;
  for (const auto& column : grid.columns) columns.push_back(column_of(column));
  for (const auto& row : grid.rows) {
    json::object cells;
    for (size_t i = 0; i < row.cells.size(); ++i) cells[grid.columns[i].name] = cell_of(row.cells[i]);
    rows.push_back(json::object{{"id", row.id}, {"title", row.title}, {"controls", row.controls}, {"cells", std::move(cells)}});
  }
  out["columns"] = std::move(columns);
  out["rows"] = std::move(rows);
  return json::serialize(out) + "\n";
}

std::string outcomes_json(const Grid& grid) {
  std::string out = fmt::format("{{\"schema\":\"{}\",\n \"columns\":[", kept);
  for (size_t i = 0; i < grid.columns.size(); ++i) out += (i ? "," : "") + json::serialize(json::value(grid.columns[i].name));
  out += "],\n \"rows\":[\n";
  for (size_t i = 0; i < grid.rows.size(); ++i) {
    const auto& row = grid.rows[i];
    const json::object object{{"id", row.id}, {"got", letters(row)}, {"title", row.title}, {"controls", row.controls}};
    out += "  " + json::serialize(object) + (i + 1 < grid.rows.size() ? ",\n" : "\n");
  }
  return out + " ]}\n";
}

Grid read_outcomes(const std::string& file, const std::string& text) {
  boost::system::error_code bad;
  const auto value = json::parse(text, bad);
  if (bad || !value.is_object()) no_outcomes(file, "it is no JSON object");
  const auto& object = value.get_object();
  if (text_of(file, object, "schema") != kept) no_outcomes(file, fmt::format("it is not of the schema {}", kept));
  Grid grid;
  for (const auto& name : list_of(file, object, "columns")) {
    if (!name.is_string()) no_outcomes(file, "a column's name is no text");
    grid.columns.emplace_back().name = std::string(name.get_string());
  }
  for (const auto& row : list_of(file, object, "rows")) {
    if (!row.is_object()) no_outcomes(file, "a row is no object");
    grid.rows.push_back(row_of(file, row.get_object(), grid.columns.size()));
  }
  return grid;
}

std::vector<size_t> differences(const Grid& grid, size_t column, const Grid& other, const std::string& name) {
  std::vector<size_t> rows;
  const auto at = std::ranges::find(other.columns, name, &Column::name);
  if (at == other.columns.end()) return rows;
  const auto their = static_cast<size_t>(at - other.columns.begin());
  for (size_t i = 0; i < grid.rows.size(); ++i) {
    const auto row = std::ranges::find(other.rows, grid.rows[i].id, &Row::id);
    if (row != other.rows.end() && row->cells[their].outcome.got != grid.rows[i].cells[column].outcome.got) rows.push_back(i);
  }
  return rows;
}

}  // namespace gauntlet::atlas
