#include "app/cli/number_table.hpp"

#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fx::app::cli {

std::string csv_number(double value) {
    if (std::isinf(value)) return value > 0 ? "Inf" : "-Inf";
    return std::isnan(value) ? "NA" : fmt::format("{}", value);
}

std::vector<double>& NumberTable::operator[](std::string const& name) {
    auto found = std::ranges::find(columns, name, &Column::name);
    if (found == columns.end()) found = columns.insert(columns.end(), {name, {}, false});
    return found->values;
}

std::string table_csv(NumberTable const& table) {
    std::string text;
    for (auto const& column : table.columns) text += (text.empty() ? "" : ",") + column.name;
    text += '\n';
    for (std::size_t row = 0; !table.columns.empty() && row < table.columns[0].values.size(); ++row) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            auto const& [name, values, date] = table.columns[i];
            text += i == 0 ? "" : ",";
            text += date ? format(Date{std::int32_t(values[row])}) : csv_number(values[row]);
        }
        text += '\n';
    }
    return text;
}

void table_json(JsonWriter& json, NumberTable const& table) {
    json.begin_array();
    for (std::size_t row = 0; !table.columns.empty() && row < table.columns[0].values.size(); ++row) {
        json.begin_object();
        for (auto const& [name, values, date] : table.columns)
            if (date)
                json.key(name).string(format(Date{std::int32_t(values[row])}));
            else
                json.key(name).number(values[row]);
        json.end_object();
    }
    json.end_array();
}

}  // namespace fx::app::cli
