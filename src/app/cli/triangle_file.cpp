#include "app/cli/triangle_file.hpp"

#include "app/cli/series_file.hpp"
#include "base/csv_line.hpp"
#include "base/text.hpp"
#include "engines/surveillance/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace fx::app::cli {
namespace {

using surveillance::missing;

constexpr double cell_max = 1e12;

struct Table {
    std::vector<std::string> header;
    std::vector<std::pair<std::size_t, std::vector<std::string>>> rows;  // line number, fields
};

Problem wrong_triangle(std::string const& file, std::size_t line, std::string column, Words text) {
    return Problem(ProblemKind::series_row_invalid, {file, std::to_string(line), std::move(column), std::move(text)});
}

Result<Table> table_of(std::string_view text, std::string const& name, std::size_t rows_max) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    Table table;
    std::vector<std::string> fields;
    for (std::size_t line = 1; !text.empty(); ++line) {
        auto const end = std::min(text.find('\n'), text.size());
        auto one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.ends_with('\r')) one.remove_suffix(1);
        if (one.empty()) continue;
        if (!split_csv_line(one, fields))
            return wrong_triangle(name, line, "1", {"引号没有结束，请补上", "a quote does not close; close it"});
        for (auto& field : fields) field = std::string(trim(field));
        if (table.header.empty()) {
            table.header = fields;
            continue;
        }
        if (fields.size() != table.header.size())
            return wrong_triangle(
                name, line, "1",
                {fmt::format("本行有 {} 列，表头有 {} 列，请检查逗号", fields.size(), table.header.size()),
                 fmt::format("the row has {} fields, the header {}; check the commas", fields.size(), table.header.size())});
        if (table.rows.size() == rows_max)
            return Problem(ProblemKind::table_too_many_rows, {std::to_string(rows_max)}).at(name);
        table.rows.emplace_back(line, fields);
    }
    if (table.rows.empty()) return Problem(ProblemKind::table_empty).at(name);
    return table;
}

std::optional<std::size_t> column_of(Table const& table, std::string_view name) {
    auto const found = std::ranges::find(table.header, name);
    if (found == table.header.end()) return std::nullopt;
    return std::size_t(found - table.header.begin());
}

Result<std::int32_t> day_in(std::string const& file, std::size_t line, std::string const& column, std::string const& text,
                            Date today) {
    auto const day = parse_date(text);
    if (day.has_error())
        return wrong_triangle(file, line, column, {"不是日期，请按 2020-02-03 填写", "is no date; write it as 2020-02-03"});
    if (*day > today) return wrong_triangle(file, line, column, {"在将来，请更正", "lies in the future; correct it"});
    return day->days;
}

/// A count, missing, or nothing where it is neither.
std::optional<double> cell_in(std::string_view text) {
    if (text.empty() || text == "NA") return missing;
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc() && end == text.data() + text.size() && value == std::floor(value);
    return whole && value >= 0 && value <= cell_max ? std::optional(value) : std::nullopt;
}

Result<std::vector<std::int32_t>> days_of(Table const& table, std::string const& name, Date today) {
    std::vector<std::int32_t> days;
    auto const column = column_of(table, "date");
    if (!column) return days;
    for (auto const& [line, fields] : table.rows) {
        FX_TRY(auto const day, day_in(name, line, "date", fields[*column], today));
        bool const unequal = days.size() > 1 && day - days.back() != days[1] - days[0];
        if (!days.empty() && (day <= days.back() || unequal))
            return wrong_triangle(
                name, line, "date",
                {"各行日期须由早到晚、间隔相等，请补上缺少的行", "dates must rise at equal steps; add the rows that lack"});
        days.push_back(day);
    }
    return days;
}

Result<TriangleFile> whole_triangle(Table const& table, std::string const& name, TriangleRules const& rules) {
    std::vector<std::size_t> columns;
    while (auto const column = column_of(table, std::to_string(columns.size()))) {
        columns.push_back(*column);
        if (columns.size() > triangle_delays_max)
            return Problem(ProblemKind::table_too_large, {fmt::format("{} × {}", triangle_rows_max, triangle_delays_max)})
                .at(name);
    }
    std::vector<double> cells;
    auto known_before = columns.size();
    for (auto const& [line, fields] : table.rows) {
        std::size_t known = 0;
        for (std::size_t delay = 0; delay < columns.size(); ++delay) {
            auto const cell = cell_in(fields[columns[delay]]);
            if (!cell)
                return wrong_triangle(
                    name, line, std::to_string(delay),
                    {"请填非负整数，尚未报告的留空", "give a whole number from 0, or nothing where it is still to come"});
            bool const here = !surveillance::is_missing(*cell);
            if (here && (known < delay || delay >= known_before))
                return wrong_triangle(name, line, std::to_string(delay),
                                      {"左边或上面的格为空，而此格有数：请检查尚未报告的格",
                                       "has a count where one to the left or above is empty; check what is still to come"});
            known += here;
            cells.push_back(*cell);
        }
        known_before = known;
    }
    TriangleFile file;
    FX_TRY(file.epoch, days_of(table, name, rules.today));
    file.triangle = modelling::ReportingTriangle(std::move(cells), columns.size());
    return file;
}

Result<TriangleFile> of_line_list(Table const& table, std::string const& name, TriangleRules const& rules, std::size_t event,
                                  std::size_t report) {
    std::map<std::pair<std::int32_t, std::int32_t>, double> counts;  // event day, delay
    std::int32_t first = INT32_MAX, last = INT32_MIN;
    TriangleFile file;
    for (auto const& [line, fields] : table.rows) {
        FX_TRY(auto const from, day_in(name, line, "event", fields[event], rules.today));
        FX_TRY(auto const to, day_in(name, line, "report", fields[report], rules.today));
        if (to < from)
            return wrong_triangle(name, line, "report",
                                  {"早于发病或事件日期，请更正", "lies before the event; correct one of them"});
        first = std::min(first, from);
        last = std::max(last, to);
        if (to - from > std::int32_t(rules.delays))
            ++file.later;
        else
            ++counts[{from, to - from}];
    }
    auto const rows = std::size_t(last - first) + 1, delays = rules.delays + 1;
    if (rows > triangle_rows_max)
        return Problem(ProblemKind::table_too_many_rows, {std::to_string(triangle_rows_max)}).at(name);
    std::vector<double> cells(rows * delays, missing);
    for (std::size_t row = 0; row < rows; ++row) {
        file.epoch.push_back(first + std::int32_t(row));
        for (std::size_t delay = 0; delay < delays && row + delay < rows; ++delay) cells[row * delays + delay] = 0;
    }
    for (auto const& [at, count] : counts) cells[std::size_t(at.first - first) * delays + std::size_t(at.second)] = count;
    file.triangle = modelling::ReportingTriangle(std::move(cells), delays);
    return file;
}

}  // namespace

Result<TriangleFile> parse_triangle(std::string_view text, std::string const& name, TriangleRules const& rules) {
    if (text.size() > series_bytes_max)
        return Problem(ProblemKind::table_too_large, {fmt::format("{} MiB", series_bytes_max >> 20)}).at(name);
    FX_TRY(auto const table, table_of(text, name, series_rows_max));
    for (std::size_t i = 0; i < table.header.size(); ++i)
        for (std::size_t j = i + 1; j < table.header.size(); ++j)
            if (table.header[i] == table.header[j] && !table.header[i].empty())
                return Problem(ProblemKind::header_column_repeated,
                               {table.header[i].substr(0, 40), fmt::format("{}, {}", i + 1, j + 1)})
                    .at(name);
    auto const event = column_of(table, "event"), report = column_of(table, "report");
    if (event && report) return of_line_list(table, name, rules, *event, *report);
    if (!column_of(table, "0")) return Problem(ProblemKind::header_column_missing, {"0"}).at(name);
    if (table.rows.size() > triangle_rows_max)
        return Problem(ProblemKind::table_too_many_rows, {std::to_string(triangle_rows_max)}).at(name);
    return whole_triangle(table, name, rules);
}

}  // namespace fx::app::cli
