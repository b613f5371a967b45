// See pdf.h.
#include "harness/cli/pdf.h"

#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

#include "fixtures/base/blocks.h"
#include "fixtures/base/text.h"
#include "fixtures/base/workshop.h"
#include "fixtures/lab/child.h"
#include "harness/cli/wait.h"
#include "harness/desk/desk.h"

namespace gauntlet::cli {
namespace {

std::string browser() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"})
    if (const auto found = lab::find_program(name); !found.empty()) return found;
  throw Complaints("--laboratory-pdf", 0,
                   "a Chromium (chromium, google-chrome) was expected in PATH, but there is none; --laboratory FILE.html writes the same as a page "
                   "that any browser prints");
}

}  // namespace

std::string pdf_of(const std::string& html) {
  const auto program = browser();
  const Workshop workshop("gauntlet-pdf");
  const auto page = workshop.path() + "/page.html", pdf = workshop.path() + "/page.pdf";
  desk::write_whole(page, html);
  lab::Command command{.argv = {program, "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-pdf-header-footer",
                                "--user-data-dir=" + workshop.path() + "/profile", "--print-to-pdf=" + pdf}};
  if (::geteuid() == 0) command.argv.push_back("--no-sandbox");  // its sandbox refuses root; the page is ours and has no script
  command.argv.push_back("file://" + page);
  const auto result = wait_for(lab::run(command, 120s));
  if (result.status != 0 || !std::filesystem::exists(pdf))
    throw Fault(fmt::format("{} made no PDF of the report: {}", program,
                            result.timed_out ? "it took more than two minutes" : printable(trim(result.err), 400)));
  return read_file(pdf);
}

}  // namespace gauntlet::cli
