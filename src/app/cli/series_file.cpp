#include "app/cli/series_file.hpp"

#include "base/csv_line.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>

namespace fx::app::cli {
namespace {

enum Column : std::size_t { t, epoch, date, observed, population, mu0, local, imported, column_count };
constexpr std::array<std::string_view, column_count> column_names{"t",          "epoch", "date",  "observed",
                                                                  "population", "mu0",   "local", "imported"};
constexpr std::size_t absent = std::string::npos;
constexpr double count_max = 1e15;  // whole numbers are exact in a double up to 9e15

bool is_na(std::string_view text) { return text.empty() || text == "NA"; }

std::optional<double> number_in(std::string_view text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

struct Row {
    std::size_t line = 0;
    double count = 0, abroad = surveillance::missing, people = 0, mean = 0;
    std::optional<std::int32_t> day;  ///< of `date`, or of `epoch` where the row has no date
    bool dated = false;               ///< the day is of `date`
};

Problem wrong_cell(std::string const& file, std::size_t line, Column column, Words text) {
    return Problem(ProblemKind::series_row_invalid,
                   {file, std::to_string(line), std::string(column_names[column]), std::move(text)});
}

/// Text to rows; a row by itself is checked here.
class RowReader {
public:
    RowReader(std::string const& name, Date today) : name_(name), today_(today) {}

    Result<std::vector<Row>> read(std::string_view text) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        bool header = true;
        while (!text.empty()) {
            auto const line = take_line(text);
            if (line.empty()) continue;
            if (!split_csv_line(line, fields_))
                return wrong(observed, {"引号没有结束，请补上", "a quote does not close; close it"});
            if (header) {
                FX_CHECK(read_header());
                header = false;
                continue;
            }
            if (rows_.size() == series_rows_max)
                return Problem(ProblemKind::table_too_many_rows, {std::to_string(series_rows_max)}).at(name_);
            FX_CHECK(read_row());
        }
        if (rows_.empty()) return Problem(ProblemKind::table_empty).at(name_);
        return std::move(rows_);
    }

private:
    std::string_view take_line(std::string_view& text) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line_;
        if (line.ends_with('\r')) line.remove_suffix(1);
        return line;
    }

    Problem wrong(Column column, Words text) const { return wrong_cell(name_, line_, column, std::move(text)); }
    /// `text` is shown when it is short and can be.
    Problem not_read(Column column, std::string_view text, Words const& why) const {
        auto const shown = is_utf8(text) && text.size() <= 40 ? std::string(text) : std::string("…");
        return wrong(column, {"“" + shown + "”" + why.zh, "\"" + shown + "\" " + why.en});
    }

    Result<void> read_header() {
        at_.fill(absent);
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            auto const known = std::ranges::find(column_names, trim(fields_[i]));
            if (known == column_names.end()) continue;
            auto& at = at_[std::size_t(known - column_names.begin())];
            auto const both = fmt::format("{}, {}", at + 1, i + 1);
            if (at != absent) return Problem(ProblemKind::header_column_repeated, {std::string(*known), both}).at(name_);
            at = i;
        }
        if (at_[observed] == absent && at_[local] == absent)
            return Problem(ProblemKind::header_column_missing, {"observed"}).at(name_);
        width_ = fields_.size();
        return {};
    }

    std::string_view field(Column column) const {
        return at_[column] == absent ? std::string_view() : trim(fields_[at_[column]]);
    }

    Result<void> read_row() {
        if (fields_.size() != width_)
            return wrong(observed,
                         {fmt::format("本行有 {} 列，表头有 {} 列，请检查逗号", fields_.size(), width_),
                          fmt::format("the row has {} fields, the header {}; check the commas", fields_.size(), width_)});
        Row row;
        row.line = line_;
        FX_TRY(row.count, read_count(at_[observed] != absent ? observed : local));
        FX_TRY(row.abroad, read_count(imported));
        if (at_[observed] == absent && !surveillance::is_missing(row.abroad)) row.count += row.abroad;
        FX_TRY(row.people, read_positive(population, {"不是大于 0 的人口数，请更正；没有人口数据时删去该列",
                                                      "is no population above 0; correct it, or leave the column out"}));
        FX_TRY(row.mean, read_positive(mu0, {"不是大于 0 的预期数，请更正", "is no expected count above 0; correct it"}));
        auto const number = std::to_string(rows_.size() + 1);
        if (at_[t] != absent && field(t) != number)
            return not_read(t, field(t),
                            {"应为 " + number + "：各行从 1 起编号，不重不漏",
                             "should be " + number + ": rows are numbered from 1, in order, none twice"});
        FX_CHECK(read_day(row));
        rows_.push_back(row);
        return {};
    }

    Result<double> read_count(Column column) const {
        auto const text = field(column);
        if (is_na(text)) return surveillance::missing;
        auto const value = number_in(text);
        if (value && *value >= 0 && *value <= count_max && *value == std::floor(*value)) return *value;
        return not_read(column, text,
                        {"不是病例数，请填非负整数，未报告时留空",
                         "is no count; give a whole number from 0, or nothing where none was reported"});
    }

    Result<double> read_positive(Column column, Words const& why) const {
        auto const text = field(column);
        if (is_na(text)) return surveillance::missing;
        auto const value = number_in(text);
        if (value && *value > 0 && *value <= count_max) return *value;
        return not_read(column, text, why);
    }

    Result<void> read_day(Row& row) const {
        auto const number = field(epoch);
        auto const written = field(date);
        if (!is_na(number)) {
            auto const days = number_in(number);
            if (!days || *days != std::floor(*days) || *days < days_min || *days > days_max)
                return not_read(epoch, number,
                                {"不是整数，请填 1970-01-01 以来的天数，或序号",
                                 "is no whole number; give days since 1970-01-01, or an index"});
            row.day = std::int32_t(*days);
        }
        if (is_na(written)) return {};
        auto const day = parse_date(written);
        if (day.has_error())
            return not_read(date, written, {"不是日期，请按 2020-02-03 填写", "is no date; write it as 2020-02-03"});
        if (*day > today_) return not_read(date, written, {"在将来，请更正", "lies in the future; correct it"});
        if (row.day && *row.day != day->days && *row.day != std::int32_t(rows_.size() + 1))
            return not_read(
                epoch, number,
                {"与日期不符，请更正或删去该列", "is not the day of the date; correct it or leave the column out"});
        row.day = day->days;
        row.dated = true;
        return {};
    }

    static constexpr double days_min = -25'567, days_max = 84'005;  // 1900-01-01, 2199-12-31

    std::string const& name_;
    Date today_;
    std::array<std::size_t, column_count> at_{};
    std::size_t width_ = 0, line_ = 0;
    std::vector<std::string> fields_;
    std::vector<Row> rows_;
};

/// How many periods lie between two days: months for a monthly series, whose steps differ in days.
std::int64_t days_or_months(std::int32_t days, int frequency) {
    if (frequency != 12) return days;
    auto const day = civil(Date{days});
    return std::int64_t(day.year) * 12 + day.month;
}

/// Rows to a series: at equal steps, or why not.
class SeriesMaker {
public:
    SeriesMaker(std::string const& name, SeriesRules const& rules) : name_(name), rules_(rules) {
        file_.series.frequency = rules.frequency;
    }

    Result<SeriesFile> make(std::vector<Row> const& rows) {
        bool const dated = rows.front().dated;
        FX_TRY(bool const calendar, follows_calendar(rows));
        for (auto const& row : rows) {
            if (calendar) FX_CHECK(step_to(row, dated ? date : epoch));
            push(row.count, row.people, row.mean, calendar ? row.day : std::nullopt);
            file_.imported.push_back(row.abroad);
        }
        FX_CHECK(settle(rows));
        return std::move(file_);
    }

private:
    /// Days are given, and are no mere index 1, 2, 3.
    Result<bool> follows_calendar(std::vector<Row> const& rows) const {
        auto const& first = rows.front();
        bool index = true;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto const& row = rows[i];
            if (row.dated != first.dated || row.day.has_value() != first.day.has_value())
                return wrong_cell(name_, row.line, first.dated || row.dated ? date : epoch,
                                  {"有的行填了，有的行没填，请每行都填", "is given in some rows only; give it in each"});
            index = index && !row.dated && row.day == std::int32_t(i + 1);
        }
        if (index || !first.day) return false;
        auto const last = std::ranges::max_element(rows, {}, [](Row const& row) { return *row.day; });
        if (Date{*last->day} > rules_.today)
            return wrong_cell(name_, last->line, epoch, {"在将来，请更正", "lies in the future; correct it"});
        return true;
    }

    Result<void> step_to(Row const& row, Column column) {
        auto const& days = file_.series.epoch;
        if (days.empty()) return {};
        if (*row.day <= days.back())
            return wrong_cell(name_, row.line, column,
                              {"没有晚于上一行，请按时间先后排列，每期一行",
                               "is not after the row before; sort by time, one row a period"});
        int const step = rules_.frequency == 52 ? 7 : 1;
        auto const passed = days_or_months(*row.day, rules_.frequency) - days_or_months(days.back(), rules_.frequency);
        if (passed == 0 || passed % step != 0)
            return wrong_cell(
                name_, row.line, column,
                {fmt::format("与上一期相隔 {} 天，与 --freq {} 不符，请更正", *row.day - days.back(), rules_.frequency),
                 fmt::format("comes {} days after the row before, which does not fit --freq {}; correct it",
                             *row.day - days.back(), rules_.frequency)});
        return fill(passed / step - 1, row, column);
    }

    Result<void> fill(std::int64_t periods, Row const& row, Column column) {
        if (periods == 0) return {};
        if (rules_.gaps == Gaps::refuse)
            return wrong_cell(
                name_, row.line, column,
                {fmt::format(
                     "与上一行之间缺 {} 期。请补行（未报告的留空），或用 --gaps missing（未报告）、--gaps zero（零病例）",
                     periods),
                 fmt::format("{} periods before it have no row. Add rows (empty where nothing was reported), or say "
                             "--gaps missing or --gaps zero (no case)",
                             periods)});
        file_.periods_filled += std::size_t(periods);
        if (file_.series.size() + std::size_t(periods) > series_rows_max)
            return Problem(ProblemKind::table_too_many_rows, {std::to_string(series_rows_max)}).at(name_);
        for (std::int64_t i = 0; i < periods; ++i)
            push(rules_.gaps == Gaps::zero ? 0 : surveillance::missing, row.people, row.mean, next_day());
        file_.imported.resize(file_.series.size(), surveillance::missing);
        return {};
    }

    std::int32_t next_day() const {
        auto const last = file_.series.epoch.back();
        if (rules_.frequency != 12) return last + (rules_.frequency == 52 ? 7 : 1);
        auto const day = civil(Date{last});
        bool const december = day.month == 12;
        CivilDate next{day.year + (december ? 1 : 0), december ? 1 : day.month + 1, day.day};
        auto date = date_of(next);
        for (; date.has_error(); date = date_of(next)) --next.day;  // 31 April is 30 April
        return date->days;
    }

    void push(double count, double people, double mean, std::optional<std::int32_t> day) {
        file_.series.observed.push_back(count);
        file_.series.population.push_back(people);
        file_.mean.push_back(mean);
        if (day) file_.series.epoch.push_back(*day);
    }

    /// A column that is empty throughout is not there; a population that is empty here and there is an oversight.
    Result<void> settle(std::vector<Row> const& rows) {
        for (auto* column : {&file_.mean, &file_.imported})
            if (std::ranges::all_of(*column, surveillance::is_missing)) column->clear();
        auto& people = file_.series.population;
        auto const row = std::ranges::find_if(rows, [](Row const& one) { return surveillance::is_missing(one.people); });
        if (std::ranges::all_of(people, surveillance::is_missing)) {
            people.clear();
        } else if (row != rows.end()) {
            return wrong_cell(name_, row->line, population,
                              {"有的行填了，有的行没填，请每行都填", "is given in some rows only; give it in each"});
        }
        return {};
    }

    std::string const& name_;
    SeriesRules const& rules_;
    SeriesFile file_;
};

}  // namespace

Result<SeriesFile> parse_series(std::string_view text, std::string const& name, SeriesRules const& rules) {
    if (text.size() > series_bytes_max)
        return Problem(ProblemKind::table_too_large, {fmt::format("{} MiB", series_bytes_max >> 20)}).at(name);
    FX_TRY(auto const rows, RowReader(name, rules.today).read(text));
    return SeriesMaker(name, rules).make(rows);
}

Result<std::string> read_text_file(std::string const& path, std::size_t bytes_max) {
    std::ifstream in(path, std::ios::binary);
    std::string text(bytes_max + 1, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    if (!in.is_open() || in.bad()) return Problem(ProblemKind::file_unreadable, {path});
    text.resize(std::size_t(in.gcount()));
    if (text.size() > bytes_max)
        return Problem(ProblemKind::table_too_large, {fmt::format("{} MiB", bytes_max >> 20)}).at(path);
    return text;
}

Result<SeriesFile> read_series(std::string const& path, SeriesRules const& rules) {
    FX_TRY(auto const text, read_text_file(path, series_bytes_max));
    return parse_series(text, path, rules);
}

}  // namespace fx::app::cli
