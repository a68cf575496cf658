// Whatever the bytes of a series and of its settings: no crash, a series at equal steps with one value for each row, and
// every method judges it or says why not.
#include "app/cli/detect_method.hpp"
#include "app/cli/detect_output.hpp"
#include "app/cli/rt_methods.hpp"
#include "app/cli/series_file.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

constexpr std::size_t judged_rows_max = 400;  // a chart without window is quadratic

void check(fx::surveillance::Series const& series) {
    auto const fits = [&](std::size_t size) { return size == 0 || size == series.size(); };
    if (series.size() == 0 || !fits(series.epoch.size()) || !fits(series.population.size())) std::abort();
    for (double const count : series.observed)
        if (count < 0) std::abort();
    for (std::size_t i = 1; i < series.epoch.size(); ++i)
        if (series.epoch[i] <= series.epoch[i - 1]) std::abort();
}

/// The reproduction number, the growth rate or a forecast of the same counts.
void check_growth(fx::app::cli::SeriesFile const& file, std::size_t which) {
    using namespace fx::app::cli;
    auto const& methods = rt_methods();
    auto const& method =
        which % (methods.size() + 1) < methods.size() ? methods[which % (methods.size() + 1)] : forecast_method();
    boost::json::object settings;
    if (method.name != "growth_rate") settings = {{"mean_si", 5.0}, {"std_si", 2.0}};
    if (method.name == "renewal") settings["paths"] = 100;
    auto const control = Control::make(method.keys, settings);
    auto const output = method.run(file, *control);
    if (!output) return;
    for (auto const& column : output->table.columns)
        if (column.values.size() != output->table.columns[0].values.size()) std::abort();
    if (table_csv(output->table).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace fx::app::cli;
    if (size < 2) return 0;
    constexpr int frequencies[] = {12, 52, 365};
    std::string_view const text(reinterpret_cast<char const*>(data) + 2, size - 2);
    auto file = parse_series(text, "f.csv", {frequencies[data[0] % 3], fx::Date{18'322}, Gaps(data[0] / 3 % 3)});
    boost::system::error_code error;
    auto const json = boost::json::parse(text, error);
    auto const& methods = detect_methods();
    auto const& method = methods[data[1] % methods.size()];
    if (!error && json.is_object()) (void)Control::make(method.keys, json.get_object());
    if (!file) return 0;
    check(file->series);
    if (file->series.size() > judged_rows_max) return 0;
    check_growth(*file, data[1]);
    DetectInput input;
    input.series = std::move(file->series);
    input.mean = std::move(file->mean);
    input.mode = data[0] >= 128 ? fx::surveillance::Mode::correct : fx::surveillance::Mode::r_compat;
    auto const control = Control::make(method.keys, {});
    auto const table = method.run(input, *control, method.name);
    if (!table) return 0;
    for (auto const& column : table->columns)
        if (column.values.size() != table->t.size()) std::abort();
    if (detect_csv(*table).empty() || detect_json(method, input, *control, *table, true).empty()) std::abort();
    return 0;
}
