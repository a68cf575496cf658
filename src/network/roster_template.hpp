#pragma once
/// An empty roster for people to fill in.

#include "catalog/catalogue.hpp"
#include "tables/writer.hpp"

namespace fx::network {

/// The columns roster_import reads, each headed as it is best known, with what to write there in the row beneath; codes and
/// hints are the catalogue's. Handed in as it is, it holds nothing to import.
tables::WriteOptions roster_template(catalog::Catalogue const& catalogue, bool zh);

}  // namespace fx::network
