#include "app/return_exchange.hpp"

#include "base/markup.hpp"

#include <algorithm>
#include <array>

namespace fx::app {
namespace {

/// From the first to the last of one month.
bool is_month(Date since, Date day) {
    return format(since).ends_with("-01") && format(day + 1).ends_with("-01") && day - since < 31;
}

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + escaped_markup(value) + "\"";
}

/// The same problem as a mistake in the file: it is mended there.
Problem unmapped(std::string const& what) {
    return Problem(ProblemKind::catalogue_mistakes,
                   {"1", Words("exchange/codes.jsonc 中没有“" + what + "”的 UID，请补充。",
                               "exchange/codes.jsonc has no UID of \"" + what + "\": add it.")});
}

Result<std::string> unit_code(catalog::ExchangeCodes const& codes, Place place) {
    auto const found = codes.org_units.find(place);
    if (found != codes.org_units.end()) return found->second;
    if (codes.org_unit_scheme == "UID") return unmapped(format(place)).at("place");
    return format(place);
}

Result<ExchangeValues::Unit> unit_of(ExchangeValues const& out, returns::Sheet const& sheet, returns::Line const& line,
                                     catalog::ExchangeReturn const* mapped) {
    FX_TRY(auto code, unit_code(out.codes, line.place));
    ExchangeValues::Unit unit{std::move(code), {}};
    for (std::size_t i = 0; i < line.figures.size(); ++i) {
        auto const& cell = sheet.version->cells[i];
        if (!line.figures[i]) continue;
        catalog::ExchangeReturn::Element element{sheet.form->name + "." + cell.name, {}};
        if (mapped != nullptr) {
            auto const found = mapped->cells.find(cell.name);
            if (found == mapped->cells.end()) continue;
            element = found->second;
        }
        unit.values.push_back({element.data_element, element.option_combo, returns::figure_text(cell, line.figures[i])});
    }
    return unit;
}

}  // namespace

std::optional<ExchangeUnits> exchange_units(std::string_view word) {
    static constexpr std::array<std::string_view, 3> words{"own", "children", "both"};
    auto const found = std::ranges::find(words, word);
    if (found == words.end()) return std::nullopt;
    return ExchangeUnits(found - words.begin());
}

Result<catalog::ExchangeCodes> exchange_codes(Program const& program) {
    auto const folder = program.site.file("catalog");
    if (!std::filesystem::exists(folder)) return catalog::ExchangeCodes{};
    FX_TRY(auto const overlay, catalog::read_sources(folder));
    auto loaded = catalog::load_exchange(overlay, program.returns);
    if (loaded.mistakes.empty()) return std::move(loaded.codes);
    auto const& first = loaded.mistakes.front();
    auto const at = first.file + ":" + std::to_string(first.line) + " ";
    return Problem(ProblemKind::catalogue_mistakes,
                   {std::to_string(loaded.mistakes.size()),
                    Words(at + first.what.zh + "。" + first.remedy.zh, at + first.what.en + ". " + first.remedy.en)});
}

std::optional<std::string> dhis2_period(Date since, Date day) {
    auto digits = format(since);
    std::erase(digits, '-');
    if (since == day) return digits;
    if (is_month(since, day)) return digits.substr(0, 6);
    static constexpr std::array<std::string_view, 8> weeks{"", "W", "", "WedW", "ThuW", "", "SatW", "SunW"};
    auto const kind = weeks[std::size_t(iso_weekday(since))];
    if (day != since + 6 || kind.empty()) return std::nullopt;
    auto const fourth = since + 3;  // its year is the week's
    auto const year = format(fourth).substr(0, 4);
    auto const number = (fourth - *parse_date(year + "-01-01")) / 7 + 1;
    return year + std::string(kind) + std::to_string(number);
}

std::string adx_period(Date since, Date day) {
    return format(since) + (is_month(since, day) ? "/P1M" : "/P" + std::to_string(day - since + 1) + "D");
}

Result<ExchangeValues> exchange_values(catalog::ExchangeCodes const& codes, returns::Sheet const& sheet,
                                       ExchangeUnits units) {
    auto const found = codes.returns.find(sheet.form->name);
    auto const* mapped = found == codes.returns.end() ? nullptr : &found->second;
    if (mapped == nullptr && (codes.id_scheme == "UID" || codes.data_element_scheme == "UID"))
        return unmapped(sheet.form->name).at("name");
    ExchangeValues out{codes, mapped != nullptr ? mapped->data_set : sheet.form->name, sheet.since, sheet.day, {}};
    if (units != ExchangeUnits::children) {
        FX_TRY(auto unit, unit_of(out, sheet, sheet.node, mapped));
        out.units.push_back(std::move(unit));
    }
    if (units != ExchangeUnits::own)
        for (auto const& child : sheet.children) {
            FX_TRY(auto unit, unit_of(out, sheet, child, mapped));
            out.units.push_back(std::move(unit));
        }
    return out;
}

Result<std::string> data_value_set(ExchangeValues const& values, Instant now) {
    auto const named = dhis2_period(values.since, values.day);
    if (!named) return Problem(ProblemKind::exchange_period_unnamed, {format(values.since), format(values.day)}).at("since");
    auto const& period = *named;
    bool const one = values.units.size() == 1;
    JsonWriter json;
    json.begin_object().key("idScheme").string(values.codes.id_scheme);
    json.key("dataElementIdScheme").string(values.codes.data_element_scheme);
    json.key("orgUnitIdScheme").string(values.codes.org_unit_scheme);
    if (one) {
        json.key("dataSet").string(values.data_set).key("period").string(period);
        json.key("orgUnit").string(values.units.front().code);
        if (values.day < date_at(now)) json.key("completeDate").string(format(date_at(now)));
    }
    json.key("dataValues").begin_array();
    for (auto const& unit : values.units)
        for (auto const& value : unit.values) {
            json.begin_object().key("dataElement").string(value.element).key("period").string(period);
            json.key("orgUnit").string(unit.code);
            if (!value.combo.empty()) json.key("categoryOptionCombo").string(value.combo);
            json.key("value").string(value.text).end_object();
        }
    return json.end_array().end_object().take();
}

Result<std::string> adx(ExchangeValues const& values, Instant now) {
    auto out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<adx xmlns=\"urn:ihe:qrph:adx:2015\"" +
               attribute("exported", format(now)) + ">\n";
    for (auto const& unit : values.units) {
        if (unit.values.empty()) continue;
        out += "  <group" + attribute("dataSet", values.data_set) +
               attribute("period", adx_period(values.since, values.day)) + attribute("orgUnit", unit.code) + ">\n";
        for (auto const& value : unit.values) {
            if (!value.combo.empty())
                return Problem(ProblemKind::invalid_parameter, {"format", "dhis2 (categoryOptionCombo)"}).at("format");
            out += "    <dataValue" + attribute("dataElement", value.element) + attribute("value", value.text) + "/>\n";
        }
        out += "  </group>\n";
    }
    return out + "</adx>\n";
}

}  // namespace fx::app
