#pragma once
/// One line of CSV (RFC 4180 without line breaks inside a field), for the data files the product ships or takes
/// from packages. Tables that people upload go through src/tables.

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fx {

/// The fields of one line without its line break. Quoted fields lose their quotes; "" inside is one quote.
/// False when a quote does not close or text follows it; `fields` then holds what was read so far.
bool split_csv_line(std::string_view line, std::vector<std::string>& fields);

/// A CSV file with a header row, read line by line. Limits: 64 KiB a line, 2,000,000 lines.
class CsvFile {
public:
    /// 422.77 when the file cannot be opened, has no header, or misses one of `columns`. The order of `columns`
    /// is the order in which `field` is asked.
    static Result<CsvFile> open(std::string const& path, std::vector<std::string_view> const& columns,
                                std::vector<std::string_view> const& optional = {});
    /// The next row; false at the end. A row that is not CSV, too long or short of fields is 422.78.
    Result<bool> next();
    /// Field of `columns[index]`, then of `optional[index - columns.size()]`, empty when the column is not there.
    std::string_view field(std::size_t index) const;
    /// The same as a whole number; empty, non-digits or more than 18 digits are 422.78.
    Result<std::int64_t> number(std::size_t index) const;
    /// 422.78 for the present row.
    Problem row_problem(std::string what) const;

    CsvFile(CsvFile&&) noexcept;
    ~CsvFile();

private:
    struct State;  // raw, so that the header needs no complete type
    explicit CsvFile(State* state);
    State* state_;
};

}  // namespace fx
