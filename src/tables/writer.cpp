#include "tables/writer.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "tables/csv_writer.hpp"
#include "tables/header.hpp"
#include "tables/xlsx_writer.hpp"

#include <algorithm>

namespace fx::tables {
namespace {

constexpr std::string_view reason_title = "错误原因 / Reason";

}  // namespace

Result<std::unique_ptr<TableWriter>> open_writer(std::filesystem::path const& path, Format format, WriteOptions options) {
    FX_ASSERT(!options.columns.empty());
    bool const explained = std::ranges::any_of(options.columns, [](OutColumn const& c) { return !c.explanation.empty(); });
    auto& first = options.columns.front().explanation;
    if (explained && !first.starts_with("说明") && !first.starts_with("Note")) first = "说明：" + first;
    return format == Format::csv ? open_csv_writer(path, std::move(options)) : open_xlsx_writer(path, std::move(options));
}

bool is_explanation(Row const& row) { return trim(row[0]).starts_with("说明") || trim(row[0]).starts_with("Note"); }

Result<BadRowsWriter> BadRowsWriter::open(std::filesystem::path const& path, Format format, Row const& header) {
    auto columns = header.size();
    if (columns > 0 && fold_header(header[columns - 1], true) == fold_header(reason_title, true)) --columns;
    WriteOptions options;
    options.guard_long_numbers = true;
    for (std::size_t i = 0; i < columns; ++i) options.columns.push_back({std::string(header[i])});
    options.columns.push_back({.title = std::string(reason_title), .width = 60});
    FX_TRY(auto writer, open_writer(path, format, std::move(options)));
    return BadRowsWriter(std::move(writer), columns);
}

Result<void> BadRowsWriter::add(Row const& row, std::string_view reason) {
    std::vector<std::string_view> cells(columns_ + 1);
    for (std::size_t i = 0; i < columns_; ++i) cells[i] = row[i];
    // A row with more cells than the header keeps them, beside the reason, so that nothing of it is lost.
    auto text = "第 " + std::to_string(row.number) + " 行：" + std::string(reason);
    for (auto i = columns_ + 1; i < row.size(); ++i)
        if (!row[i].empty()) text += "；多余内容 " + cell_name(row.number, i) + "：" + std::string(row[i]);
    cells.back() = text;
    return writer_->write(cells);
}

}  // namespace fx::tables
