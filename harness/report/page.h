// HTML pages of one file each: a template, its style and script, and data that no browser takes for anything else. Their policy
// (Content-Security-Policy) lets nothing run and nothing be fetched but what was compiled in.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include <kainjow/mustache.hpp>

namespace gauntlet::report {

/// A file of harness/report/page, as it was compiled in; "" = there is none of this name.
std::string_view page_file(std::string_view name);

/// Renders NAME.mustache; `style`, `script` and `policy` are filled in from NAME.css and NAME.js. What the template names with two braces
/// is escaped.
std::string page(const std::string& name, kainjow::mustache::data values);

/// JSON that can stand in a <script type="application/json">: no byte of it ends the element.
std::string inert(std::string json);

}  // namespace gauntlet::report
