#pragma once
/// One row of a table file: UTF-8 cells in one buffer, so that a reader can fill the same Row again and again.

#include "base/problem.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fx::tables {

class Row {
public:
    std::uint32_t number = 0;       ///< as the spreadsheet shows it, from 1; for CSV the number of the record
    std::vector<Problem> problems;  ///< of single cells; Problem::field() is the cell: "C7"

    std::size_t size() const { return ends_.size(); }
    /// Empty beyond the last cell. Valid until the Row changes.
    std::string_view operator[](std::size_t column) const;
    /// Whether no cell holds anything.
    bool blank() const { return text_.empty(); }

    void clear(std::uint32_t row_number);
    void append(std::string_view piece) { text_ += piece; }  ///< to the cell being built
    std::string_view open_cell() const;                      ///< what was appended since end_cell
    void drop_first_byte();                                  ///< of the cell being built
    void end_cell() { ends_.push_back(text_.size()); }
    void add(std::string_view cell) { append(cell), end_cell(); }

private:
    std::size_t open_at() const { return ends_.empty() ? 0 : ends_.back(); }
    std::string text_;
    std::vector<std::size_t> ends_;
};

/// "C7" for row 7 and column 2 (columns from 0).
std::string cell_name(std::uint32_t row, std::size_t column);

}  // namespace fx::tables
