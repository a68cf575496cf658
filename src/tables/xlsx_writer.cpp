#include "tables/xlsx_writer.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "tables/part_file.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace fx::tables {
namespace {

constexpr std::uint32_t rows_max = 1'048'576;

/// A decimal of at most 15 digits without exponent, sign or leading zero that a number would not keep.
std::optional<double> plain_number(std::string_view text) {
    auto const digits = std::ranges::count_if(text, is_digit);
    auto const bare = text.starts_with('-') ? text.substr(1) : text;
    bool const leading_zero = bare.size() > 1 && bare[0] == '0' && bare[1] != '.';
    if (digits == 0 || digits > 15 || leading_zero || text.find_first_not_of("0123456789.-") != text.npos)
        return std::nullopt;
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// 255 characters at most; & begins a code in a page's foot.
std::string foot_text(std::string_view watermark) {
    std::string text = "&C&K808080";
    std::size_t characters = 10;
    for (std::size_t at = 0; at < watermark.size() && characters < 250; ++characters) {
        auto end = at + 1;
        while (end < watermark.size() && (std::uint8_t(watermark[end]) & 0xC0) == 0x80) ++end;
        text += watermark.substr(at, end - at);
        if (watermark[at] == '&') text += '&', ++characters;
        at = end;
    }
    return text;
}

double width_of(OutColumn const& column) {
    if (column.width > 0) return std::min(column.width, 255.0);
    return std::clamp(double(column.title.size()), 10.0, 40.0);  // a Chinese character is 3 bytes and 2 wide
}

class XlsxWriter final : public TableWriter {
public:
    XlsxWriter(std::filesystem::path const& path, WriteOptions options)
        : options_(std::move(options)), file_(path), folder_(std::filesystem::absolute(path).parent_path().string()) {}
    ~XlsxWriter() override {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }

    Result<void> open() {
        lxw_workbook_options settings{};
        settings.constant_memory = LXW_TRUE;
        settings.tmpdir = folder_.data();
        settings.use_zip64 = LXW_TRUE;
        book_ = workbook_new_opt(file_.part().c_str(), &settings);
        if (book_ == nullptr) return file_.failed();
        sheet_ = workbook_add_worksheet(book_, options_.sheet.c_str());
        if (sheet_ == nullptr) return Problem(ProblemKind::invalid_parameter, {options_.sheet, "sheet"});
        add_formats();
        for (std::size_t i = 0; i < options_.columns.size(); ++i)
            worksheet_set_column(sheet_, lxw_col_t(i), lxw_col_t(i), width_of(options_.columns[i]), text_);
        if (!options_.heading.empty()) {  // a form: one page wide
            worksheet_set_landscape(sheet_);
            worksheet_set_paper(sheet_, 9);  // A4
            worksheet_fit_to_pages(sheet_, 1, 0);
        }
        if (!options_.watermark.empty()) worksheet_set_footer(sheet_, foot_text(options_.watermark).c_str());
        return write_headers();
    }

    Result<void> write(std::span<std::string_view const> cells) override {
        FX_ASSERT(cells.size() <= options_.columns.size());
        if (row_ >= rows_max) return Problem(ProblemKind::table_too_many_rows, {std::to_string(rows_max)});
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (!cells[i].empty()) FX_CHECK(write_cell(i, cells[i]));
        ++row_;
        return {};
    }

    Result<void> finish() override {
        for (auto const& line : options_.footing) FX_CHECK(write_line(line, plain_));
        auto const error = workbook_close(std::exchange(book_, nullptr));
        if (error != LXW_NO_ERROR) return std::move(Problem(ProblemKind::table_write_failed)).because(lxw_strerror(error));
        return file_.keep();
    }

private:
    void add_formats() {
        text_ = workbook_add_format(book_);
        format_set_num_format_index(text_, 49);  // "@": what is typed into the column later stays text as well
        date_ = workbook_add_format(book_);
        format_set_num_format(date_, "yyyy-mm-dd");
        title_ = workbook_add_format(book_);
        format_set_bold(title_);
        format_set_text_wrap(title_);
        format_set_bg_color(title_, 0xDDEBF7);
        format_set_border(title_, LXW_BORDER_THIN);
        large_ = workbook_add_format(book_);
        format_set_bold(large_);
        format_set_font_size(large_, 16);
        format_set_align(large_, LXW_ALIGN_CENTER);
        plain_ = workbook_add_format(book_);
        format_set_text_wrap(plain_);
        note_ = workbook_add_format(book_);
        format_set_italic(note_);
        format_set_text_wrap(note_);
        format_set_font_color(note_, 0x808080);
    }

    /// One line across all columns.
    Result<void> write_line(std::string const& text, lxw_format* format) {
        FX_CHECK(write_text(0, text, format));
        auto const last = lxw_col_t(options_.columns.size() - 1);
        if (last > 0) worksheet_merge_range(sheet_, row_, 0, row_, last, buffer_.c_str(), format);
        ++row_;
        return {};
    }

    /// The headings of neighbouring columns that share one, merged.
    Result<void> write_groups() {
        auto const& columns = options_.columns;
        if (std::ranges::all_of(columns, [](OutColumn const& c) { return c.group.empty(); })) return {};
        for (std::size_t from = 0, to; from < columns.size(); from = to) {
            for (to = from + 1; to < columns.size() && columns[to].group == columns[from].group;) ++to;
            FX_CHECK(write_text(from, columns[from].group, title_));
            if (to - from > 1)
                worksheet_merge_range(sheet_, row_, lxw_col_t(from), row_, lxw_col_t(to - 1), buffer_.c_str(), title_);
        }
        ++row_;
        return {};
    }

    Result<void> write_headers() {
        for (std::size_t i = 0; i < options_.heading.size(); ++i)
            FX_CHECK(write_line(options_.heading[i], i == 0 ? large_ : plain_));
        FX_CHECK(write_groups());
        for (std::size_t i = 0; i < options_.columns.size(); ++i) FX_CHECK(write_text(i, options_.columns[i].title, title_));
        ++row_;
        bool const explained =
            std::ranges::any_of(options_.columns, [](OutColumn const& c) { return !c.explanation.empty(); });
        for (std::size_t i = 0; explained && i < options_.columns.size(); ++i)
            FX_CHECK(write_text(i, options_.columns[i].explanation, note_));
        row_ += explained;
        auto const header = row_ - 1 - explained;
        worksheet_freeze_panes(sheet_, header + 1, 0);
        worksheet_repeat_rows(sheet_, 0, header);
        return {};
    }

    Result<void> write_cell(std::size_t i, std::string_view cell) {
        auto const kind = options_.columns[i].kind;
        if (kind == ColumnKind::number)
            if (auto const number = plain_number(cell)) {
                worksheet_write_number(sheet_, row_, lxw_col_t(i), *number, nullptr);
                return {};
            }
        if (kind == ColumnKind::date)
            if (auto const date = parse_date(cell); date.has_value()) {
                auto const [year, month, day] = civil(*date);
                lxw_datetime at{year, month, day, 0, 0, 0};
                worksheet_write_datetime(sheet_, row_, lxw_col_t(i), &at, date_);
                return {};
            }
        return write_text(i, cell, text_);
    }

    Result<void> write_text(std::size_t i, std::string_view cell, lxw_format* format) {
        if (!is_utf8(cell)) return Problem(ProblemKind::invalid_utf8).at(cell_name(row_ + 1, i));
        buffer_.assign(cell);
        auto const error = worksheet_write_string(sheet_, row_, lxw_col_t(i), buffer_.c_str(), format);
        if (error == LXW_NO_ERROR) return {};
        return Problem(ProblemKind::table_cell_too_long, {cell_name(row_ + 1, i), "32767"})
            .at(cell_name(row_ + 1, i))
            .because(lxw_strerror(error));
    }

    WriteOptions options_;
    PartFile file_;
    std::string folder_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format *text_ = nullptr, *date_ = nullptr, *title_ = nullptr, *large_ = nullptr, *plain_ = nullptr, *note_ = nullptr;
    std::uint32_t row_ = 0;
    std::string buffer_;
};

}  // namespace

Result<std::unique_ptr<TableWriter>> open_xlsx_writer(std::filesystem::path const& path, WriteOptions options) {
    auto writer = std::make_unique<XlsxWriter>(path, std::move(options));
    FX_CHECK(writer->open());
    return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace fx::tables
