#include "engines/tracing/visit_index.hpp"

namespace fx::tracing {
namespace {

constexpr std::size_t visits_max = UINT32_MAX - 1;
constexpr std::size_t additions_min = 4096, additions_max = 262'144;

template <class T>
std::size_t visit_bytes(std::vector<T> const& values) {
    return values.capacity() * sizeof(T);
}

}  // namespace

Result<VisitIndex> VisitIndex::build(std::uint32_t persons, std::span<PlaceKind const> places,
                                     std::span<Visit const> visits) {
    VisitIndex index;
    index.kinds_.assign(places.begin(), places.end());
    index.person_start_.assign(std::size_t(persons) + 1, 0);
    if (visits.size() > visits_max) return Problem(ProblemKind::invalid_parameter, {"visits", "> 4294967294"});
    for (auto const& visit : visits) FX_CHECK(index.check(visit));
    index.arrange(visits);
    return index;
}

Result<void> VisitIndex::check(Visit const& visit) const {
    if (visit.person >= persons()) return Problem(ProblemKind::invalid_parameter, {"person", std::to_string(visit.person)});
    if (visit.place >= places()) return Problem(ProblemKind::invalid_parameter, {"place", std::to_string(visit.place)});
    if (visit.end <= visit.begin) return Problem(ProblemKind::invalid_parameter, {"end", {"不晚于开始", "not after begin"}});
    return {};
}

void VisitIndex::raise_blocks(PlaceIndex place, std::uint32_t at) {
    auto const end = stays_[at].end;
    auto block = block_start_[place] + (at - place_start_[place]) / block_size;
    latest_[block] = std::max(latest_[block], end);
    for (; block < block_start_[place + 1] && reach_[block] < end; ++block) reach_[block] = end;
}

void VisitIndex::add_persons(std::uint32_t count) {
    person_start_.resize(person_start_.size() + count, person_start_.back());
}

void VisitIndex::add_place(PlaceKind kind) {
    kinds_.push_back(kind);
    place_start_.push_back(place_start_.back());
    block_start_.push_back(block_start_.back());
    if (!row_start_.empty()) row_start_.push_back(no_rows);
}

Result<void> VisitIndex::add(Visit const& visit) {
    FX_CHECK(check(visit));
    if (size() >= visits_max) return Problem(ProblemKind::invalid_parameter, {"visits", "> 4294967294"});
    added_by_person_[visit.person].push_back(visit);
    added_by_place_[visit.place].push_back(visit);
    ++added_;
    if (added_ > std::clamp(stays_.size() / 8, additions_min, additions_max)) fold();
    return {};
}

std::size_t VisitIndex::find(Visit const& visit) const {
    if (visit.place >= places() || visit.end <= visit.begin) return stays_.size();
    auto const last = stays_.begin() + place_start_[visit.place + 1];
    auto stay = std::lower_bound(stays_.begin() + place_start_[visit.place], last, visit.begin,
                                 [](Stay const& a, Minute begin) { return a.begin < begin; });
    for (; stay != last && stay->begin == visit.begin; ++stay) {
        auto const at = std::size_t(stay - stays_.begin());
        if (stay->person == visit.person && stay->end == visit.end && row(visit.place, std::uint32_t(at)) == visit.row)
            return at;
    }
    return stays_.size();
}

bool VisitIndex::remove_added(Visit const& visit) {
    auto const place = added_by_place_.find(visit.place);
    if (place == added_by_place_.end()) return false;
    auto const at_place = std::ranges::find(place->second, visit);
    if (at_place == place->second.end()) return false;
    place->second.erase(at_place);
    auto& of_person = added_by_person_.find(visit.person)->second;
    of_person.erase(std::ranges::find(of_person, visit));
    --added_;
    return true;
}

bool VisitIndex::remove(Visit const& visit) {
    if (remove_added(visit)) return true;
    auto const at = find(visit);
    if (at == stays_.size()) return false;
    stays_[at].end = stays_[at].begin;
    ++removed_;
    return true;
}

bool VisitIndex::close(Visit const& visit, Minute end) {
    if (end <= visit.begin) return false;
    auto const at = find(visit);
    if (at != stays_.size()) {
        stays_[at].end = end;
        raise_blocks(visit.place, std::uint32_t(at));
        return true;
    }
    auto changed = visit;
    changed.end = end;
    return remove_added(visit) && add(changed).has_value();
}

void VisitIndex::fold() {
    if (added_ == 0 && removed_ == 0) return;
    std::vector<Visit> visits;
    visits.reserve(size());
    for (PlaceIndex place = 0; place < places(); ++place)
        for (auto at = place_start_[place]; at < place_start_[place + 1]; ++at)
            if (auto const& stay = stays_[at]; stay.end > stay.begin)
                visits.push_back({stay.person, place, stay.begin, stay.end, row(place, at)});
    for (auto const& [place, added] : added_by_place_) visits.insert(visits.end(), added.begin(), added.end());
    added_by_person_.clear();
    added_by_place_.clear();
    stays_ = {};  // arrange() makes new ones: not both at once
    steps_ = {};
    removed_ = added_ = 0;
    arrange(visits);
}

std::size_t VisitIndex::bytes() const {
    return visit_bytes(kinds_) + visit_bytes(stays_) + visit_bytes(steps_) + visit_bytes(place_start_) +
           visit_bytes(person_start_) + visit_bytes(block_start_) + visit_bytes(latest_) + visit_bytes(reach_) +
           visit_bytes(row_start_) + visit_bytes(rows_);
}

}  // namespace fx::tracing
