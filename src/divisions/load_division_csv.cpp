#include "base/csv_line.hpp"
#include "divisions/load.hpp"

#include <fmt/format.h>

namespace fx {
namespace {

enum Column { code, name, level, parent_code, kind, is_virtual, is_functional, ur_class, valid_from, valid_to };

Result<Date> date_or(CsvFile const& file, Column column, Date otherwise) {
    auto const text = file.field(column);
    if (text.empty()) return otherwise;
    auto const date = parse_date(text);
    if (!date) return file.row_problem(fmt::format("\"{}\" is not a date", text.substr(0, 40)));
    return *date;
}

Result<void> classify_row(DivisionRow& row, CsvFile const& file) {
    row.kind = classify(row.level, row.place, row.name);
    if (auto const text = file.field(kind); !text.empty()) {
        auto const given = kind_of(text);
        if (!given) return file.row_problem(fmt::format("unknown kind \"{}\"", text.substr(0, 40)));
        row.kind = *given;
    }
    row.is_virtual = row.kind == Kind::virtual_prefecture || file.field(is_virtual) == "1";
    row.is_functional =
        row.kind == Kind::functional_zone || row.kind == Kind::functional_unit || file.field(is_functional) == "1";
    return {};
}

Result<DivisionRow> read_row(CsvFile const& file) {
    DivisionRow row;
    auto const place = parse_place(file.field(code));
    if (!place || file.field(code).size() != 12) return file.row_problem("the code is not 12 digits");
    row.place = *place;
    row.name = file.field(name);
    if (row.name.empty() || row.name.size() > 300) return file.row_problem("the name is empty or too long");
    FX_TRY(auto const number, file.number(level));
    if (number < 1 || number > 5) return file.row_problem("the level is not 1 to 5");
    row.level = Level(number);
    if (auto const text = file.field(parent_code); !text.empty()) {
        auto const parent = parse_place(text);
        if (!parent) return file.row_problem("the parent is not a code");
        row.parent = *parent;
    }
    if (auto const text = file.field(ur_class); !text.empty()) {
        FX_TRY(auto const value, file.number(ur_class));
        if (value < 100 || value > 299) return file.row_problem("ur_class_2016 is not 100 to 299");
        row.urban_class = std::uint16_t(value);
    }
    FX_TRY(row.valid_from, date_or(file, valid_from, Division::first_day));
    FX_TRY(row.valid_to, date_or(file, valid_to, Division::last_day));
    FX_CHECK(classify_row(row, file));
    return row;
}

}  // namespace

Result<DivisionTree> load_division_csv(std::string const& path) {
    FX_TRY(auto file, CsvFile::open(path, {"code", "name", "level", "parent_code"},
                                    {"kind", "is_virtual", "is_functional", "ur_class_2016", "valid_from", "valid_to"}));
    DivisionTree tree;
    for (;;) {
        FX_TRY(bool const more, file.next());
        if (!more) break;
        FX_TRY(auto const row, read_row(file));
        if (row.place == row.parent) continue;  // a placeholder that repeats its parent
        tree.add(row);
    }
    FX_CHECK(tree.finish(path));
    return tree;
}

}  // namespace fx
