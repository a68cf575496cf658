#include "tables/reader.hpp"

#include "base/text.hpp"
#include "tables/csv_reader.hpp"
#include "tables/xlsx_reader.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace fx::tables {
namespace {

Problem too_large(Limits const& limits) {
    return Problem(ProblemKind::table_too_large, {std::to_string(limits.file_bytes_max >> 20) + " MiB"});
}

/// The old binary formats and locked XLSX share one container ([MS-CFB]); a locked one names its stream in UTF-16.
Problem compound_file(std::string const& bytes) {
    constexpr std::string_view encrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
    if (bytes.find(encrypted) != bytes.npos) return Problem(ProblemKind::table_encrypted);
    return Problem(ProblemKind::table_format_unknown, {"xls"});
}

/// Many government systems call a web page ".xls".
bool is_markup(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    std::string begin(trim(bytes.substr(0, 200)).substr(0, 20));
    std::ranges::transform(begin, begin.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    for (auto const mark : {"<html", "<!doctype", "<?xml", "<table", "<meta", "{\\rtf"})
        if (begin.starts_with(mark)) return true;
    return false;
}

}  // namespace

Result<std::unique_ptr<TableReader>> open_table(std::string bytes, ReadOptions const& options) {
    if (bytes.size() > options.limits.file_bytes_max) return too_large(options.limits);
    if (bytes.starts_with("PK\x03\x04")) return open_xlsx(std::move(bytes), options);
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return compound_file(bytes);
    if (bytes.starts_with("%PDF")) return Problem(ProblemKind::table_format_unknown, {"PDF"});
    if (is_markup(bytes)) return Problem(ProblemKind::table_format_unknown, {"HTML/XML"});
    if (trim(bytes).empty()) return Problem(ProblemKind::table_empty);
    return open_csv(std::move(bytes), options);
}

Result<std::unique_ptr<TableReader>> open_table_file(std::filesystem::path const& path, ReadOptions const& options) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes;
    std::array<char, 64 << 10> buffer;
    while (file.read(buffer.data(), buffer.size()), file.gcount() > 0) {
        bytes.append(buffer.data(), std::size_t(file.gcount()));
        if (bytes.size() > options.limits.file_bytes_max) return too_large(options.limits);
    }
    if (!file.eof())
        return Problem(ProblemKind::not_found, {path.filename().string()}).because("cannot read " + path.string());
    return open_table(std::move(bytes), options);
}

}  // namespace fx::tables
