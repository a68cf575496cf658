#pragma once
/// Finding a person or a household by one line: name, pinyin, initials of the pinyin, telephone, identity or other document
/// number, dwelling code. Every look is into an index, whatever the size of the county.

#include "records/engine.hpp"

#include <string>
#include <vector>

namespace fx::network {

/// Longer lines are nobody's name (400.7).
inline constexpr std::size_t find_line_max = 60;

struct Found {
    records::Record record;
    std::string
        by;         ///< the field whose value was typed, or name, name_start, pinyin, pinyin_start, initials, initials_start
    int marks = 0;  ///< characters at the beginning of the name that what was typed stands for; 0 = not found by name
};

struct FoundRecords {
    std::vector<Found> items;  ///< whole matches before beginnings; each record once
    bool more = false;         ///< there are others beyond `limit`
};

/// `type` is person or household; `limit` 1..100. Within the actor's place only: 403.50 without the read permission.
/// Fields that the role may not read are not searched.
Result<FoundRecords> find(records::Engine const& engine, store::Reader& reader, records::Actor const& actor,
                          std::string_view type, std::string_view line, int limit);

}  // namespace fx::network
