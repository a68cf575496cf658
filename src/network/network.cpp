#include "network/network.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace fx::network {
bool of_everybody(std::string_view obligation) { return obligation == "household_screening"; }

Network::Network(DivisionTree divisions, std::uint64_t secret, std::optional<std::int64_t> shard)
    : secret_(secret), shard_(shard), divisions_(std::move(divisions)) {
    std::vector<coverage::Branch> branches;
    for (auto const& node : divisions_.nodes()) branches.push_back({node.place, node.parent});
    auto const refused = tree_.add(branches);
    FX_ASSERT(refused.empty());
}

bool Network::covers(Place post_place, Place target) const {
    std::shared_lock lock(mutex_);
    return divisions_.is_within(target, post_place);
}

bool Network::exists(Place place) const {
    std::shared_lock lock(mutex_);
    return divisions_.find(place) != nullptr;
}

std::optional<std::int64_t> Network::county_of(Place place) const {
    std::shared_lock lock(mutex_);
    if (shard_) return divisions_.find(place) == nullptr ? std::nullopt : shard_;
    auto const county = divisions_.county_of(place);
    return county.is_nil() ? std::nullopt : std::optional(county.division_code());
}

std::pair<Place, Place> Network::range(Place place) const {
    std::shared_lock lock(mutex_);
    auto const* node = divisions_.find(place);
    return node == nullptr ? std::pair(place, place) : std::pair(place, subtree_end(place, node->level));
}

std::optional<Place> Network::place_of(std::string_view subject_type, Id const& subject) const {
    std::shared_lock lock(mutex_);
    auto const found = populations_.find(subject_type);
    if (found == populations_.end()) return std::nullopt;
    auto const place = found->second->place_of(subject);
    return place.is_nil() ? std::nullopt : std::optional(place);
}

void Network::each(std::string_view subject_type, Place first, Place last, Visit const& visit) const {
    std::shared_lock lock(mutex_);
    auto const found = populations_.find(subject_type);
    if (found == populations_.end()) return;
    auto const& index = found->second->index();
    for (auto const node : tree_.order()) {
        auto const place = tree_.place(node);
        if (place < first || last < place) continue;
        index.each_run(node, [&](coverage::Block begin, coverage::Block end) {
            for (auto slot = begin * coverage::slots_per_block; slot < end * coverage::slots_per_block; ++slot)
                if (auto const& id = index.id(slot); !id.is_nil()) visit(id, place);
            return true;
        });
    }
}

coverage::Population* Network::base_population(std::string_view subject_type) {
    auto& population = populations_[std::string(subject_type)];
    if (!population) population = std::make_unique<coverage::Population>(tree_, secret_);
    return population.get();
}

coverage::Population& Network::population(records::Period const& period) {
    return *base_population(of_everybody(period.type) ? period.subject_type : period.subject_type + ":" + period.type);
}

void Network::track(records::Period const& period) {
    auto& of = population(period);
    auto& series = of.open({period.type, format(period.id)});
    bool const reopened = periods_.contains(period.id);
    auto& tracked = periods_[period.id];
    tracked = {period, &of, &series, !reopened || tracked.complete};
}

void Network::period_opened(records::Period const& period) {
    std::unique_lock lock(mutex_);
    track(period);
}

/// A closed period stays in memory until the next start, so that its figures can still be looked at.
void Network::period_closed(records::Period const& period) {
    std::unique_lock lock(mutex_);
    if (auto const known = periods_.find(period.id); known != periods_.end()) known->second.period = period;
}

void Network::apply(std::vector<records::ObligationEvent> const& events) {
    std::vector<Id> moved;
    {
        std::unique_lock lock(mutex_);
        for (auto const& event : events) apply_one(event, moved);
    }
    if (moved_ && !moved.empty()) moved_(moved);
}

bool Network::may_owe(Id const& period, Id const& subject) const {
    std::shared_lock lock(mutex_);
    auto const known = periods_.find(period);
    if (known == periods_.end()) return true;
    auto const& [of, population, series, complete] = known->second;
    if (!complete || of_everybody(of.type)) return true;
    auto const slot = population->index().find(subject);
    return slot != coverage::no_slot && series->status(slot) != coverage::Status::not_expected;
}

void Network::apply_one(records::ObligationEvent const& event, std::vector<Id>& moved) {
    using What = records::ObligationEvent::What;
    if (event.period.is_nil()) {
        auto* everybody = base_population(event.subject_type);
        auto const prefix = event.subject_type + ":";
        for (auto& [name, population] : populations_) {
            if (population.get() != everybody && !name.starts_with(prefix)) continue;
            if (event.what == What::subject_added && population.get() == everybody)
                (void)population->add(event.subject, event.place);
            if (event.what == What::subject_moved) (void)population->move(event.subject, event.place);
            if (event.what != What::subject_removed || population->remove(event.subject) != coverage::Change::applied)
                continue;
            // Duties of closed periods stay in the store: these series no longer tell all.
            for (auto& [id, tracked] : periods_)
                if (tracked.population == population.get()) tracked.complete = false;
        }
        return;
    }
    auto const known = periods_.find(event.period);
    if (known == periods_.end()) return;
    auto& [period, population, series, complete] = known->second;
    switch (event.what) {
        case What::opened:
            // Known elsewhere: by a duty of the time when they lived there.
            if (population->add(event.subject, event.place) == coverage::Change::known_elsewhere)
                (void)population->move(event.subject, event.place);
            if (series->expect(event.subject) == coverage::Change::unknown_subject) complete = false;
            (void)series->reopen(event.subject);
            break;
        case What::fulfilled: (void)series->fulfil(event.subject, event.late); break;
        case What::reopened:
            (void)series->expect(event.subject);
            (void)series->reopen(event.subject);
            break;
        case What::withdrawn: (void)series->unexpect(event.subject); break;
        default: break;
    }
    if (moved.empty() || moved.back() != event.period) moved.push_back(event.period);
}

void Network::grow(Place village, Place group) {
    std::vector<coverage::Branch> const branch{{group, village}};
    auto const refused = tree_.add(branch);
    FX_ASSERT(refused.empty());
}

void Network::put_zone(Place village, int number, std::string const& name) {
    std::unique_lock lock(mutex_);
    auto const added = divisions_.add_group(village, number, name);
    if (added.has_value()) grow(village, *added);
}

void Network::put_post(Post post) {
    std::unique_lock lock(mutex_);
    posts_.put(std::move(post));
}

Network::View Network::view() const { return View(*this); }

}  // namespace fx::network
