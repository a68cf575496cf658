#pragma once
/// The columns of a roster file and what people call them.

#include "tables/header.hpp"

#include <vector>

namespace fx::network {

enum RosterColumn : std::size_t {
    village_column, group_column, house_code_column, address_column, house_use_column, name_column, sex_column, birth_date_column,
    id_number_column, phone_column, relation_column, residence_column, employer_column, roster_column_count
};

std::vector<tables::WantedColumn> const& roster_columns();

}  // namespace fx::network
