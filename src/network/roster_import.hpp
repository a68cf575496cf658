#pragma once
/// Rosters from CSV (UTF-8, GB18030) and XLSX, one person a row, Chinese or English headers. A dry run first; every bad
/// row comes back in a file with its reason; nothing is stored before the person says so, and then all of it at once.

#include "network/bulk.hpp"
#include "network/network.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace fx::network {

struct BadRow {
    std::uint32_t number = 0;  ///< as the spreadsheet shows it
    std::string zh, en;
};

/// What an import would do.
struct ImportPlan {
    std::vector<std::pair<std::string, std::string>> columns;  ///< header in the file -> field; "" = ignored
    std::vector<NewZone> zones;
    std::vector<NewHousehold> households;  ///< in place order
    std::size_t good = 0;                  ///< rows
    std::size_t new_households = 0;
    std::vector<BadRow> bad;
    std::filesystem::path bad_rows;  ///< the file with the bad rows; empty when there are none
};

struct ImportInput {
    std::string bytes;             ///< the file
    Place area;                    ///< rows outside are bad: the importer's own place
    std::filesystem::path folder;  ///< where the file of bad rows goes
    std::string name;              ///< of that file, without extension
};

/// Reads and judges everything, stores nothing. A Problem only when the file as a whole is unusable (422.126 header, 413.x
/// limits, 422.85 nothing in it).
Result<ImportPlan> plan_roster(ImportInput input, records::Engine const& engine, Network const& network,
                               store::Reader& reader, Instant now, Random& random);

/// Stores a plan: the zones, then households and persons in one transaction. `command` makes a repeat harmless.
Result<void> store_plan(ImportPlan plan, store::Store& store, records::Engine& engine, records::Actor const& actor,
                        std::int64_t county, Id const& command);

}  // namespace fx::network
