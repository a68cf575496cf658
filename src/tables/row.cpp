#include "tables/row.hpp"

#include <algorithm>

namespace fx::tables {

std::string_view Row::operator[](std::size_t column) const {
    if (column >= ends_.size()) return {};
    auto const begin = column == 0 ? 0 : ends_[column - 1];
    return std::string_view(text_).substr(begin, ends_[column] - begin);
}

void Row::clear(std::uint32_t row_number) {
    number = row_number;
    problems.clear();
    text_.clear();
    ends_.clear();
}

std::string_view Row::open_cell() const { return std::string_view(text_).substr(open_at()); }

void Row::drop_first_byte() { text_.erase(open_at(), 1); }

std::string cell_name(std::uint32_t row, std::size_t column) {
    std::string letters;
    for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters += char('A' + (rest - 1) % 26);
    std::ranges::reverse(letters);
    return letters + std::to_string(row);
}

}  // namespace fx::tables
