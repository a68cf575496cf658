#include "tables/header.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace fx::tables {
namespace {

/// Left out when headers are compared: brackets themselves, marks, quotes, invisible characters.
constexpr auto ignored = std::to_array<std::string_view>(
    {"、", "。", "：", "；", "，",     "“",      "”",      "‘",      "’",      "《",     "》",     "·",     "…",
     "—",  "※",  "★",  "●",  "\u00A0", "\u200B", "\u200C", "\u200D", "\uFEFF", "\u2013", "\u2002", "\u2003"});

/// How deep `piece` opens (+1) or closes (-1) brackets.
int bracket(std::string_view piece) {
    if (piece == "(" || piece == "[" || piece == "{" || piece == "【" || piece == "〔" || piece == "〈") return 1;
    if (piece == ")" || piece == "]" || piece == "}" || piece == "】" || piece == "〕" || piece == "〉") return -1;
    return 0;
}

bool counts(std::string_view piece) {
    if (piece.size() > 1) return std::ranges::find(ignored, piece) == ignored.end();
    char const c = piece.front();
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '%' || c == '+';
}

using Lookup = std::unordered_map<std::string, std::size_t>;

Lookup folded_aliases(std::span<WantedColumn const> wanted, bool keep_brackets) {
    Lookup lookup;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        lookup.emplace(fold_header(wanted[i].field, keep_brackets), i);
        for (auto const& alias : wanted[i].aliases) lookup.emplace(fold_header(alias, keep_brackets), i);
    }
    lookup.erase("");
    return lookup;
}

std::string const& shown(WantedColumn const& column) {
    return column.aliases.empty() ? column.field : column.aliases.front();
}

}  // namespace

std::size_t HeaderMatch::found() const {
    return std::size_t(std::ranges::count_if(column, [](auto const& place) { return place.has_value(); }));
}

std::string fold_header(std::string_view header, bool keep_brackets) {
    auto const narrow = fold_width(header);
    std::string out;
    int depth = 0;
    for (std::size_t at = 0; at < narrow.size();) {
        std::string piece(narrow, at, utf8_length_at(narrow, at));
        at += piece.size();
        int const change = bracket(piece);
        depth = std::max(depth + change, 0);
        if (change != 0 || (depth > 0 && !keep_brackets)) continue;
        if (piece.size() == 1 && piece[0] >= 'A' && piece[0] <= 'Z') piece[0] = char(piece[0] | 0x20);
        if (counts(piece)) out += piece;
    }
    return out;
}

HeaderMatch match_header(Row const& header, std::span<WantedColumn const> wanted) {
    HeaderMatch match;
    match.column.resize(wanted.size());
    std::vector<std::optional<std::size_t>> named(header.size());  // for each column of the file what it names
    for (bool const keep_brackets : {true, false}) {
        auto const lookup = folded_aliases(wanted, keep_brackets);
        for (std::size_t c = 0; c < header.size(); ++c) {
            auto const found = named[c] ? lookup.end() : lookup.find(fold_header(header[c], keep_brackets));
            if (found == lookup.end()) continue;
            named[c] = found->second;
            auto& place = match.column[found->second];
            if (!place) {
                place = c;
                continue;
            }
            match.repeated.push_back(c);
            match.problems.push_back(Problem(ProblemKind::header_column_repeated,
                                             {shown(wanted[found->second]),
                                              cell_name(header.number, *place) + ", " + cell_name(header.number, c)})
                                         .at(wanted[found->second].field));
        }
    }
    for (std::size_t c = 0; c < header.size(); ++c)
        if (!named[c] && !trim(header[c]).empty()) match.unknown.push_back(c);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].required || match.column[i]) continue;
        match.missing.push_back(i);
        match.problems.push_back(Problem(ProblemKind::header_column_missing, {shown(wanted[i])}).at(wanted[i].field));
    }
    return match;
}

std::optional<std::size_t> find_header(std::span<Row const> first_rows, std::span<WantedColumn const> wanted) {
    std::optional<std::size_t> best;
    std::size_t best_found = 0;
    for (std::size_t i = 0; i < first_rows.size(); ++i)
        if (auto const found = match_header(first_rows[i], wanted).found(); found > best_found) best = i, best_found = found;
    return best;
}

}  // namespace fx::tables
