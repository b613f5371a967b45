// See tables.h.
#include "harness/atlas/tables.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "fixtures/base/markup.h"

namespace gauntlet::atlas {
namespace {

struct Sign {
  char letter;
  std::string_view word, style;
};

Sign sign_of(Got got) {
  switch (got) {
    case Got::read: return {'R', "**read**", "read"};
    case Got::stopped: return {'s', "stopped", "stopped"};
    case Got::nothing: return {'.', "-", "nothing"};
    case Got::not_asked: break;
  }
  return {'?', "?", "unasked"};
}

char letter_of(size_t column) { return static_cast<char>(column < 26 ? 'a' + column : 'A' + column - 26); }

std::string totals(const Grid& grid) {
  std::array<size_t, 4> counts{};
  for (const auto& row : grid.rows)
    for (const auto& cell : row.cells) ++counts[static_cast<size_t>(cell.outcome.got)];
  return fmt::format("{} attacks against {} columns: read {}, stopped {}, nothing {}, not asked {}", grid.rows.size(), grid.columns.size(),
                     counts[0], counts[1], counts[2], counts[3]);
}

constexpr std::string_view style = R"(<style>
body { font: 14px/1.4 sans-serif; margin: 2em; color: #222; }
table { border-collapse: collapse; }
th, td { border: 1px solid #ccc; padding: 2px 6px; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: #fff; }
thead th.column { writing-mode: vertical-rl; transform: rotate(180deg); }
td.cell { text-align: center; }
td.cell a { color: inherit; text-decoration: none; display: block; }
.read { background: #e07a6a; } .stopped { background: #f3d98b; } .nothing { background: #b9dcb0; } .unasked { background: #ddd; }
small { color: #666; }
</style>
)";

std::string cell_html(const Cell& cell) {
  const auto sign = sign_of(cell.outcome.got);
  const std::string word(name_of(cell.outcome.got));
  const auto inner = cell.evidence.empty() ? word : fmt::format("<a href=\"{}\">{}</a>", escaped(cell.evidence), word);
  return fmt::format("<td class=\"cell {}\" title=\"{}\">{}</td>", sign.style, escaped(cell.outcome.why), inner);
}

}  // namespace

std::string terminal(const Grid& grid) {
  size_t widest = 0;
  for (const auto& row : grid.rows) widest = std::max(widest, row.id.size());
  std::string out;
  for (size_t i = 0; i < grid.columns.size(); ++i) out += fmt::format("  {}  {:<24} {}\n", letter_of(i), grid.columns[i].name, grid.columns[i].sentence);
  out += fmt::format("\n  {:<{}}", "", widest);
  for (size_t i = 0; i < grid.columns.size(); ++i) out += fmt::format(" {}", letter_of(i));
  out += "   R read, s stopped, . nothing, ? not asked\n";
  for (const auto& row : grid.rows) {
    out += fmt::format("  {:<{}}", row.id, widest);
    for (const auto& cell : row.cells) out += fmt::format(" {}", sign_of(cell.outcome.got).letter);
    out += fmt::format("   {}\n", row.controls);
  }
  return out + "\n" + totals(grid) + "\n";
}

std::string markdown_columns(const Grid& grid) {
  std::string out = "| defence | what it does | stands for | who does it |\n|---|---|---|---|\n";
  for (const auto& c : grid.columns) out += fmt::format("| `{}` | {} | {} | {} |\n", c.name, c.sentence, c.stands_for, c.mtas);
  return out;
}

std::string markdown(const Grid& grid) {
  std::string out = "| attack | the attacker controls |", rule = "|---|---|";
  for (const auto& column : grid.columns) {
    out += fmt::format(" {} |", column.name);
    rule += ":-:|";
  }
  out += "\n" + rule + "\n";
  for (const auto& row : grid.rows) {
    out += fmt::format("| `{}` {} | {} |", row.id, row.title, row.controls);
    for (const auto& cell : row.cells) out += fmt::format(" {} |", sign_of(cell.outcome.got).word);
    out += "\n";
  }
  return out;
}

std::string page(const Grid& grid) {
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The atlas</title>\n" + std::string(style) + "</head><body>\n";
  out += fmt::format("<h1>The atlas</h1>\n<p>What each attacker gets from each defence. {}. Gauntlet {}, resolver {}.</p>\n", escaped(totals(grid)),
                     escaped(grid.version), escaped(grid.resolver));
  out += "<p><span class=\"read\">read</span>: the attacker's own notes hold the message. <span class=\"stopped\">stopped</span>: delayed, returned or lost. "
         "<span class=\"nothing\">nothing</span>: it arrived unread. <span class=\"unasked\">not asked</span>: the attack did not take effect. "
         "Each cell leads to what was seen.</p>\n<table>\n<thead><tr><th>attack</th><th>the attacker controls</th>";
  for (const auto& column : grid.columns) out += fmt::format("<th class=\"column\">{}</th>", escaped(column.name));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : grid.rows) {
    out += fmt::format("<tr><th>{}<br><small>{}</small></th><td>{}</td>", escaped(row.title), escaped(row.id), escaped(row.controls));
    for (const auto& cell : row.cells) out += cell_html(cell);
    out += "</tr>\n";
  }
  out += "</tbody></table>\n<h2>Columns</h2>\n<table><thead><tr><th></th><th>what it does</th><th>stands for</th><th>who does it</th><th>played by</th></tr></thead>\n";
  for (const auto& c : grid.columns)
    out += fmt::format("<tr><th>{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(c.name), escaped(c.sentence), escaped(c.stands_for),
                       escaped(c.mtas), escaped(c.played_by));
  return out + "</table>\n</body></html>\n";
}

}  // namespace gauntlet::atlas
