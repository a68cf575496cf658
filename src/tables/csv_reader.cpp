#include "tables/csv_reader.hpp"

#include "base/text.hpp"
#include "tables/cell_value.hpp"
#include "tables/encoding.hpp"
#include "tables/guard.hpp"

#include <algorithm>
#include <map>

namespace fx::tables {
namespace {

class CsvReader final : public TableReader {
public:
    CsvReader(Decoded decoded, ReadOptions const& options)
        : TableReader(Format::csv, std::move(decoded.encoding)), text_(std::move(decoded.text)), limits_(options.limits) {
        separator_ = options.separator != 0 ? options.separator : separator_line();
    }

    Result<bool> next(Row& row) override {
        while (at_ < text_.size()) {
            row.clear(++record_);
            if (auto read = read_record(row); read.has_error()) {
                at_ = text_.size();
                return std::move(read).error();
            }
            if (row.blank()) continue;
            if (++rows_ > limits_.rows_max) {
                at_ = text_.size();
                return Problem(ProblemKind::table_too_many_rows, {std::to_string(limits_.rows_max)})
                    .at(cell_name(record_, 0));
            }
            return true;
        }
        return false;
    }

private:
    /// Excel's own first line "sep=;" names the separator and is no row of the table.
    char separator_line() {
        auto const end = std::min(text_.find('\n'), text_.size());
        auto const line = trim(std::string_view(text_).substr(0, end));
        if (line.size() != 5 || !line.starts_with("sep=")) return sniff_separator(text_);
        at_ = std::min(end + 1, text_.size());
        record_ = 1;
        return line[4];
    }

    bool at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }

    void skip_line_end() {
        bool const two = text_.compare(at_, 2, "\r\n") == 0;
        at_ = std::min(at_ + (two ? 2 : 1), text_.size());
    }

    Result<void> read_record(Row& row) {
        for (;;) {
            FX_CHECK(read_cell(row));
            if (row.size() > limits_.columns_max)
                return Problem(ProblemKind::table_too_many_columns, {std::to_string(limits_.columns_max)})
                    .at(cell_name(record_, row.size() - 1));
            if (at_line_end()) break;
            ++at_;  // the separator
        }
        skip_line_end();
        return {};
    }

    Result<void> read_cell(Row& row) {
        if (at_ < text_.size() && text_[at_] == '"') {
            FX_CHECK(read_quoted(row));
            if (!at_line_end() && text_[at_] != separator_)
                row.problems.push_back(Problem(ProblemKind::cell_quote_misplaced, {cell_name(record_, row.size())})
                                           .at(cell_name(record_, row.size())));
        }
        auto end = at_;
        while (end < text_.size() && text_[end] != separator_ && text_[end] != '\n' && text_[end] != '\r') ++end;
        row.append(std::string_view(text_).substr(at_, end - at_));
        at_ = end;
        return end_cell(row);
    }

    /// From the opening quote to behind the closing one; "" within is one quote.
    Result<void> read_quoted(Row& row) {
        ++at_;
        for (;;) {
            auto const quote = text_.find('"', at_);
            if (quote == std::string::npos)
                return Problem(ProblemKind::table_quote_unclosed, {cell_name(record_, row.size())})
                    .at(cell_name(record_, row.size()));
            row.append(std::string_view(text_).substr(at_, quote - at_));
            at_ = quote + 1;
            if (at_ >= text_.size() || text_[at_] != '"') return {};
            row.append("\"");
            ++at_;
        }
    }

    Result<void> end_cell(Row& row) {
        auto const cell = row.open_cell();
        auto const name = [&] { return cell_name(record_, row.size()); };
        if (cell.size() > limits_.cell_bytes_max)
            return Problem(ProblemKind::table_cell_too_long, {name(), std::to_string(limits_.cell_bytes_max)}).at(name());
        if (is_shortened_number(cell))
            row.problems.push_back(Problem(ProblemKind::cell_digits_lost, {name(), std::string(cell)}).at(name()));
        if (is_guarded(cell)) row.drop_first_byte();
        row.end_cell();
        return {};
    }

    std::string text_;
    Limits limits_;
    char separator_ = ',';
    std::size_t at_ = 0;
    std::uint32_t record_ = 0;
    std::uint32_t rows_ = 0;
};

/// How often `separator` stands outside quotes, per line, in the first 20 lines with text.
std::vector<int> counts_per_line(std::string_view text, char separator) {
    std::vector<int> counts;
    bool quoted = false;
    int count = 0;
    std::size_t line_begin = 0;
    for (std::size_t at = 0; at <= text.size() && counts.size() < 20; ++at) {
        bool const end = at == text.size() || (!quoted && text[at] == '\n');
        if (!end) {
            quoted ^= text[at] == '"';
            count += !quoted && text[at] == separator;
        } else {
            if (!trim(text.substr(line_begin, at - line_begin)).empty()) counts.push_back(count);
            count = 0;
            line_begin = at + 1;
        }
    }
    return counts;
}

}  // namespace

char sniff_separator(std::string_view text) {
    text = text.substr(0, 64 << 10);
    char best = ',';
    std::pair<int, int> best_score{0, 0};  // lines that agree, columns they have
    for (char const separator : {',', '\t', ';'}) {
        std::map<int, int> lines_by_count;
        for (int const count : counts_per_line(text, separator))
            if (count > 0) ++lines_by_count[count];
        for (auto const& [count, lines] : lines_by_count)
            if (std::pair(lines, count) > best_score) best = separator, best_score = {lines, count};
    }
    return best;
}

Result<std::unique_ptr<TableReader>> open_csv(std::string bytes, ReadOptions const& options) {
    FX_TRY(auto decoded, decode(std::move(bytes), options.encoding));
    return std::unique_ptr<TableReader>(std::make_unique<CsvReader>(std::move(decoded), options));
}

}  // namespace fx::tables
