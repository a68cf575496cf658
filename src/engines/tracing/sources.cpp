#include "engines/tracing/sources.hpp"

#include <tuple>

namespace fx::tracing {
namespace {

Result<void> check_cases(VisitIndex const& visits, MembershipIndex const& memberships, std::span<CaseWindow const> cases,
                         SourceOptions const& options) {
    auto const bad = [](char const* name) {
        return Problem(ProblemKind::invalid_parameter, {name, {"超出范围或重复", "out of range or given twice"}});
    };
    if (visits.persons() != memberships.persons()) return bad("memberships");
    std::vector<PersonIndex> persons;
    for (auto const& each : cases) {
        if (each.person >= visits.persons()) return bad("person");
        if (each.window.until <= each.window.from) return bad("window");
        persons.push_back(each.person);
    }
    std::ranges::sort(persons);
    if (std::ranges::adjacent_find(persons) != persons.end()) return bad("person");
    if (options.within_minutes < 0) return bad("within_minutes");
    if (options.min_minutes < 1) return bad("min_minutes");
    if (options.rows_apart < 0) return bad("rows_apart");
    return {};
}

/// What one case adds to a source.
struct Share {
    std::uint32_t index;
    PersonIndex of_case;
    Minute begin, end;
    std::int64_t minutes;
};

/// `shares` in order of index and case. Keeps what two cases or more share, by rank.
std::vector<Source> add_up(std::span<Share const> shares, std::size_t limit) {
    std::vector<Source> sources;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        auto const& share = shares[i];
        bool const same_source = i > 0 && shares[i - 1].index == share.index;
        if (!same_source) {
            if (!sources.empty() && sources.back().cases < 2) sources.pop_back();
            sources.push_back({share.index, 0, 0, share.begin, share.end});
        }
        auto& source = sources.back();
        if (!same_source || shares[i - 1].of_case != share.of_case) ++source.cases;
        source.minutes += share.minutes;
        source.first = std::min(source.first, share.begin);
        source.last = std::max(source.last, share.end);
    }
    if (!sources.empty() && sources.back().cases < 2) sources.pop_back();
    std::ranges::sort(sources, [](Source const& a, Source const& b) {
        return std::tuple(b.cases, b.minutes, a.index) < std::tuple(a.cases, a.minutes, b.index);
    });
    if (sources.size() > limit) sources.resize(limit);
    return sources;
}

/// Which visits of one place, in order of begin, are near to one of another case.
std::vector<bool> link_visits(std::span<Share const> visits, Minute within) {
    std::vector<bool> linked(visits.size());
    std::vector<std::size_t> near;  // earlier ones that ended no more than `within` ago
    for (std::size_t i = 0; i < visits.size(); ++i) {
        std::erase_if(near, [&](std::size_t k) { return std::int64_t(visits[i].begin) - visits[k].end > within; });
        for (auto const k : near)
            if (visits[k].of_case != visits[i].of_case) linked[i] = linked[k] = true;
        near.push_back(i);
    }
    return linked;
}

}  // namespace

Result<Sources> common_sources(VisitIndex const& visits, MembershipIndex const& memberships,
                               std::span<CaseWindow const> cases, SourceOptions const& options) {
    FX_CHECK(check_cases(visits, memberships, cases, options));
    std::vector<Share> at_places, with_persons;
    ContactSpace space;
    for (auto const& [person, window] : cases) {
        visits.of_person(person, window, [&, of_case = person, cut = window](Visit const& visit) {
            auto const begin = std::max(visit.begin, cut.from), end = std::min(visit.end, cut.until);
            at_places.push_back({visit.place, of_case, begin, end, std::int64_t(end) - begin});
        });
        find_links(visits, memberships, person, window, options.rows_apart, options.min_minutes, space);
        for (auto const& link : space.links)
            with_persons.push_back({link.person, person, link.first, link.last, link.minutes});
    }
    auto const by_case = [](Share const& a, Share const& b) {
        return std::tie(a.index, a.of_case) < std::tie(b.index, b.of_case);
    };
    Sources result;
    std::ranges::sort(with_persons, by_case);
    result.persons = add_up(with_persons, options.limit);
    std::ranges::sort(
        at_places, [](Share const& a, Share const& b) { return std::tie(a.index, a.begin) < std::tie(b.index, b.begin); });
    std::vector<Share> linked;
    for (std::size_t first = 0, last = 0; first < at_places.size(); first = last) {
        while (last < at_places.size() && at_places[last].index == at_places[first].index) ++last;
        auto const linked_flags = link_visits(std::span(at_places).subspan(first, last - first), options.within_minutes);
        for (auto i = first; i < last; ++i)
            if (linked_flags[i - first]) linked.push_back(at_places[i]);
    }
    std::ranges::sort(linked, by_case);
    result.places = add_up(linked, options.limit);
    return result;
}

}  // namespace fx::tracing
