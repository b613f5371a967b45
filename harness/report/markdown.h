// The summary as GitHub-flavoured Markdown: for $GITHUB_STEP_SUMMARY, a merge request, a ticket.
#pragma once
#include <string>
#include <string_view>

#include "harness/report/material.h"

namespace gauntlet::report {

/// Fit for $GITHUB_STEP_SUMMARY: below 1 MiB whatever the results are; what had to go is counted.
std::string markdown(const Material&);

/// Text that Markdown shows as it stands: no link, no mention, no HTML, no structure; on one line.
std::string plain(std::string_view text);

}  // namespace gauntlet::report
