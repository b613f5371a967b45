// See chart.h.
#include "harness/population/chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "fixtures/base/markup.h"

namespace gauntlet::population {
namespace {

constexpr double left = 70, top = 40, width = 560, height = 320, legend = left + width + 16;
constexpr std::array colours{"#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#d98c00", "#16a0a0", "#7f5539", "#d6489a", "#555555"};
constexpr std::array dashes{"", "6 3", "2 3"};

/// From a value to a place between the two ends of an axis.
struct Axis {
  double least = 0, most = 1, from = 0, to = 1;
  bool logarithmic = false;
  double at(double value) const {
    const auto scaled = [this](double v) { return logarithmic ? std::log10(v) : v; };
    const double span = scaled(most) - scaled(least);
    return from + (span > 0 ? (scaled(value) - scaled(least)) / span : 0.5) * (to - from);
  }
  double tick(int i, int of) const {
    const double part = static_cast<double>(i) / of;
    return logarithmic ? std::pow(10, std::log10(least) + part * (std::log10(most) - std::log10(least))) : least + part * (most - least);
  }
};

std::string label(double x, double y, const char* anchor, const std::string& text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, escaped(text));
}

std::string line(double x1, double y1, double x2, double y2) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#ccc\"/>\n", x1, y1, x2, y2);
}

std::string grid(const Chart& chart, const Axis& x, const Axis& y) {
  std::string out;
  constexpr int ticks = 5;
  for (int i = 0; i <= ticks; ++i) {
    const double across = x.tick(i, ticks), up = y.tick(i, ticks);
    out += line(x.at(across), top, x.at(across), top + height);
    out += label(x.at(across), top + height + 18, "middle", fmt::format("{:.3g}", across));
    out += line(left, y.at(up), left + width, y.at(up)) + label(left - 6, y.at(up) + 4, "end", fmt::format("{:.3g}", up));
  }
  out += label(left + width / 2, top + height + 40, "middle", chart.x);
  return out + label(left, top - 8, "start", chart.y);
}

std::string drawn(const Curve& curve, std::size_t nth, const Axis& x, const Axis& y) {
  std::string points;
  for (const auto& [across, up] : curve.points) points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", x.at(across), y.at(up));
  const auto style = fmt::format("stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"", colours[nth % colours.size()],
                                 dashes[nth / colours.size() % dashes.size()]);
  const double beside = top + 8 + 18 * static_cast<double>(nth);
  return fmt::format("<polyline fill=\"none\" {} points=\"{}\"/>\n"
                     "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>\n", style, points, legend, beside,
                     legend + 24, beside, style) +
         label(legend + 30, beside + 4, "start", curve.name);
}

}  // namespace

std::string svg(const Chart& chart) {
  Axis x{.least = 1e300, .most = -1e300, .from = left, .to = left + width, .logarithmic = chart.logarithmic};
  Axis y{.least = 0, .most = 0, .from = top + height, .to = top};
  for (const auto& curve : chart.curves)
    for (const auto& [across, up] : curve.points) {
      x.least = std::min(x.least, across), x.most = std::max(x.most, across);
      y.most = std::max(y.most, up);
    }
  if (y.most <= 0) y.most = 1;
  std::string out = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 {}\" "
                                "font-family=\"sans-serif\" font-size=\"12\">\n"
                                "<title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
                                std::max(top + height + 60, top + 20 + 18 * static_cast<double>(chart.curves.size())),
                                escaped(chart.title));
  out += fmt::format("<text x=\"{}\" y=\"18\" font-size=\"15\">{}</text>\n", left, escaped(chart.title));
  if (x.least <= x.most) out += grid(chart, x, y);
  for (std::size_t i = 0; i < chart.curves.size(); ++i) out += drawn(chart.curves[i], i, x, y);
  return out + "</svg>\n";
}

}  // namespace gauntlet::population
