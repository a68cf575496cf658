#pragma once
/// Households as a phone holds them: each with its living members, and what each of them owes in the open periods.

#include "app/api.hpp"
#include "base/json_writer.hpp"

#include <map>
#include <vector>

namespace fx::app {

struct FieldTask {
    records::Period const* period;
    records::Obligation obligation;
};

struct Homes {
    std::vector<records::Record> households;
    std::map<Id, std::vector<records::Record>> members;  ///< by household
    std::map<Id, std::vector<FieldTask>> tasks;          ///< by subject: a household or a person
};

std::vector<records::Period> open_periods(App& app);
/// `periods` must outlive the result.
Result<Homes> read_homes(App& app, store::Reader& reader, std::vector<records::Record> households,
                         std::vector<records::Period> const& periods);
/// The members of the open JSON object: id, place, house_code, address, head_name, house_use, phone_masked, persons, tasks.
void write_home(JsonWriter& json, App& app, Homes const& homes, records::Record const& household, Instant now);
/// One field as anybody may see it; empty when it has no value.
std::string masked_value(records::RecordTable const& table, int field, records::Record const& record);

}  // namespace fx::app
