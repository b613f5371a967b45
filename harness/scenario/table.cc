// See table.h.
#include "harness/scenario/table.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/fault.h"
#include "fixtures/base/text.h"
#include "harness/scenario/hosts.h"
#include "harness/scenario/phrase.h"

namespace gauntlet::scenario {
namespace {

constexpr size_t most_tables = 2;

struct Row {
  int line = 0;
  std::vector<std::string> cells;  ///< the first is the row's name
};

struct Table {
  std::string name;
  Block block;
  std::vector<std::string> columns;  ///< the first says what a row's name stands for
  std::vector<Row> rows;
};

/// What the {columns} stand for in one variant.
using Values = std::map<std::string, std::string>;

/// A file with tables, and the mistakes met on the way.
struct Sheet {
  const std::string& file;
  std::vector<std::string> lines;
  std::vector<Table> tables;
  std::set<std::string> taken;  ///< placeholders that stand for hosts and zones
  std::vector<Complaint> complaints;

  void complain(int line, std::string what) { complaints.push_back({file, line, std::move(what)}); }
};

bool blank(char c) { return c == ' ' || c == '\t'; }

/// Cells stand apart by two spaces or more (or a tab); quotes hold theirs together.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '\\' && i + 1 < line.size()) {
      cells.back() += {c, line[++i]};
      continue;
    }
    if (c == '"') quoted = !quoted;
    const bool gap = !quoted && (c == '\t' || (c == ' ' && i + 1 < line.size() && blank(line[i + 1])));
    if (!gap) {
      cells.back() += c;
      continue;
    }
    while (i + 1 < line.size() && blank(line[i + 1])) ++i;
    cells.emplace_back();
  }
  for (auto& cell : cells)
    if (cell == "-") cell.clear();
  return cells;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void read_columns(Sheet& sheet, Table& table, const Line& line) {
  table.columns = cells_of(line.text);
  if (table.columns.size() < 2)
    sheet.complain(line.number, "a table of one column; the rows' names and what they stand for were expected, two spaces apart");
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    if (!identifier(column))
      sheet.complain(line.number, fmt::format("found '{}'; the name of a column was expected (lower-case letters, digits, dashes)",
                                              printable(column, 60)));
    else if (sheet.taken.contains(column))
      sheet.complain(line.number, fmt::format("a column '{}' beside a host, zone or column of that name; another was expected", column));
    // The first stands for the row's name, which rows have anyway.
    sheet.taken.insert(column);
  }
}

void read_row(Sheet& sheet, Table& table, const Line& line) {
  Row row{line.number, cells_of(line.text)};
  const auto& name = row.cells.front();
  if (row.cells.size() != table.columns.size())
    return sheet.complain(line.number, fmt::format("a row of {} cells; {} were expected, two spaces apart: {}", row.cells.size(),
                                                   table.columns.size(), joined(table.columns, ", ")));
  // A row may be called 421: it is no name of the language.
  if (name.empty() || !identifier("x" + name))
    return sheet.complain(line.number, fmt::format("found '{}'; the name of a row was expected (lower-case letters, digits, dashes)",
                                                   printable(name, 60)));
  for (const auto& other : table.rows) {
    if (other.cells.front() == name)
      return sheet.complain(line.number, fmt::format("a second row '{}'; the first stands in line {}", name, other.line));
    if (std::equal(other.cells.begin() + 1, other.cells.end(), row.cells.begin() + 1))
      return sheet.complain(line.number, fmt::format("row '{}' says what row '{}' says", name, other.cells.front()));
  }
  if (std::all_of(row.cells.begin() + 1, row.cells.end(), [](const auto& cell) { return cell.empty(); }))
    return sheet.complain(line.number, fmt::format("row '{}' is empty; a cell with something in it was expected", name));
  table.rows.push_back(std::move(row));
}

void read_table(Sheet& sheet, const Block& block) {
  Table table;
  table.block = block;
  const auto head = words(block.head);
  if (head.size() != 2 || !identifier(head[1]))
    return sheet.complain(block.line, "expected: table NAME, with columns and rows indented below it");
  table.name = head[1];
  if (sheet.tables.size() == most_tables)
    return sheet.complain(block.line, fmt::format("a third table; {} are the most that a reader follows", most_tables));
  for (const auto& line : block.body) {
    if (line.text.empty()) continue;
    if (table.columns.empty()) read_columns(sheet, table, line);
    else read_row(sheet, table, line);
  }
  if (table.rows.size() < 2)
    sheet.complain(block.line, fmt::format("table '{}' has {} rows; two or more were expected", table.name, table.rows.size()));
  sheet.tables.push_back(std::move(table));
}

/// The {placeholders} of a line, without what follows a dot.
std::vector<std::string> placeholders(const std::string& line) {
  std::vector<std::string> found;
  for (size_t open = line.find('{'); open != line.npos; open = line.find('{', open + 1)) {
    const size_t close = line.find_first_of("}{ ", open + 1);
    if (close == line.npos || line[close] != '}') continue;
    found.push_back(line.substr(open + 1, close - open - 1));
  }
  return found;
}

/// Every {column} is used, and every {placeholder} is a column, a host or a zone.
void check_use(Sheet& sheet) {
  std::set<std::string> used;
  for (size_t i = 0; i < sheet.lines.size(); ++i)
    for (const auto& whole : placeholders(sheet.lines[i])) {
      const auto name = whole.substr(0, whole.find('.'));
      used.insert(whole);
      if (sheet.taken.contains(name)) continue;
      const auto meant = nearest(name, {sheet.taken.begin(), sheet.taken.end()});
      sheet.complain(static_cast<int>(i + 1), fmt::format("no row fills {{{}}}, and no host or zone is called so{}", printable(whole, 60),
                                                          meant.empty() ? "" : fmt::format("; did you mean {{{}}}?", meant)));
    }
  for (const auto& table : sheet.tables)
    for (size_t i = 1; i < table.columns.size(); ++i)
      if (!used.contains(table.columns[i]))
        sheet.complain(table.block.line, fmt::format("column '{0}' is used nowhere; {{{0}}} was expected in some line", table.columns[i]));
}

/// What stands in place of the tables: a comment that says which row this is, and empty lines.
void strike_out(Sheet& sheet) {
  for (const auto& table : sheet.tables) {
    sheet.lines[table.block.line - 1] = fmt::format("# {0}: {{{0}}}", table.columns.front());
    for (const auto& line : table.block.body) sheet.lines[line.number - 1].clear();
  }
}

std::string filled(const std::string& line, const Values& values) {
  return fill(line, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  });
}

Variant variant(const Sheet& sheet, const std::vector<const Row*>& rows) {
  Variant one;
  Values values;
  for (size_t t = 0; t < rows.size(); ++t) {
    one.row += (t ? "," : "") + rows[t]->cells.front();
    for (size_t i = 0; i < rows[t]->cells.size(); ++i) values[sheet.tables[t].columns[i]] = rows[t]->cells[i];
  }
  for (const auto& line : sheet.lines) one.text += filled(line, values) + "\n";
  return one;
}

std::vector<Variant> all_variants(const Sheet& sheet) {
  std::vector<Variant> all;
  for (const auto& first : sheet.tables[0].rows) {
    if (sheet.tables.size() == 1) all.push_back(variant(sheet, {&first}));
    else
      for (const auto& second : sheet.tables[1].rows) all.push_back(variant(sheet, {&first, &second}));
  }
  return all;
}

/// The text's first line is its title, by which lists tell scenarios apart.
void check_titles(Sheet& sheet, const std::vector<Variant>& all) {
  std::map<std::string, std::string> rows;
  for (const auto& one : all) {
    const auto [other, fresh] = rows.emplace(one.text.substr(0, one.text.find('\n')), one.row);
    if (fresh) continue;
    return sheet.complain(1, fmt::format("rows '{}' and '{}' have the same title; a {{column}} that tells them apart was expected in it",
                                         other->second, one.row));
  }
}

void give_up(Sheet& sheet) {
  if (!sheet.complaints.empty()) throw Complaints(std::move(sheet.complaints));
}

}  // namespace

std::vector<Variant> variants(const std::string& file, std::string_view text) {
  const auto blocks = parse_blocks(file, text);
  const auto kind = [](const Block& block) { return block.head.substr(0, block.head.find_first_of(" \t")); };
  const auto is_table = [&](const Block& block) { return kind(block) == "table"; };
  if (std::none_of(blocks.begin(), blocks.end(), is_table)) return {{"", std::string(text)}};
  Sheet sheet{file, lines_of(text), {}, {"domain"}, {}};
  for (const auto& block : blocks)
    if (const auto head = words(block.head); head.size() > 1 && (host_kind(head[0]) || head[0] == "zone")) sheet.taken.insert(head[1]);
  for (const auto& block : blocks)
    if (is_table(block)) read_table(sheet, block);
  give_up(sheet);
  strike_out(sheet);
  check_use(sheet);
  give_up(sheet);
  auto all = all_variants(sheet);
  check_titles(sheet, all);
  give_up(sheet);
  return all;
}

std::vector<Complaint> each_once(const std::vector<Complaint>& complaints) {
  std::vector<Complaint> once;
  std::set<std::string> told;
  for (const auto& complaint : complaints)
    if (told.insert(complaint.text()).second) once.push_back(complaint);
  return once;
}

std::string without_row(std::string_view id) { return std::string(id.substr(0, id.find('['))); }

}  // namespace gauntlet::scenario
