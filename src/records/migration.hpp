#pragma once
/// From the catalogue to SQL: what a new database needs, and what a changed catalogue asks of an old one.

#include "catalog/catalogue.hpp"

#include <string>

namespace fx::records {

enum class Dialect { sqlite, postgres };

/// The migration that leads from the tables of `before` (null = none) to those of `after`: new tables, columns and
/// indexes. A column that is gone stays in the database; its values are history. Proposed by `fangxian catalog migration`,
/// reviewed and committed by people as migrations/NNNN_*.sql.
std::string propose_migration(catalog::Catalogue const* before, catalog::Catalogue const& after, Dialect dialect);

/// The tables of the engine itself and of accounts, the same for every catalogue.
std::string fixed_tables(Dialect dialect);

}  // namespace fx::records
