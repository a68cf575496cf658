#include "tables/csv_writer.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "tables/guard.hpp"
#include "tables/part_file.hpp"

#include <algorithm>
#include <fstream>

namespace fx::tables {
namespace {

class CsvWriter final : public TableWriter {
public:
    CsvWriter(std::filesystem::path const& path, WriteOptions options)
        : options_(std::move(options)), file_(path), out_(file_.part(), std::ios::binary) {}

    Result<void> open() {
        if (!out_) return file_.failed();
        if (options_.byte_order_mark) out_ << "\xEF\xBB\xBF";
        std::vector<std::string_view> titles, explanations;
        for (auto const& column : options_.columns)
            titles.push_back(column.title), explanations.push_back(column.explanation);
        FX_CHECK(write(titles));
        if (std::ranges::all_of(explanations, &std::string_view::empty)) return {};
        return write(explanations);
    }

    Result<void> write(std::span<std::string_view const> cells) override {
        FX_ASSERT(cells.size() <= options_.columns.size());
        line_.clear();
        for (std::size_t i = 0; i < options_.columns.size(); ++i) {
            if (i > 0) line_ += ',';
            if (i < cells.size()) add(cells[i]);
        }
        if (!is_utf8(line_)) return Problem(ProblemKind::invalid_utf8);
        line_ += "\r\n";
        if (!out_.write(line_.data(), std::streamsize(line_.size()))) return file_.failed();
        return {};
    }

    Result<void> finish() override {
        out_.close();
        if (!out_) return file_.failed();
        return file_.keep();
    }

private:
    void add(std::string_view cell) {
        bool const guard = needs_guard(cell, options_.guard_long_numbers);
        bool const quoted = cell.find_first_of(",;\"\r\n\t") != cell.npos || cell.starts_with(' ') || cell.ends_with(' ');
        if (quoted) line_ += '"';
        if (guard) line_ += '\'';
        for (char const c : cell) {
            if (c == '"') line_ += '"';
            line_ += c;
        }
        if (quoted) line_ += '"';
    }

    WriteOptions options_;
    PartFile file_;
    std::ofstream out_;
    std::string line_;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> open_csv_writer(std::filesystem::path const& path, WriteOptions options) {
    auto writer = std::make_unique<CsvWriter>(path, std::move(options));
    FX_CHECK(writer->open());
    return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace fx::tables
