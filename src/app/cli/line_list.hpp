#pragma once
/// Line lists of an outbreak and the links between cases, from CSV or XLSX as people have them.

#include "app/cli/line_list_columns.hpp"
#include "engines/transmission/outbreak.hpp"

#include <map>
#include <string_view>
#include <unordered_map>

namespace fx::app::cli {

/// A column of texts, each text kept once.
class TextColumn {
public:
    void add(std::string_view text);  ///< of the next case; unknown ones are none
    std::uint32_t key(std::size_t at) const { return at < keys_.size() ? keys_[at] : transmission::none; }
    /// Of the case; empty where unknown.
    std::string_view text(std::size_t at) const {
        if (key(at) == transmission::none) return {};
        return texts_[key(at)];
    }
    std::string const& text_of_key(std::uint32_t key) const { return texts_[key]; }

private:
    std::vector<std::uint32_t> keys_;
    std::vector<std::string> texts_;
    std::unordered_map<std::string, std::uint32_t> known_;
};

struct LineList {
    std::string file;
    ListColumns columns;
    std::vector<DateOrder> orders;  ///< by CaseField, as found
    std::vector<std::string> ids;   ///< of each case
    std::unordered_map<std::string, std::uint32_t> by_id;
    std::size_t listed = 0;  ///< cases of the file; those behind are named by links only
    std::vector<transmission::Case> cases;
    std::vector<std::int32_t> diagnosis, exposure_end;  ///< no_day; as long as `listed`, or empty
    std::array<TextColumn, case_field_count> texts;     ///< of the fields that hold text but the first
    std::vector<transmission::Link> links;              ///< of the column `infector`, then of the links file
    std::vector<std::uint32_t> settings;                ///< of each link: key in setting_names, or none
    TextColumn setting_names;
    std::vector<std::string> infectors_unknown;  ///< texts of the column `infector` that are no case of the list
    ListColumns link_columns;                    ///< empty without a links file
};

inline constexpr std::size_t id_bytes_max = 200;

/// `mapping`: the member "cases" of a mapping. 422.350 with file, line, column and remedy: no or a repeated number of a
/// case, what is no date, a day to come, a row longer than its header; 422.351 mapping; 422.352 no column for the number;
/// 422.353 dates that may be d/m/Y or m/d/Y; 422.127 a column twice; 422.129 no row; and what tables/reader.hpp refuses.
Result<LineList> parse_line_list(std::string bytes, std::string const& file, boost::json::object const& mapping, Date today);

/// Adds the links of a file to `list`; cases it names that are not in the list are added without dates. `mapping`: the
/// member "links". The same problems.
Result<void> parse_links(std::string bytes, std::string const& file, boost::json::object const& mapping, LineList& list);

}  // namespace fx::app::cli
