#pragma once
/// What a search found, as JSON for one reader: the answer of GET /api/search and of `fangxian find --json`.

#include "records/engine.hpp"

#include <string>
#include <vector>

namespace fx::app {

struct SearchQuery {
    std::string line;
    std::string type;  ///< person or household; empty = each that the reader may read
    int limit = 20;    ///< 1..100, of each type
};

/// The types that are searched. 400.7 for another type.
Result<std::vector<std::string>> searched_types(records::Engine const& engine, records::Actor const& actor,
                                                std::string const& only);

/// {"groups":[{"type","more","items":[{"found_by","marks","record"}]}]}, identity masked.
Result<std::string> search_json(records::Engine const& engine, store::Reader& reader, records::Actor const& actor,
                                SearchQuery const& query);

}  // namespace fx::app
