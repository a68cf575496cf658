#include "relay/figures.hpp"

#include <algorithm>
#include <map>

namespace fx::relay {
namespace {

/// Differences of figures, which may fall below zero on the way.
struct Own {
    std::int64_t expected = 0, fulfilled = 0, late = 0;

    void add(coverage::Figures const& figures, int sign) {
        expected += sign * std::int64_t(figures.expected);
        fulfilled += sign * std::int64_t(figures.fulfilled);
        late += sign * std::int64_t(figures.late);
    }
    coverage::Figures figures() const { return {std::uint32_t(expected), std::uint32_t(fulfilled), std::uint32_t(late)}; }
};

bool same_period(PeriodFigures const& a, PeriodFigures const& b) {
    return a.type == b.type && a.area == b.area && a.opens_at == b.opens_at && a.due_at == b.due_at &&
           a.closed_at == b.closed_at;
}

PeriodFigures without_rows(PeriodFigures const& from) {
    return {from.id, from.type, from.area, from.opens_at, from.due_at, from.closed_at, {}};
}

/// Visits the places of both in order, with the figures each has there or null.
template <class Visit>
void side_by_side(std::vector<coverage::PlaceFigures> const& a, std::vector<coverage::PlaceFigures> const& b, Visit visit) {
    auto x = a.begin(), y = b.begin();
    while (x != a.end() || y != b.end()) {
        bool const from_a = y == b.end() || (x != a.end() && x->place <= y->place);
        bool const from_b = x == a.end() || (y != b.end() && y->place <= x->place);
        visit(from_a ? x->place : y->place, from_a ? &x->figures : nullptr, from_b ? &y->figures : nullptr);
        if (from_a) ++x;
        if (from_b) ++y;
    }
}

}  // namespace

PeriodFigures standing(network::Network::View const& view, records::Period const& period) {
    PeriodFigures out{period.id, period.type, period.area, period.opens_at, period.due_at, period.closed_at, {}};
    auto const finest = network::of_everybody(period.type) ? Level::village : Level::township;
    std::vector<coverage::PlaceFigures> nodes;
    view.all(period.id, nodes);
    std::map<Place, Own> own;
    for (auto const& [place, figures] : nodes) {
        if (figures.expected == 0) continue;
        auto const* division = view.divisions().find(place);
        if (division == nullptr || division->level > finest) continue;
        own[place].add(figures, 1);
        if (!division->parent.is_nil()) own[division->parent].add(figures, -1);
    }
    for (auto const& [place, sum] : own)
        if (sum.expected > 0) out.rows.push_back({place, sum.figures()});
    return out;
}

std::optional<PeriodFigures> difference(PeriodFigures const* before, PeriodFigures const& now) {
    if (before == nullptr) return now;
    auto out = without_rows(now);
    side_by_side(before->rows, now.rows, [&](Place place, coverage::Figures const* was, coverage::Figures const* is) {
        auto const figures = is != nullptr ? *is : coverage::Figures{};
        if (was == nullptr || *was != figures) out.rows.push_back({place, figures});
    });
    if (out.rows.empty() && same_period(*before, now)) return std::nullopt;
    return out;
}

void apply(PeriodFigures& into, PeriodFigures const& stated) {
    auto out = without_rows(stated);
    side_by_side(into.rows, stated.rows, [&](Place place, coverage::Figures const* was, coverage::Figures const* is) {
        auto const& figures = is != nullptr ? *is : *was;
        if (figures.expected > 0) out.rows.push_back({place, figures});
    });
    into = std::move(out);
}

}  // namespace fx::relay
