#include "command/situation.hpp"

#include "base/json_writer.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fx::command {
namespace {

std::array<Item, 14> const figure_items{{
    {"screened", "screened", "screening_owed", false, {"已排查户数", "Households screened"}, "daily_report", "screened"},
    {"screened_rate", "screened", "screening_owed", true, {"排查率（%）", "Screened (%)"}, "daily_report", "screened_rate"},
    {"returned", "returned", "", false, {"当日返回人数", "Returned"}, "daily_report", "returned"},
    {"returned_total", "returned_total", "", false, {"累计返回人数", "Returned in all"}, "daily_report", "returned_total"},
    {"fever", "fever", "", false, {"当日发热人数", "Fever"}, "daily_report", "fever"},
    {"observed", "observed", "", false, {"在观察人数", "Under observation"}, "daily_report", "observed"},
    {"home", "home", "", false, {"其中居家", "Of these at home"}, "daily_report", "home"},
    {"facility", "facility", "", false, {"其中集中", "Of these in facilities"}, "daily_report", "facility"},
    {"hospital", "hospital", "", false, {"其中住院隔离", "Of these in hospital"}, "daily_report", "hospital"},
    {"released", "released", "", false, {"当日解除", "Released"}, "daily_report", "released"},
    {"measured",
     "measured",
     "measurements_owed",
     false,
     {"当日测温次数", "Temperatures taken"},
     "daily_report",
     "not_measured"},
    {"reported", "reported", "reports_owed", false, {"日报已报单位", "Daily reports signed"}, "", ""},
    {"receipts_overdue", "receipts_overdue", "receipts", false, {"指令逾期岗位", "Posts overdue on orders"}, "", ""},
    {"escalations", "escalations", "", false, {"未处理的逾期上报", "Escalations not settled"}, "", ""},
}};

std::array<Item, 4> const trend_items{{
    {"visits", "visits", "", false, {"每日查访次数", "Visits a day"}, "screening_daily", "visits"},
    {"fever", "fever", "", false, {"每日新增发热", "Fever a day"}, "daily_report", "fever"},
    {"returned", "returned", "", false, {"每日返回人数", "Returned a day"}, "daily_report", "returned"},
    {"observed", "observed", "", false, {"在观察人数", "Under observation"}, "daily_report", "observed"},
}};

std::array<Item, 2> const coverage_items{{
    {"screened", "screened", "screening_owed", false, {"住户排查", "Households screened"}, "daily_report", "screened"},
    {"reported", "reported", "reports_owed", false, {"日报", "Daily reports"}, "", ""},
}};

std::optional<std::int64_t> count(Counts const& counts, std::string_view name) {
    auto const found = counts.find(name);
    return found == counts.end() ? std::nullopt : std::optional(found->second);
}

std::string text_of(std::optional<std::int64_t> number) { return number ? std::to_string(*number) : std::string(); }

std::optional<std::int64_t> number_in(std::string const& text) {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string figure(Item const& item, Counts const& counts) {
    auto const value = count(counts, item.value);
    if (!item.share) return text_of(value);
    auto const whole = count(counts, item.of);
    return value && whole ? share(*value, *whole) : std::string();
}

ReportRow row_of(std::string_view part, Item const& item, Counts const& counts) {
    ReportRow row;
    row.part = part;
    row.item = item.name;
    row.value = figure(item, counts);
    if (!item.of.empty() && !item.share) row.of = text_of(count(counts, item.of));
    return row;
}

/// At most so many characters, never half of one.
std::string_view cut(std::string_view text, std::size_t characters) {
    std::size_t at = 0;
    while (at < text.size() && characters-- > 0) at += utf8_length_at(text, at);
    return text.substr(0, at);
}

ReportRow row_of(std::string_view part, Listed const& listed) {
    constexpr std::size_t item_max = 120;
    ReportRow row;
    row.part = part;
    row.item = format(listed.id) + " ";
    row.item += cut(listed.name, item_max - row.item.size());
    row.at = listed.at;
    row.value = text_of(listed.value);
    row.of = text_of(listed.of);
    return row;
}

void add(std::optional<std::int64_t>& sum, std::optional<std::int64_t> more) {
    if (more) sum = sum.value_or(0) + *more;
}

void add(ChildCoverage& sum, ChildCoverage const& more) {
    add(sum.screened, more.screened), add(sum.owed, more.owed);
    add(sum.reported, more.reported), add(sum.reports_owed, more.reports_owed);
}

/// Less is worse. Where nothing is owed nothing is missing.
double completeness(ChildCoverage const& child) {
    auto const part = [](std::optional<std::int64_t> done, std::optional<std::int64_t> owed) {
        return owed.value_or(0) > 0 ? double(done.value_or(0)) / double(*owed) : 1.0;
    };
    return part(child.screened, child.owed) * 1000 + part(child.reported, child.reports_owed);
}

/// The least complete ones by name, the others summed behind them.
std::vector<ChildCoverage> least_complete(std::vector<ChildCoverage> all, std::size_t most) {
    if (all.size() <= most) return all;
    std::ranges::stable_sort(all, {}, completeness);
    auto const named = std::size_t(std::max<std::ptrdiff_t>(std::ptrdiff_t(most) - 1, 0));
    ChildCoverage rest;
    for (auto i = named; i < all.size(); ++i) add(rest, all[i]);
    all.resize(named);
    all.push_back(rest);
    return all;
}

void add_coverage(std::vector<ReportRow>& rows, std::vector<std::pair<Place, Counts>> const& children) {
    std::vector<ChildCoverage> all;
    for (auto const& [place, counts] : children)
        all.push_back({place, count(counts, "screened"), count(counts, "screening_owed"), count(counts, "reported"),
                       count(counts, "reports_owed")});
    for (auto const& child : least_complete(std::move(all), children_max)) {
        auto const put = [&](Item const& item, std::optional<std::int64_t> value, std::optional<std::int64_t> of) {
            ReportRow row;
            row.part = part::coverage;
            row.item = item.name;
            row.at = child.at;
            row.value = text_of(value);
            row.of = text_of(of);
            rows.push_back(std::move(row));
        };
        put(coverage_items[0], child.screened, child.owed);
        put(coverage_items[1], child.reported, child.reports_owed);
    }
}

}  // namespace

std::span<Item const> items(std::string_view of) {
    if (of == part::figure) return figure_items;
    if (of == part::trend) return trend_items;
    if (of == part::coverage) return coverage_items;
    return {};
}

Item const* find_item(std::string_view of, std::string_view name) {
    for (auto const& item : items(of))
        if (item.name == name) return &item;
    return nullptr;
}

std::string share(std::int64_t part, std::int64_t whole) {
    return whole <= 0 ? std::string() : decimal_text(tenths_of_percent(part, whole), 1);
}

std::vector<ReportRow> rows_of(Counted const& counted, std::size_t listed_max) {
    std::vector<ReportRow> rows;
    for (auto const& item : figure_items) {
        auto row = row_of(part::figure, item, counted.here);
        row.yesterday = figure(item, counted.yesterday);
        if (counted.above) row.above = figure(item, *counted.above);
        rows.push_back(std::move(row));
    }
    for (auto const& item : trend_items)
        for (auto const& [day, counts] : counted.days) {
            auto row = row_of(part::trend, item, counts);
            row.on = day;
            rows.push_back(std::move(row));
        }
    add_coverage(rows, counted.children);
    for (auto const& [part, list] : {std::pair{part::missing, &counted.missing},
                                     {part::order, &counted.orders},
                                     {part::escalation, &counted.escalations}})
        for (std::size_t i = 0; i < std::min(list->size(), listed_max); ++i) rows.push_back(row_of(part, (*list)[i]));
    return rows;
}

std::vector<ChildCoverage> coverage_of(std::span<ReportRow const> rows, std::size_t most) {
    std::vector<ChildCoverage> all;
    std::optional<ChildCoverage> rest;
    for (auto const& row : rows) {
        if (row.part != part::coverage) continue;
        if (row.item == coverage_items[0].name)
            all.push_back({row.at, number_in(row.value), number_in(row.of), {}, {}});
        else if (!all.empty() && all.back().at == row.at)
            all.back().reported = number_in(row.value), all.back().reports_owed = number_in(row.of);
    }
    if (!all.empty() && all.back().at.is_nil()) rest = all.back(), all.pop_back();
    auto out = least_complete(std::move(all), rest ? std::max<std::size_t>(most, 1) - 1 : most);
    if (!rest) return out;
    if (!out.empty() && out.back().at.is_nil())
        add(out.back(), *rest);
    else
        out.push_back(*rest);
    return out;
}

}  // namespace fx::command
