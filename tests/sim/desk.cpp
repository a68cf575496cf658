#include "simulation.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::sim {

Item Simulation::desk_item(std::string type, Id const& id, std::int64_t base, std::string transition) {
    Item item;
    item.type = std::move(type);
    item.id = id;
    item.command = site_.county().fresh_id();
    item.base = base;
    item.transition = std::move(transition);
    item.stated_at = site_.now();
    return item;
}

/// The desk has a good line and a right clock.
void Simulation::order(std::string const& who, Item item) {
    boost::json::object batch;
    batch["device"] = "desk";
    batch["items"] = boost::json::array{item.json()};
    (void)deliver(who, site_.county().actor(who), boost::json::serialize(batch), {item});
}

void Simulation::desk() {
    switch (dice_.below(6)) {
        case 0: return new_round();
        case 1: return move_round();
        case 2:
        case 3: return move_household();
        case 4: return release();
        default: break;
    }
    for (auto const& record : site_.county().records("household"))
        if (record.state == "closed" && chance(dice_, 50))
            return order("township", desk_item("household", record.id, record.version, "reopen"));
}

void Simulation::new_round() {
    if (rounds_.size() >= 4) return;
    static std::vector<Place> const areas{story::county, story::county, story::township, story::east};
    Item item;
    item.type = "screening_round";
    item.id = site_.county().fresh_id();
    item.stated_at = site_.now();
    item.fields = {{"name", "第" + std::to_string(rounds_.size() + 1) + "轮"},
                   {"area", format(any(dice_, areas))},
                   {"rule", "1"},
                   {"opens_at", format(site_.now() + -std::int64_t(dice_.below(2)) * ms_per_day)},
                   {"due_at", format(site_.now() + std::int64_t(4 + dice_.below(48)) * ms_per_hour)}};
    order("officer", item);
    rounds_.push_back(item.id);
    if (!chance(dice_, 90)) return;  // stays a draft until somebody opens it
    order("officer", desk_item("screening_round", item.id, 1, "open"));
}

void Simulation::move_round() {
    if (rounds_.empty()) return;
    auto const round = site_.county().record("screening_round", any(dice_, rounds_));
    auto const move = round.state == "draft" ? "open" : round.state == "open" ? "close" : "reopen";
    order("cdc", desk_item("screening_round", round.id, round.version, move));
}

void Simulation::move_household() {
    auto const households = site_.county().records("household");
    auto const& record = any(dice_, households);
    auto item = desk_item("household", record.id, record.version);
    item.fields["zone"] = format((chance(dice_, 60) ? story::east : story::west).group(1 + int(dice_.below(2))));
    order("township", item);
}

void Simulation::release() {
    namespace key = handles::key_person;
    for (auto const& record : site_.county().records("key_person")) {
        if (record.state != "under_observation" || chance(dice_, 50)) continue;
        auto item = desk_item("key_person", record.id, record.version, "release");
        item.fields = {{"outcome", "1"}, {"outcome_on", format(*get(record.values, key::observe_until))}};
        return order("cdc", item);
    }
}

}  // namespace fx::sim
