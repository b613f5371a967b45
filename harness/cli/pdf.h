// A page as PDF, by a browser that is on this machine: we draw no pages ourselves.
#pragma once
#include <string>

namespace gauntlet::cli {

/// The bytes of a PDF with that page, printed by a headless Chromium. Throws Complaints where none is found in PATH, Fault when it fails.
std::string pdf_of(const std::string& html);

}  // namespace gauntlet::cli
