#pragma once
/// What `fangxian detect` writes.

#include "app/cli/detect_method.hpp"

#include <string>

namespace fx::app::cli {

/// Header and rows; NA where there is no value; every number reads back as the same double.
std::string detect_csv(DetectTable const& table);

/// {"method", "mode", "control", "rows": [{"t", ..., "alarm"}], "notes"}, with "explanations" where `explain`; NA is null.
std::string detect_json(DetectMethod const& method, DetectInput const& input, Control const& control,
                        DetectTable const& table, bool explain);

/// One sentence: the time point, observed, expected, threshold, and what the baseline is.
Words explanation(DetectInput const& input, DetectTable const& table, std::size_t row);

}  // namespace fx::app::cli
