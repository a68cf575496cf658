#pragma once
/// Writes CSV and XLSX, row by row, in constant memory.

#include "base/result.hpp"
#include "tables/reader.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fx::tables {

/// How a column is kept in XLSX. CSV knows text only.
enum class ColumnKind {
    text,    ///< identity numbers, phones, codes: never turned into a number
    number,  ///< a decimal of at most 15 digits is a number, anything else stays text
    date,    ///< "2020-02-03" is a date, anything else stays text
};

struct OutColumn {
    std::string title;
    std::string explanation = {};  ///< shown in grey in a second row when any column has one
    ColumnKind kind = ColumnKind::text;
    double width = 0;  ///< in characters; 0 = by the title
    /// XLSX: a heading over neighbouring columns that share it, in a row of its own when any column has one.
    std::string group = {};
};

struct WriteOptions {
    std::vector<OutColumn> columns = {};
    std::string sheet = "Sheet1";
    /// XLSX: printed at the foot of every page, such as the name of who exported and when. CSV has no place for one.
    std::string watermark = {};
    /// XLSX: lines over the whole width, above the header (the first one large) and beneath the last row, as on an office's
    /// form. CSV holds the table alone.
    std::vector<std::string> heading = {}, footing = {};
    /// CSV: Excel takes a file without byte order mark for the system's old encoding.
    bool byte_order_mark = true;
    /// CSV: put the guard apostrophe before long numbers too (tables/guard.hpp), for files people will edit in Excel.
    bool guard_long_numbers = false;
};

/// A table being written. The file appears under its name only with finish(): until then, and after a failure or
/// when finish() is never called, there is none.
class TableWriter {
public:
    virtual ~TableWriter() = default;
    /// Cells in the order of the columns; fewer leave the last ones empty, more are a mistake of the caller.
    /// 400.2 for text that is not UTF-8, 413.114 for a cell beyond 32,767 characters (XLSX), 413.112 beyond 1,048,576 rows.
    virtual Result<void> write(std::span<std::string_view const> cells) = 0;
    /// 507.128 when the disk is full or the folder cannot be written.
    virtual Result<void> finish() = 0;
};

Result<std::unique_ptr<TableWriter>> open_writer(std::filesystem::path const& path, Format format, WriteOptions options);

/// Whether `row` is the explanation row this writer makes beneath the header: its first cell begins with 说明 or Note.
bool is_explanation(Row const& row);

/// The bad rows of an import, given back for mending: the original header and rows as they came, in the original
/// format, with the reason in an added last column ("错误原因 / Reason"; one that is already there is replaced).
class BadRowsWriter {
public:
    static Result<BadRowsWriter> open(std::filesystem::path const& path, Format format, Row const& header);
    /// `reason` is shown as "第 7 行：…" with the number of the row in the original file.
    Result<void> add(Row const& row, std::string_view reason);
    Result<void> finish() { return writer_->finish(); }

private:
    BadRowsWriter(std::unique_ptr<TableWriter> writer, std::size_t columns)
        : writer_(std::move(writer)), columns_(columns) {}
    std::unique_ptr<TableWriter> writer_;
    std::size_t columns_;  ///< of the original, without a reason
};

}  // namespace fx::tables
