#pragma once
/// What `fangxian rt` and `fangxian forecast` compute of a daily series, as tables.

#include "app/cli/detect_method.hpp"
#include "app/cli/number_table.hpp"
#include "app/cli/series_file.hpp"

namespace fx::app::cli {

struct RtOutput {
    NumberTable table;               ///< columns as EpiEstim's, then date_start, date_end where the file has dates
    std::vector<Words> notes{};      ///< what the reader must know of the whole
    std::vector<Words> sentences{};  ///< what the last window says
};

struct RtMethod {
    std::string_view name;
    Words about;
    std::vector<ControlKey> keys;
    /// 422.341 settings that contradict each other, 422.342 a series shorter than a window.
    Result<RtOutput> (*run)(SeriesFile const& file, Control const& control);
};

/// estimate_R, wallinga_teunis, growth_rate.
std::vector<RtMethod> const& rt_methods();
RtMethod const& forecast_method();

}  // namespace fx::app::cli
