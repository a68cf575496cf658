#pragma once
/// One function per kind; each is defined in the file of its name.

#include "catalog/kind.hpp"

namespace fx::catalog {

Kind const& text_kind();
Kind const& long_text_kind();
Kind const& integer_kind();
Kind const& decimal_kind();
Kind const& temperature_kind();
Kind const& date_kind();
Kind const& instant_kind();
Kind const& code_kind();
Kind const& codes_kind();
Kind const& boolean_kind();
Kind const& division_kind();
Kind const& place_kind();
Kind const& household_kind();
Kind const& person_kind();
Kind const& reference_kind();
Kind const& id_card_kind();
Kind const& credit_code_kind();
Kind const& phone_kind();
Kind const& geo_point_kind();
Kind const& attachment_kind();
Kind const& table_kind();

}  // namespace fx::catalog
