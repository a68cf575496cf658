#include "trace/follow_up.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "store/store.hpp"

namespace fx::trace {

namespace contact = handles::contact;

Result<records::Effects> find_lost(store::Reader& reader, std::int64_t county, Instant now,
                                   catalog::LoadedDiseases const& diseases) {
    records::Effects effects;
    auto const today = date_at(now);
    // The last reading, or the day before the observation began where there is none yet.
    FX_CHECK(reader.each(
        "SELECT c.id, e.disease, c.last_contact_at, k.observe_from, (SELECT max(t.date) FROM r_temperature_reading t WHERE "
        "t.county = c.county AND t.person = c.person) FROM r_contact c JOIN r_case_report e ON e.county = c.county AND e.id "
        "= "
        "c.index_case JOIN r_key_person k ON k.county = c.county AND k.person = c.person AND k.state = $3 WHERE c.county = "
        "$1 "
        "AND c.state = $2 AND coalesce(k.readings_per_day, 2) > 0",
        std::vector<Value>{county, std::string(contact::states::under_follow_up),
                           std::string(handles::key_person::states::under_observation)},
        [&](Row& row) {
            auto const* disease = diseases.find(*text_in(row[1]));
            if (disease == nullptr) return;
            auto const& rules = disease->on(date_at(Instant{*integer_in(row[2])}));
            auto const since = std::max(is_null(row[4]) ? 0 : *integer_in(row[4]), *integer_in(row[3]) - 1);
            if (today.days - since <= rules.lost_after_days) return;
            records::RecordUpdate update{std::string(contact::record_type),
                                         std::get<Id>(row[0]),
                                         {},
                                         std::string(contact::states::lost_to_follow_up),
                                         {}};
            update.values.emplace_back(contact::ended_on.index, std::int64_t(today.days));
            effects.update.push_back(std::move(update));
        }));
    return effects;
}

}  // namespace fx::trace
