#include "catalog/exchange.hpp"
#include "catalog/load_parts.hpp"

#include <algorithm>
#include <set>

namespace fx::catalog {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A UID is a letter and ten letters or digits (DHIS2, "Identifier schemes"); a code any short text without control
/// characters.
bool fits(std::string_view text, std::string_view scheme) {
    if (scheme == "UID")
        return text.size() == 11 && is_letter(text[0]) &&
               std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c); });
    return !text.empty() && text.size() <= 50 && std::ranges::none_of(text, [](char c) { return c >= 0 && c < ' '; });
}

class ExchangeReader {
public:
    ExchangeReader(Reading& reading, LoadedReturns const& returns) : reading_(reading), returns_(returns) {}

    ExchangeCodes read(Node const& root) {
        reading_.only(root, {"idScheme", "dataElementIdScheme", "orgUnitIdScheme", "orgUnits", "returns"});
        codes_.id_scheme = scheme(root, "idScheme", "CODE");
        codes_.data_element_scheme = scheme(root, "dataElementIdScheme", codes_.id_scheme);
        codes_.org_unit_scheme = scheme(root, "orgUnitIdScheme", codes_.id_scheme);
        if (auto const* units = reading_.member(root, "orgUnits", Node::Shape::object)) org_units(*units);
        if (auto const* forms = reading_.member(root, "returns", Node::Shape::object))
            for (std::size_t i = 0; i < forms->keys.size(); ++i) form(forms->keys[i], forms->items[i], forms->key_lines[i]);
        return std::move(codes_);
    }

private:
    std::string scheme(Node const& root, std::string_view key, std::string const& otherwise) {
        auto const text = reading_.string(root, key);
        if (text.empty()) return otherwise;
        if (text != "CODE" && text != "UID")
            reading_.mistake(MistakeKind::exchange_scheme_unknown, reading_.line_of(root, key), {text});
        return text;
    }

    std::string good(std::string text, std::string const& scheme, int line) {
        if (!fits(text, scheme)) reading_.mistake(MistakeKind::exchange_code_wrong, line, {text, scheme});
        return text;
    }

    void org_units(Node const& units) {
        std::set<std::string, std::less<>> seen;
        for (std::size_t i = 0; i < units.keys.size(); ++i) {
            auto const place = parse_place(units.keys[i]);
            if (place.has_error()) {
                reading_.mistake(MistakeKind::exchange_division_wrong, units.key_lines[i], {units.keys[i]});
                continue;
            }
            auto const code = good(reading_.string(units, units.keys[i], true), codes_.org_unit_scheme, units.items[i].line);
            if (!seen.insert(code).second) reading_.mistake(MistakeKind::exchange_code_twice, units.items[i].line, {code});
            codes_.org_units[*place] = code;
        }
    }

    void form(std::string const& name, Node const& node, int line) {
        auto const* declared = returns_.find(name);
        if (declared == nullptr) return reading_.mistake(MistakeKind::exchange_return_unknown, line, {name});
        if (!node.is(Node::Shape::object))
            return reading_.mistake(MistakeKind::wrong_shape, node.line, {name, "对象", "an object"});
        reading_.only(node, {"dataSet", "cells"});
        ExchangeReturn out;
        out.data_set = good(reading_.string(node, "dataSet", true), codes_.id_scheme, reading_.line_of(node, "dataSet"));
        auto const* cells = reading_.member(node, "cells", Node::Shape::object, true);
        for (std::size_t i = 0; cells != nullptr && i < cells->keys.size(); ++i) {
            auto const& cell = cells->keys[i];
            auto const& item = cells->items[i];
            if (!has_cells(*declared, {cell})) {
                reading_.mistake(MistakeKind::exchange_cell_unknown, cells->key_lines[i], {cell, name});
                continue;
            }
            if (!item.is(Node::Shape::object)) {
                reading_.mistake(MistakeKind::wrong_shape, item.line, {cell, "对象", "an object"});
                continue;
            }
            auto const element = read_element(item);
            for (auto const& [other, taken] : out.cells)
                if (taken.data_element == element.data_element && taken.option_combo == element.option_combo &&
                    has_cells(*declared, {cell, other}))
                    reading_.mistake(MistakeKind::exchange_code_twice, item.line, {element.data_element});
            out.cells[cell] = element;
        }
        codes_.returns[name] = std::move(out);
    }

    ExchangeReturn::Element read_element(Node const& item) {
        reading_.only(item, {"dataElement", "categoryOptionCombo"});
        ExchangeReturn::Element element;
        element.data_element = good(reading_.string(item, "dataElement", true), codes_.data_element_scheme,
                                    reading_.line_of(item, "dataElement"));
        if (item.find("categoryOptionCombo") != nullptr)
            element.option_combo = good(reading_.string(item, "categoryOptionCombo"), codes_.id_scheme,
                                        reading_.line_of(item, "categoryOptionCombo"));
        return element;
    }

    /// Whether one of the return's versions has them all: a cell that followed another may keep its code.
    static bool has_cells(Return const& form, std::vector<std::string_view> const& names) {
        return std::ranges::any_of(form.versions, [&](ReturnVersion const& version) {
            return std::ranges::all_of(names, [&](std::string_view name) {
                return std::ranges::find(version.cells, name, &Cell::name) != version.cells.end();
            });
        });
    }

    Reading& reading_;
    LoadedReturns const& returns_;
    ExchangeCodes codes_;
};

}  // namespace

LoadedExchange load_exchange(std::vector<Source> const& overlay, LoadedReturns const& returns) {
    LoadedExchange out;
    for (auto& file : parse_sources(overlay, Part::exchange, out.mistakes)) {
        if (file.name == "codes")
            out.codes = ExchangeReader(file.reading, returns).read(file.root);
        else
            file.reading.mistake(MistakeKind::exchange_file_name, 0, {file.name});
    }
    return out;
}

}  // namespace fx::catalog
