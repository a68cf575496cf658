#pragma once
/// Completeness and timeliness of a duty by the names of DHIS2 (User guide, "Reporting rate summary"): expected_reports,
/// actual_reports, actual_reports_on_time, reporting_rate, reporting_rate_on_time. Of the daily report a report is a report;
/// of every other duty it is what fulfils it.

#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "tables/writer.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace fx::app {

struct ReportingRate {
    Place place;
    std::string name;
    records::Period period;
    coverage::Figures figures;

    std::int64_t expected() const { return figures.expected; }
    std::int64_t actual() const { return figures.fulfilled; }  ///< late ones too
    std::int64_t on_time() const { return figures.fulfilled - figures.late; }
    /// In tenths of a per cent; nothing where none is expected.
    std::optional<std::int64_t> rate() const;
    std::optional<std::int64_t> rate_on_time() const;
};

/// The place itself first, then the places directly below it, each over the periods in their order.
std::vector<ReportingRate> reporting_rates(network::Network::View const& view, Place place,
                                           std::vector<records::Period const*> const& periods);

/// "66.7"; nothing of nothing.
std::string share_text(std::optional<std::int64_t> tenths);
/// {"place","name","period","label","due_at","expected_reports",…}; rates in per cent or null.
void write_rate(JsonWriter& json, ReportingRate const& rate);
/// A line for each, as an office keeps it.
Result<void> write_rates(std::filesystem::path const& file, tables::Format format, std::vector<ReportingRate> const& rates,
                         std::string const& title, bool zh, std::string const& watermark);

}  // namespace fx::app
