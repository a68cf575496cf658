#include "app/cli/date_column.hpp"

#include "base/text.hpp"
#include "engines/transmission/outbreak.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace fx::app::cli {
namespace {

using transmission::no_day;

constexpr std::array<std::string_view, 11> unknown_words{"",        "na",      "n/a",  "nan",  "null", "none",
                                                         "unknown", "missing", "未知", "不详", "-"};
constexpr std::array<std::string_view, 12> month_names{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
    return out;
}

std::optional<int> small_number(std::string_view text) {
    int value = 0;
    if (text.empty() || text.size() > 5 || !all_digits(text)) return std::nullopt;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::int32_t day_of(int year, int month, int day) {
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) return no_day;
    auto const date = date_of({year, month, day});
    return date ? date->days : no_day;
}

/// Three parts between separators of one kind; a name of a month may stand in the middle.
struct Parts {
    std::array<std::string_view, 3> text;
    bool found = false;
};

Parts parts_of(std::string_view text) {
    for (char const separator : {'-', '/', '.', ' '}) {
        auto const cut = split(text, separator);
        if (cut.size() == 3) return {{trim(cut[0]), trim(cut[1]), trim(cut[2])}, true};
    }
    return {};
}

/// 2020年2月3日 as 2020-2-3; a time behind the date goes.
std::string plain(std::string_view text) {
    std::string out(text);
    for (std::string_view const sign : {"年", "月"})
        if (auto const at = out.find(sign); at != std::string::npos) out.replace(at, sign.size(), "-");
    if (auto const at = out.find("日"); at != std::string::npos) out.resize(at);
    auto const time = out.find_first_of("T ");
    bool const timed = time != std::string::npos && time >= 8 && time + 2 < out.size() && is_digit(out[time + 1]) &&
                       out.find(':', time) != std::string::npos;
    if (timed) out.resize(time);
    return out;
}

std::int32_t compact_day(std::string_view text) {
    if (text.size() == 8 && all_digits(text))
        return day_of(*small_number(text.substr(0, 4)), *small_number(text.substr(4, 2)), *small_number(text.substr(6)));
    constexpr int serial_min = 20'000, serial_max = 73'050, serial_of_1970 = 25'569;
    auto const point = std::min(text.find('.'), text.size());
    if (point == 0 || (point < text.size() && !all_digits(text.substr(point + 1)))) return no_day;
    auto const serial = small_number(text.substr(0, point));
    return serial && *serial >= serial_min && *serial <= serial_max ? *serial - serial_of_1970 : no_day;
}

struct Reading {
    std::int32_t day_first = no_day, month_first = no_day;
    bool ordered = false;
};

Reading read(std::string_view written) {
    auto const text = plain(written);
    auto const compact = compact_day(text);
    if (compact != no_day) return {compact, compact, false};
    auto const [part, found] = parts_of(text);
    if (!found) return {};
    auto const first = small_number(part[0]), second = small_number(part[1]), third = small_number(part[2]);
    if (first && second && third && part[0].size() == 4) {
        auto const day = day_of(*first, *second, *third);
        return {day, day, false};
    }
    if (!first || !third || part[2].size() != 4) return {};
    if (second) return {day_of(*third, *second, *first), day_of(*third, *first, *second), true};
    auto const month = part[1].size() < 3 ? month_names.end() : std::ranges::find(month_names, lower(part[1]).substr(0, 3));
    if (month == month_names.end()) return {};
    auto const day = day_of(*third, int(month - month_names.begin()) + 1, *first);
    return {day, day, false};
}

std::string shown(std::string_view text) {
    return is_utf8(text) && text.size() <= 40 ? std::string(text) : std::string("…");
}

}  // namespace

std::string_view name_of(DateOrder order) {
    return order == DateOrder::day_first ? "d/m/Y" : order == DateOrder::month_first ? "m/d/Y" : "Y-m-d";
}

bool says_unknown(std::string_view text) {
    return text.size() <= 12 && std::ranges::find(unknown_words, lower(text)) != unknown_words.end();
}

void DateColumn::note(Wrong& wrong, std::string_view text, std::size_t line, bool to_come) const {
    if (wrong.line == 0) wrong = {line, shown(text), to_come};
}

void DateColumn::add(std::string_view text, std::size_t line) {
    text = trim(text);
    Reading reading;
    if (!says_unknown(text)) {
        reading = read(text);
        ordered_ = ordered_ || reading.ordered;
        auto const judge = [&](std::int32_t day, Wrong& wrong) {
            if (day == no_day || day > today_.days) note(wrong, text, line, day != no_day);
        };
        judge(reading.day_first, wrong_day_first_);
        judge(reading.month_first, wrong_month_first_);
        if (either_.empty() && reading.day_first != reading.month_first) either_ = shown(text);
    }
    day_first_.push_back(reading.day_first);
    month_first_.push_back(reading.month_first);
}

Problem DateColumn::problem_of(std::string const& file, Wrong const& wrong, bool mixed) const {
    Words why{"不是日期，请按 2020-02-03 填写", "is no date; write it as 2020-02-03"};
    if (mixed)
        why = {"与本列其他日期的日、月顺序不同，请统一为 2020-02-03",
               "does not keep to the order of day and month of the dates above it; write all as 2020-02-03"};
    if (wrong.to_come) why = {"在将来，请更正", "lies in the future; correct it"};
    return Problem(ProblemKind::line_list_cell_invalid,
                   {file, std::to_string(wrong.line), name_,
                    Words("“" + wrong.text + "”" + why.zh, "\"" + wrong.text + "\" " + why.en)});
}

Result<std::vector<std::int32_t>> DateColumn::days(std::string const& file, std::string const& field, DateOrder given) {
    auto const& first = wrong_day_first_;
    auto const& month = wrong_month_first_;
    order_ = given;
    if (given == DateOrder::clear && ordered_) {
        if (first.line == 0 && month.line == 0 && !either_.empty()) {
            auto const example =
                fmt::format(R"({{"cases": {{"{}": {{"column": "{}", "format": "d/m/Y"}}}}}})", field, name_);
            return Problem(ProblemKind::line_list_dates_ambiguous, {file, name_, either_, example});
        }
        // Where neither order reads the column, the later of the two cells contradicts what is above it.
        if (first.line != 0 && month.line != 0) {
            auto const& later = first.line >= month.line ? first : month;
            return problem_of(file, later, first.line != month.line);
        }
        order_ = first.line == 0 ? DateOrder::day_first : DateOrder::month_first;
    }
    bool const by_month = order_ == DateOrder::month_first;
    auto const& wrong = by_month ? month : first;
    if (wrong.line != 0) return problem_of(file, wrong, false);
    return std::move(by_month ? month_first_ : day_first_);
}

}  // namespace fx::app::cli
