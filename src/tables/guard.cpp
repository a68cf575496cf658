#include "tables/guard.hpp"

#include "base/text.hpp"

namespace fx::tables {
namespace {

/// -12 or -12.5
bool is_negative_number(std::string_view text) {
    if (!text.starts_with('-') || text.size() > 17) return false;
    auto const point = text.find('.');
    bool const fraction_good = point == text.npos || all_digits(text.substr(point + 1));
    return fraction_good && all_digits(text.substr(1, point == text.npos ? text.npos : point - 1));
}

bool begins_formula(std::string_view text) {
    if (text.empty() || is_negative_number(text)) return false;
    if (std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) return true;
    return text.starts_with("＝") || text.starts_with("＋") || text.starts_with("－") || text.starts_with("＠");
}

bool is_long_number(std::string_view text) {
    bool const digits = all_digits(text.substr(0, text.size() - (text.ends_with('X') || text.ends_with('x') ? 1 : 0)));
    return digits && (text.size() >= 12 || (text.size() >= 2 && text.front() == '0'));
}

}  // namespace

bool needs_guard(std::string_view cell, bool long_numbers) {
    auto const bare = cell.substr(std::min(cell.find_first_not_of('\''), cell.size()));
    // A cell that already begins with apostrophes gets one more, or reading would take away its own.
    return begins_formula(bare) || ((long_numbers || bare.size() < cell.size()) && is_long_number(bare));
}

bool is_guarded(std::string_view cell) { return cell.starts_with('\'') && needs_guard(cell.substr(1), true); }

}  // namespace fx::tables
