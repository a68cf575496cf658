#include "engines/coverage/population.hpp"

namespace fx::coverage {

Change Population::add(Id const& subject, Place place) {
    auto const target = tree_.find(place);
    if (subject.is_nil()) return Change::unknown_subject;
    if (target == no_node) return Change::unknown_place;
    if (auto const slot = index_.find(subject); slot != no_slot)
        return index_.node(slot) == target ? Change::already : Change::known_elsewhere;
    index_.add(subject, target);
    return Change::applied;
}

Change Population::move(Id const& subject, Place place) {
    auto const from = index_.find(subject);
    auto const target = tree_.find(place);
    if (from == no_slot) return Change::unknown_subject;
    if (target == no_node) return Change::unknown_place;
    auto const to = index_.move(from, target);
    if (to == from) return Change::already;
    for (auto& [key, series] : series_) {
        auto const status = series.status(from);
        (void)series.set(from, Status::not_expected);
        (void)series.set(to, status);
    }
    return Change::applied;
}

Change Population::remove(Id const& subject) {
    auto const slot = index_.find(subject);
    if (slot == no_slot) return Change::unknown_subject;
    for (auto& [key, series] : series_) (void)series.set(slot, Status::not_expected);
    index_.remove(slot);
    return Change::applied;
}

Place Population::place_of(Id const& subject) const {
    auto const slot = index_.find(subject);
    return slot == no_slot ? Place{} : tree_.place(index_.node(slot));
}

Series* Population::find(SeriesKey const& key) {
    auto const at = series_.find(key);
    return at == series_.end() ? nullptr : &at->second;
}

Series const* Population::find(SeriesKey const& key) const {
    auto const at = series_.find(key);
    return at == series_.end() ? nullptr : &at->second;
}

Population::Bytes Population::bytes() const {
    std::size_t sum = 0;
    for (auto const& [key, series] : series_) sum += series.bytes();
    return {index_.bytes(), sum};
}

}  // namespace fx::coverage
