#pragma once
/// What a post's role may not do, in words.

#include "catalog/catalogue.hpp"

#include <string>

namespace fx::records {

/// 403.50: posts of this role may not do `what`.
Problem not_permitted(catalog::Catalogue const& catalogue, std::string const& role, Words what);

}  // namespace fx::records
