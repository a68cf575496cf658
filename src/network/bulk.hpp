#pragma once
/// Many households with their persons at once: imports and generated rosters.

#include "records/engine.hpp"

#include <span>
#include <string>
#include <vector>

namespace fx::network {

struct NewZone {
    Place village;
    int number = 0;  ///< 1..999
    std::string name;
    bool urban = false;  ///< a residents' committee's grid rather than a village's group
};

struct NewPerson {
    Id id;
    std::vector<Value> values;  ///< of the type `person`; sex, birth date and sound of name are filled in
};

struct NewHousehold {
    Id id;
    bool known = false;         ///< on the roster already: only its persons are new
    std::vector<Value> values;  ///< of the type `household`
    std::vector<NewPerson> persons;
};

/// Zone records for those that are not in the tree yet. A commit of its own, since what follows stands in them.
Result<void> store_zones(store::Store& store, records::Engine& engine, records::Actor const& actor,
                         std::span<NewZone const> zones, std::int64_t county, Id const& command);

/// Households and persons, judged already (network/roster_import.hpp): the hooks of persons, which look for duplicates
/// one by one, are not run again; those of households are, so that a round under way expects the new ones.
Result<void> store_households(store::Tx& tx, records::Engine& engine, records::Actor const& actor, std::int64_t county,
                              Id const& command, std::vector<NewHousehold> households);

/// Fills what follows from the others: sound of the name; sex and birth date from the identity number.
void complete_person(std::vector<Value>& values, Date today);

}  // namespace fx::network
