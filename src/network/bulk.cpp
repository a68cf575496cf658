#include "network/bulk.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "names/id_card.hpp"
#include "names/pinyin.hpp"

#include <algorithm>

namespace fx::network {

namespace {
/// Effects handed to the engine at once: enough to amortise, few enough to keep memory flat.
constexpr std::size_t chunk = 500;
}  // namespace

void complete_person(std::vector<Value>& values, Date today) {
    namespace person = handles::person;
    Draft draft(std::move(values));
    auto const current = [&](auto handle) { return get(draft.values(), handle); };
    if (auto const number = current(person::id_number)) {
        auto const card = names::parse_id_card(*number, today);
        if (card.has_value()) {
            if (!current(person::sex) || current(person::sex) == "9")
                draft.set(person::sex, card->sex == names::Sex::male ? "1" : "2");
            if (!current(person::birth_date)) draft.set(person::birth_date, card->birth_date);
        }
    }
    auto const sound = names::pinyin(current(person::name).value_or("")).full;
    if (!sound.empty()) draft.set(person::name_sound, sound);
    values = draft.take();
}

Result<void> store_zones(store::Store& store, records::Engine& engine, records::Actor const& actor,
                         std::span<NewZone const> zones, std::int64_t county, Id const& command) {
    namespace zone = handles::zone;
    records::Effects effects;
    std::size_t n = 0;
    for (auto const& wanted : zones) {
        Draft draft(zone::fields);
        draft.set(zone::village, wanted.village).set(zone::number, std::int64_t(wanted.number)).set(zone::name, wanted.name);
        draft.set(zone::zone_kind, wanted.urban ? "2" : "1");
        effects.create.push_back(
            {std::string(zone::record_type), records::derived_id(command, zone::record_type, n++), draft.take(), "", true});
    }
    if (effects.create.empty()) return {};
    return store.write([&](store::Tx& tx) -> Result<void> {
        FX_CHECK(engine.run_effects(tx, actor, county, command, std::move(effects)));
        return {};
    });
}

Result<void> store_households(store::Tx& tx, records::Engine& engine, records::Actor const& actor, std::int64_t county,
                              Id const& command, std::vector<NewHousehold> households) {
    for (std::size_t from = 0; from < households.size(); from += chunk) {
        records::Effects effects;
        for (auto i = from; i < std::min(households.size(), from + chunk); ++i) {
            auto& household = households[i];
            if (!household.known)
                effects.create.push_back(
                    {std::string(handles::household::record_type), household.id, std::move(household.values), "", false});
            for (auto& person : household.persons)
                effects.create.push_back(
                    {std::string(handles::person::record_type), person.id, std::move(person.values), "", true});
        }
        FX_CHECK(engine.run_effects(tx, actor, county, command, std::move(effects)));
    }
    return {};
}

}  // namespace fx::network
