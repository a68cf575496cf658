#include "network/duplicates.hpp"

#include "catalog/handles.hpp"
#include "names/duplicates.hpp"
#include "network/likeness.hpp"
#include "records/place.hpp"

namespace fx::network {

Result<records::Effects> propose_duplicates(store::Reader& reader, records::Engine const& engine, std::int64_t county,
                                            std::set<Id> const& fresh, std::size_t limit, Instant now) {
    namespace person = handles::person;
    auto const& table = *engine.table(person::record_type);
    std::vector<Id> ids;
    std::vector<names::Profile> profiles;
    Result<void> decoded;
    std::vector<Value> const parameters{county, std::string(person::states::active)};
    FX_CHECK(
        reader.each(records::select_all(table.table()) + " WHERE county = $1 AND state = $2", parameters, [&](Row& row) {
            auto const record = table.from_row(row, engine.sealer());
            if (record.has_error()) {
                decoded = record.error();
                return;
            }
            ids.push_back(record->id);
            profiles.push_back(profile_of(*record));
        }));
    FX_CHECK(decoded);
    records::Effects effects;
    for (auto const& found : names::find_duplicates(profiles, names::probable_score)) {
        auto const &first = ids[found.pair.first], &second = ids[found.pair.second];
        if (!fresh.contains(first) && !fresh.contains(second)) continue;
        if (effects.create.size() == limit) break;
        effects.create.push_back(duplicate_proposal(first, second, found.likeness, now));
    }
    return effects;
}

}  // namespace fx::network
