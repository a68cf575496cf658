#pragma once
/// Which column of a file is which field: headers as people write them, in Chinese or English.

#include "tables/row.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fx::tables {

/// A column an import can use. The first alias is the one shown to the person.
struct WantedColumn {
    std::string field;                 ///< "id_number"
    std::vector<std::string> aliases;  ///< "身份证号", "身份证号码", "公民身份号码", "ID number"
    bool required = false;
};

struct HeaderMatch {
    std::vector<std::optional<std::size_t>> column;  ///< for each wanted column its place in the file
    std::vector<std::size_t> missing;                ///< wanted columns that are required and not there
    std::vector<std::size_t> unknown;                ///< columns of the file that are none of the wanted: will be ignored
    std::vector<std::size_t> repeated;               ///< columns of the file that name a wanted column already found
    std::vector<Problem> problems;                   ///< 422.126 and 422.127, one for each missing and repeated

    bool good() const { return problems.empty(); }
    std::size_t found() const;
};

/// Headers are compared folded: without spaces, line breaks, punctuation and required marks, full-width characters as
/// half-width, letters lower case. First with what is in brackets, then without: "体温（℃）*" is 体温, while "电话（家属）"
/// stays apart from 电话 when both are wanted.
HeaderMatch match_header(Row const& header, std::span<WantedColumn const> wanted);

/// The row among the first ones that matches most wanted columns: rosters often begin with a title. Nothing when no
/// row matches any.
std::optional<std::size_t> find_header(std::span<Row const> first_rows, std::span<WantedColumn const> wanted);

/// How match_header sees a header.
std::string fold_header(std::string_view header, bool keep_brackets);

}  // namespace fx::tables
