#include "tables/sheet_handler.hpp"

#include <charconv>

namespace fx::tables {
namespace {

constexpr std::uint32_t last_row = 1'048'576;  ///< of any spreadsheet

/// Whole text as a number, or `otherwise`.
std::uint64_t whole_number(std::string_view text, std::uint64_t otherwise) {
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? number : otherwise;
}

/// "AB" of "AB12" as a column from 0; a large number when there are no letters or too many.
std::uint32_t column_of(std::string_view reference) {
    std::uint32_t column = 0, letters = 0;
    for (; letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z' && letters < 4; ++letters)
        column = column * 26 + std::uint32_t(reference[letters] - 'A' + 1);
    return letters == 0 || letters > 3 ? UINT32_MAX : column - 1;
}

Problem broken(char const* what) { return Problem(ProblemKind::table_broken).because(what); }

}  // namespace

bool SheetHandler::take(Row& row) {
    if (taken_ == ready_) {
        // The row under construction goes on in the next piece of the stream: it moves to the front with what it has.
        if (in_row_) std::swap(rows_[0], rows_[ready_]);
        taken_ = ready_ = 0;
        return false;
    }
    std::swap(row, rows_[taken_++]);
    return true;
}

void SheetHandler::start(std::string_view name, char const** attributes) {
    if (in_cell_) {
        if (name == "v" || (name == "t" && !phonetic_)) in_value_ = true;
        if (name == "rPh") phonetic_ = true;
    } else if (name == "c" && in_row_) {
        start_cell(attributes);
    } else if (name == "row") {
        start_row(attributes);
    }
}

void SheetHandler::end(std::string_view name) {
    if (in_cell_) {
        if (name == "v" || name == "t") in_value_ = false;
        if (name == "rPh") phonetic_ = false;
        if (name == "c") end_cell();
    } else if (name == "row" && in_row_) {
        end_row();
    }
}

void SheetHandler::text(std::string_view piece) {
    if (!in_value_) return;
    value_ += piece;
    if (value_.size() > limits_.cell_bytes_max)
        failure = Problem(ProblemKind::table_cell_too_long, {here(), std::to_string(limits_.cell_bytes_max)}).at(here());
}

void SheetHandler::start_row(char const** attributes) {
    auto const given = attribute(attributes, "r");
    auto const number = given == nullptr ? row_ + 1 : whole_number(given, 0);
    if (number <= row_ || number > last_row) {
        failure = broken("row numbers").at(cell_name(row_, 0));
        return;
    }
    row_ = std::uint32_t(number);
    column_ = 0;
    in_row_ = true;
    if (ready_ == rows_.size()) rows_.emplace_back();
    rows_[ready_].clear(row_);
}

void SheetHandler::start_cell(char const** attributes) {
    auto const reference = attribute(attributes, "r");
    auto const column = reference == nullptr ? column_ : column_of(reference);
    if (column == UINT32_MAX || column < column_) {
        failure = broken("cell references").at(here());
        return;
    }
    column_ = column;
    in_cell_ = true;
    value_.clear();
    auto const style = attribute(attributes, "s");
    style_ = style == nullptr ? 0 : whole_number(style, 0);
    std::string_view const type = attribute(attributes, "t") == nullptr ? "n" : attribute(attributes, "t");
    type_ = type == "s"                            ? Type::shared
            : type == "inlineStr" || type == "str" ? Type::text
            : type == "b"                          ? Type::boolean
            : type == "e"                          ? Type::error
            : type == "d"                          ? Type::date
                                                   : Type::number;
}

void SheetHandler::end_cell() {
    in_cell_ = in_value_ = phonetic_ = false;
    if (!value_.empty()) {
        if (column_ >= limits_.columns_max) {
            failure = Problem(ProblemKind::table_too_many_columns, {std::to_string(limits_.columns_max)}).at(here());
            return;
        }
        auto& row = rows_[ready_];
        while (row.size() < column_) row.end_cell();
        add_value();
    }
    ++column_;
}

void SheetHandler::add_value() {
    auto& row = rows_[ready_];
    switch (type_) {
        case Type::shared: {
            auto const index = whole_number(value_, UINT64_MAX);
            if (index >= book_.shared_string_count()) {
                failure = broken("shared string").at(here());
                return;
            }
            return row.add(book_.shared_string(index));
        }
        case Type::text: return row.add(value_.find("_x") == value_.npos ? value_ : unescape(value_));
        case Type::boolean: return row.add(value_ == "1" || value_ == "true" ? "TRUE" : "FALSE");
        case Type::error: cell_problem(ProblemKind::cell_formula_error, value_.substr(0, 40)); return row.add(value_);
        case Type::date: return row.add(value_);
        case Type::number: return add_number();
    }
}

void SheetHandler::add_number() {
    auto& row = rows_[ready_];
    auto const shown = style_ < book_.styles.size() ? book_.styles[style_] : Shown::number;
    if (shown == Shown::number) {
        auto number = number_text(value_);
        if (number.digits_lost) cell_problem(ProblemKind::cell_digits_lost, number.text);
        return row.add(number.text);
    }
    double serial = -1;
    std::from_chars(value_.data(), value_.data() + value_.size(), serial);
    auto const text = serial_text(serial, shown, book_.from_1904);
    if (text.has_value()) return row.add(*text);
    cell_problem(ProblemKind::cell_date_invalid, value_.substr(0, 40));
    row.add(value_);
}

void SheetHandler::cell_problem(ProblemKind kind, std::string shown) {
    rows_[ready_].problems.push_back(Problem(kind, {here(), std::move(shown)}).at(here()));
}

void SheetHandler::end_row() {
    in_row_ = false;
    if (rows_[ready_].blank()) return;
    ++ready_;
    if (++filled_rows_ > limits_.rows_max)
        failure = Problem(ProblemKind::table_too_many_rows, {std::to_string(limits_.rows_max)}).at(cell_name(row_, 0));
}

}  // namespace fx::tables
