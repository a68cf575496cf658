#pragma once
/// The columns of a roster file and what people call them.

#include "tables/header.hpp"

#include <string_view>
#include <vector>

namespace fx::network {

enum RosterColumn : std::size_t {
    village_column,
    group_column,
    house_code_column,
    address_column,
    house_use_column,
    name_column,
    sex_column,
    birth_date_column,
    id_number_column,
    phone_column,
    relation_column,
    residence_column,
    employer_column,
    roster_column_count
};

std::vector<tables::WantedColumn> const& roster_columns();

/// The word of the code list relation_to_head for what people write: 母亲 -> 父母. Other words come back as they are.
std::string_view relation_word(std::string_view written);

}  // namespace fx::network
