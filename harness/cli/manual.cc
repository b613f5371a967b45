// See manual.h.
#include "harness/cli/manual.h"

#include <functional>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/desk/desk.h"

namespace gauntlet::cli {
namespace {

/// A command that people see, by all its words: "candidates install".
struct Command {
  std::string name;
  const CLI::App* app;
};

void gather(const CLI::App& app, const std::string& before, std::vector<Command>& all) {
  for (const auto* sub : app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); })) {
    const auto name = before + sub->get_name();
    // What only groups commands is none itself.
    if (sub->get_subcommands([](const CLI::App*) { return true; }).empty()) all.push_back({name, sub});
    gather(*sub, name + " ", all);
  }
}

std::vector<Command> commands_of(const CLI::App& app) {
  std::vector<Command> all;
  gather(app, "", all);
  return all;
}

/// Text that roff shall not read as its own.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else if (c == '\'') out += "\\(aq";
    else if (c == '`') out += "\\(ga";
    else out += c;
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string option_lines(const CLI::App& app) {
  std::string text;
  for (const auto* option : app.get_options()) {
    auto name = option->get_name(false, true);
    for (size_t at = 0; (at = name.find(',', at)) != name.npos; at += 2) name.replace(at, 1, ", ");
    const bool takes = option->get_items_expected_max() > 0 && !option->get_positional();
    text += fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", plain(name), takes ? " \\fIVALUE\\fR" : "", plain(option->get_description()));
  }
  return text;
}

std::string synopsis(const Command& command) {
  std::string text = fmt::format("\\fBgauntlet {}\\fR", plain(command.name));
  for (const auto* option : command.app->get_options())
    if (option->get_positional()) text += fmt::format(" \\fI{}\\fR{}", plain(option->get_name(true)), option->get_items_expected_max() > 1 ? "..." : "");
  return text + " [\\fIoptions\\fR]";
}

}  // namespace

std::string man_page(const CLI::App& app) {
  std::string text = fmt::format(".TH GAUNTLET 1 \"\" \"gauntlet {}\" \"User Commands\"\n.SH NAME\ngauntlet \\- {}\n.SH SYNOPSIS\n", desk::version,
                                 plain(app.get_description().substr(app.get_description().find(": ") + 2)));
  const auto all = commands_of(app);
  for (const auto& command : all) text += (&command == &all.front() ? "" : ".br\n") + synopsis(command) + "\n";
  text += ".SH DESCRIPTION\nAn unmodified mail server is set loose in a small private Internet and is ruled on, clause by clause, by what it does there.\n"
          "Nothing of it touches the machine's own network.\n.SH COMMANDS\n";
  for (const auto& command : all)
    text += fmt::format(".SS gauntlet {}\n{}.\n{}", plain(command.name), plain(command.app->get_description()), option_lines(*command.app));
  text += ".SH EXIT STATUS\n0 conformant, 1 a MUST violated, 2 usage, 3 harness fault or inconclusive, 4 nothing selected, 5 no isolation,\n130 interrupted.\n"
          ".SH ENVIRONMENT\n.TP\n\\fBGAUNTLET_DATA\\fR\nfolder with scenarios, zones and manifests in place of the installed ones\n"
          ".TP\n\\fBNO_COLOR\\fR\nno colour\n";
  return text;
}

std::string bash_completion(const CLI::App& app) {
  std::string text = "# bash completion for gauntlet, made of its own command line.\n_gauntlet() {\n"
                     "  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words\n"
                     "  case $command in candidates) [ \"$COMP_CWORD\" -gt 1 ] && command=\"candidates ${COMP_WORDS[2]}\" ;; esac\n"
                     "  case $command in\n";
  std::vector<std::string> first;
  for (const auto& command : commands_of(app)) {
    std::vector<std::string> options;
    for (const auto* option : command.app->get_options())
      for (const auto& name : option->get_lnames()) options.push_back("--" + name);
    text += fmt::format("    '{}') words='{}' ;;\n", command.name, fmt::join(options, " "));
    const auto word = command.name.substr(0, command.name.find(' '));
    if (first.empty() || first.back() != word) first.push_back(word);
  }
  std::vector<std::string> below;
  for (const auto& command : commands_of(app))
    if (command.name.starts_with("candidates ")) below.push_back(command.name.substr(11));
  return text + fmt::format("    *) words= ;;\n  esac\n"
                            "  [ \"$COMP_CWORD\" = 1 ] && words='{}'\n"
                            "  [ \"$COMP_CWORD\" = 2 ] && [ \"${{COMP_WORDS[1]}}\" = candidates ] && words='{}'\n"
                            "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                            "  [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n}}\ncomplete -F _gauntlet gauntlet\n",
                            fmt::join(first, " "), fmt::join(below, " "));
}

}  // namespace gauntlet::cli
