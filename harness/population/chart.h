// Curves as SVG: a pure function of what is drawn. No script, no font but the reader's own.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace gauntlet::population {

struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;  ///< by x
};

struct Chart {
  std::string title, x, y;  ///< what the axes are
  bool logarithmic = false;  ///< the x axis; all x are above 0 then
  std::vector<Curve> curves;
};

/// y goes from 0 to the greatest value there is.
std::string svg(const Chart&);

}  // namespace gauntlet::population
