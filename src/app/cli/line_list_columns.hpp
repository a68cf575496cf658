#pragma once
/// Which column of a line list, or of a list of links, holds what: guessed from known names, or said by a mapping.

#include "app/cli/date_column.hpp"
#include "base/result.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <span>
#include <string>
#include <vector>

namespace fx::app::cli {

enum class Holds : unsigned char { text, date };

/// Something a column may hold.
struct ListField {
    std::string_view name;  ///< in a mapping
    Words about;
    Holds holds;
    std::string_view guesses;  ///< known column names, the likeliest first, separated by spaces; in small letters
};

enum CaseField : std::size_t {
    case_id,
    case_onset,
    case_report,
    case_diagnosis,
    case_death,
    case_outcome,
    case_outcome_date,
    case_exposure_start,
    case_exposure_end,
    case_infector,
    case_place,
    case_unit,
    case_family,
    case_cluster,
    case_age,
    case_age_class,
    case_sex,
    case_infected_in,
    case_field_count
};
enum LinkField : std::size_t {
    link_from,
    link_to,
    link_directed,
    link_decided,
    link_likelihood,
    link_setting,
    link_field_count
};

std::span<ListField const> case_fields();
std::span<ListField const> link_fields();

inline constexpr std::size_t no_column = std::string::npos;

struct ListColumns {
    std::vector<std::size_t> at;     ///< by field; no_column
    std::vector<DateOrder> orders;   ///< by field; what the mapping says
    std::vector<std::string> names;  ///< of the header
    std::vector<bool> guessed;       ///< by field
    std::string name(std::size_t field) const { return at[field] == no_column ? std::string() : names[at[field]]; }
    /// Columns that no field takes.
    std::vector<std::string> passed_over() const;
};

/// `mapping`: {"onset": "date_onset", "report": {"column": "reported", "format": "d/m/Y"}, "unit": null}; a field that is
/// null is not looked for, one that is left out is guessed. 422.127 a column twice, 422.351 what the mapping has wrong.
Result<ListColumns> find_columns(std::string const& file, std::vector<std::string> header, std::span<ListField const> fields,
                                 boost::json::object const& mapping);

/// 422.352 for `field` of `file`.
Problem column_missing(std::string const& file, ListField const& field, std::vector<std::string> const& names);

/// What find_columns() reads back to the same columns, whatever is guessed then. `orders`: as found.
boost::json::object mapping_of(ListColumns const& columns, std::span<ListField const> fields,
                               std::span<DateOrder const> orders);

}  // namespace fx::app::cli
