#include "phone.hpp"

#include "base/json_member.hpp"

#include <algorithm>

namespace fx::sim {

Phone::Phone(std::string worker_name, records::Actor of, std::uint64_t seed)
    : worker(std::move(worker_name)), actor(std::move(of)), dice_(seed) {}

bool Phone::waits(Id const& record) const {
    return std::any_of(memory.outbox.begin(), memory.outbox.end(), [&](auto const& item) { return item.id == record; });
}

std::pair<Id const, Copy>* Phone::any_household() {
    if (memory.households.empty()) return nullptr;
    return &*std::next(memory.households.begin(), std::ptrdiff_t(dice_.below(memory.households.size())));
}

Item Phone::blank(Instant server, std::string type) {
    Item item;
    item.type = std::move(type);
    item.id = fresh_id(server);
    item.stated_at = clock(server);
    // A phone that has not heard the server since its clock went wrong knows nothing of it.
    if (std::abs(ahead) >= 2 * ms_per_minute && chance(dice_, 70)) item.offset = ahead;
    if (!reused_.empty() && reused_.back().type == item.type) {
        item.id = reused_.back().id;
        reused_.pop_back();
    }
    return item;
}

void Phone::add(Item item) {
    static std::vector<std::string> const ways{"type", "id", "time", "member"};
    if (chance(dice_, 3)) item.spoiled = any(dice_, ways);
    memory.outbox.push_back(std::move(item));
}

void Phone::enter(Instant server, std::vector<Id> const& rounds) {
    auto const what = dice_.below(100);
    if (what < 45) return enter_screening(server, rounds);
    if (what < 60) return enter_reading(server);
    if (what < 66) return enter_registration(server);
    if (what < 71) return enter_household(server, rounds);
    if (what < 84) return edit_household(server);
    if (what < 96) return correct(server);
    end_something(server);
}

void Phone::enter_screening(Instant server, std::vector<Id> const& rounds) {
    auto const* home = any_household();
    if (home == nullptr || rounds.empty()) return;
    auto item = blank(server, "household_screening");
    std::vector<Id> persons;
    for (auto const& [id, version] : home->second.persons) persons.push_back(id);
    auto const visited_at = clock(server) + -std::int64_t(dice_.below(30)) * ms_per_minute;
    // Mostly the round that runs now, sometimes an older one.
    auto const& round = chance(dice_, 80) ? rounds.back() : any(dice_, rounds);
    item.fields = screening(dice_, round, home->first, visited_at, persons);
    add(std::move(item));
}

void Phone::enter_reading(Instant server) {
    auto const* home = any_household();
    if (home == nullptr || home->second.persons.empty()) return;
    auto item = blank(server, "temperature_reading");
    auto const person = std::next(home->second.persons.begin(), std::ptrdiff_t(dice_.below(home->second.persons.size())));
    item.fields = reading(dice_, person->first, clock(server));
    add(std::move(item));
}

void Phone::enter_registration(Instant server) {
    auto const* home = any_household();
    if (home == nullptr) return;
    auto item = blank(server, "returnee_registration");
    bool const listed = chance(dice_, 60) && !home->second.persons.empty();
    auto const person = listed ? home->second.persons.rbegin()->first : Id{};  // the newest: a stranger met lately
    auto const household = listed || chance(dice_, 70) ? home->first : Id{};
    item.fields = registration(dice_, person, household, home->second.place, clock(server));
    add(std::move(item));
}

void Phone::enter_household(Instant server, std::vector<Id> const& rounds) {
    if (actor.place.group_number() == 0) return;
    auto item = blank(server, "household");
    item.fields = new_household(dice_, actor.place);
    auto const id = item.id;
    add(std::move(item));
    if (rounds.empty() || chance(dice_, 50)) return;
    auto visit = blank(server, "household_screening");
    visit.fields = screening(dice_, rounds.back(), id, clock(server), {});
    add(std::move(visit));
}

void Phone::edit_household(Instant server) {
    auto const* home = any_household();
    if (home == nullptr || waits(home->first)) return;
    auto item = blank(server, "household");
    item.id = home->first;
    item.command = fresh_id(server);
    item.base = home->second.version;
    item.fields = household_edit(dice_);
    add(std::move(item));
}

void Phone::correct(Instant server) {
    if (memory.settled.empty()) return;
    auto const& own = any(dice_, memory.settled);
    if (waits(own.id)) return;
    auto item = blank(server, own.type);
    item.id = own.id;
    item.command = fresh_id(server);
    item.base = own.version;
    if (own.type == "household_screening") {
        item.fields = screening_correction(dice_);
    } else if (own.type == "temperature_reading") {
        if (chance(dice_, 50))
            item.fields["slot"] = chance(dice_, 50) ? "1" : "2";
        else
            item.fields["temperature_c"] = 36.4;
    } else {
        return;
    }
    add(std::move(item));
}

/// Somebody moves away, or an empty dwelling is closed.
void Phone::end_something(Instant server) {
    auto const* home = any_household();
    if (home == nullptr) return;
    auto item = blank(server, "household");
    item.command = fresh_id(server);
    if (home->second.persons.empty() || chance(dice_, 20)) {
        item.id = home->first;
        item.base = home->second.version;
        item.transition = "close";
    } else {
        item.type = "person";
        item.id = home->second.persons.begin()->first;
        item.base = home->second.persons.begin()->second;
        item.transition = "leave";
    }
    if (!waits(item.id)) memory.outbox.push_back(std::move(item));
}

std::vector<Item> Phone::next_batch() {
    auto const size = std::min<std::size_t>(memory.outbox.size(), 1 + dice_.below(12));
    std::vector<Item> items(memory.outbox.begin(), memory.outbox.begin() + std::ptrdiff_t(size));
    if (items.size() > 1 && chance(dice_, 15))
        for (std::size_t i = items.size() - 1; i > 0; --i) std::swap(items[i], items[dice_.below(i + 1)]);
    if (!items.empty() && chance(dice_, 10)) items.push_back(any(dice_, items));
    return items;
}

std::string Phone::batch_text(std::vector<Item> const& items) {
    boost::json::object batch;
    batch["device"] = worker;
    batch["sequence"] = ++memory.sequence;
    auto& list = batch["items"].emplace_array();
    for (auto const& item : items) list.push_back(item.json());
    return boost::json::serialize(batch);
}

void Phone::settle(std::vector<Item> const& items, boost::json::array const& results) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto const& result = results.at(i).as_object();
        auto const status = text_member(result, "status");
        auto const same = [&](auto const& item) { return item.id == items[i].id && item.command == items[i].command; };
        std::erase_if(memory.outbox, same);
        if (status == "quarantined" || status == "conflict") continue;
        auto const version = result.at("version").as_int64();
        if (items[i].type == "household") {
            if (auto const known = memory.households.find(items[i].id); known != memory.households.end())
                known->second.version = std::max(known->second.version, version);
            continue;
        }
        auto const known = std::find_if(memory.settled.begin(), memory.settled.end(),
                                        [&](auto const& settled) { return settled.id == items[i].id; });
        if (known == memory.settled.end())
            memory.settled.push_back({items[i].type, items[i].id, version});
        else
            known->version = std::max(known->version, version);
    }
}

void Phone::restore() {
    if (!backup) return;
    for (auto const& settled : memory.settled) {
        bool const known = std::any_of(backup->settled.begin(), backup->settled.end(),
                                       [&](auto const& old) { return old.id == settled.id; });
        if (!known && chance(dice_, 30)) reused_.push_back(settled);
    }
    memory = *backup;
}

void Phone::lose() {
    memory = {};
    backup.reset();
    reused_.clear();
    ahead = 0;
}

}  // namespace fx::sim
