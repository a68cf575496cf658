#pragma once
/// Reads CSV and XLSX as rows of UTF-8 text, one row at a time. What the file is is decided by its content,
/// never by its name.

#include "base/result.hpp"
#include "tables/limits.hpp"
#include "tables/row.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace fx::tables {

enum class Format { csv, xlsx };

struct ReadOptions {
    Limits limits;
    std::string sheet;     ///< XLSX: name of the sheet; empty = the first visible one
    std::string encoding;  ///< CSV: "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"; empty = detect
    char separator = 0;    ///< CSV: ',' ';' or tab; 0 = detect
};

/// A table being read. CSV cells come as written, without quotes and without the guard apostrophe of
/// tables/guard.hpp. XLSX cells come as a person would type them: dates "2020-02-03", date and time
/// "2020-02-03T08:30:00", times "08:30:00", numbers with at most 15 digits and no exponent, TRUE or FALSE.
/// A number of 16 and more digits has lost its last digits in the spreadsheet: its cell gets 422.122.
class TableReader {
public:
    virtual ~TableReader() = default;
    /// Fills `row` with the next row that is not blank; false at the end. After a Problem nothing more comes.
    virtual Result<bool> next(Row& row) = 0;

    Format format() const { return format_; }
    std::string const& encoding() const { return encoding_; }           ///< CSV: what was found; XLSX: "UTF-8"
    std::vector<std::string> const& sheets() const { return sheets_; }  ///< XLSX: names in order
    std::string const& sheet() const { return sheet_; }                 ///< XLSX: the one being read

protected:
    TableReader(Format format, std::string encoding) : format_(format), encoding_(std::move(encoding)) {}
    Format format_;
    std::string encoding_;
    std::vector<std::string> sheets_;
    std::string sheet_;
};

/// Takes the whole file. Memory: the file, its UTF-8 form when it is another encoding, the shared strings.
/// 413.110 too large, 415.115 neither CSV nor XLSX, 415.116 locked with a password, 400.117 broken, and others.
Result<std::unique_ptr<TableReader>> open_table(std::string bytes, ReadOptions const& options = {});
Result<std::unique_ptr<TableReader>> open_table_file(std::filesystem::path const& path, ReadOptions const& options = {});

}  // namespace fx::tables
