#pragma once
/// What catalogc writes at build time from the catalogue.

#include "catalog/catalogue.hpp"

#include <string>
#include <vector>

namespace fx::catalogc {

/// C++ source that defines catalog::embedded_sources().
std::string embedded(std::vector<catalog::Source> const& sources);
/// C++ header of typed handles: fx::handles::<type>::<field>, fx::codes::<list>::<code>.
std::string handles(catalog::Catalogue const& catalogue);
/// TypeScript types of the records and unions of the codes.
std::string typescript(catalog::Catalogue const& catalogue);
/// The catalogue's problem texts for forms that check before they send.
std::string problems();

}  // namespace fx::catalogc
