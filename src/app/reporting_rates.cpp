#include "app/reporting_rates.hpp"

#include "base/percent.hpp"

#include <array>

namespace fx::app {
namespace {

std::optional<std::int64_t> share(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return std::nullopt;
    return tenths_of_percent(part, whole);
}

}  // namespace

std::string share_text(std::optional<std::int64_t> tenths) { return tenths ? decimal_text(*tenths, 1) : ""; }

std::optional<std::int64_t> ReportingRate::rate() const { return share(actual(), expected()); }
std::optional<std::int64_t> ReportingRate::rate_on_time() const { return share(on_time(), expected()); }

std::vector<ReportingRate> reporting_rates(network::Network::View const& view, Place place,
                                           std::vector<records::Period const*> const& periods) {
    std::vector<ReportingRate> rates;
    for (auto const* period : periods)
        rates.push_back({place, std::string(view.divisions().name(place)), *period,
                         view.figures(period->id, place).value_or(coverage::Figures{})});
    for (auto const* child : view.divisions().children(place))
        for (auto const* period : periods) {
            auto const figures = view.figures(period->id, child->place);
            if (figures) rates.push_back({child->place, std::string(child->name), *period, *figures});
        }
    return rates;
}

void write_rate(JsonWriter& json, ReportingRate const& rate) {
    auto const share = [&](std::string_view key, std::optional<std::int64_t> tenths) {
        json.key(key);
        tenths ? json.decimal(*tenths, 1) : json.null();
    };
    json.begin_object().key("place").string(format(rate.place)).key("name").string(rate.name);
    json.key("period").string(format(rate.period.id)).key("label").string(rate.period.label);
    json.key("due_at").string(format(rate.period.due_at));
    json.key("expected_reports").integer(rate.expected()).key("actual_reports").integer(rate.actual());
    json.key("actual_reports_on_time").integer(rate.on_time());
    share("reporting_rate", rate.rate());
    share("reporting_rate_on_time", rate.rate_on_time());
    json.end_object();
}

Result<void> write_rates(std::filesystem::path const& file, tables::Format format, std::vector<ReportingRate> const& rates,
                         std::string const& title, bool zh, std::string const& watermark) {
    tables::WriteOptions options;
    options.watermark = watermark;
    options.heading = {title};
    auto const column = [&](std::string zh_name, std::string en_name, tables::ColumnKind kind, double width) {
        options.columns.push_back({zh ? std::move(zh_name) : std::move(en_name), {}, kind, width});
    };
    using enum tables::ColumnKind;
    column("区划代码", "Code", text, 14);
    column("单位", "Division", text, 20);
    column("期间", "Period", text, 14);
    column("应报 expected_reports", "expected_reports", number, 12);
    column("实报 actual_reports", "actual_reports", number, 12);
    column("按时 actual_reports_on_time", "actual_reports_on_time", number, 14);
    column("上报率 reporting_rate (%)", "reporting_rate (%)", number, 14);
    column("按时上报率 reporting_rate_on_time (%)", "reporting_rate_on_time (%)", number, 16);
    FX_TRY(auto const writer, tables::open_writer(file, format, std::move(options)));
    for (auto const& rate : rates) {
        std::array<std::string, 8> const row{fx::format(rate.place),
                                             rate.name,
                                             rate.period.label,
                                             std::to_string(rate.expected()),
                                             std::to_string(rate.actual()),
                                             std::to_string(rate.on_time()),
                                             share_text(rate.rate()),
                                             share_text(rate.rate_on_time())};
        std::array<std::string_view, 8> views;
        std::ranges::copy(row, views.begin());
        FX_CHECK(writer->write(views));
    }
    return writer->finish();
}

}  // namespace fx::app
