#include "engines/tracing/exposure.hpp"

#include "engines/tracing/person_table.hpp"
#include "engines/tracing/radix_order.hpp"

namespace fx::tracing {
namespace {

constexpr int generations_max = 16;

Problem bad_option(char const* name) {
    return Problem(ProblemKind::invalid_parameter, {name, {"超出范围", "out of range"}});
}

Result<void> check_question(VisitIndex const& visits, MembershipIndex const& memberships, PersonIndex person, Window window,
                            ExposureOptions const& options) {
    if (visits.persons() != memberships.persons()) return bad_option("memberships");
    if (person >= visits.persons()) return bad_option("person");
    if (window.until <= window.from) return bad_option("window");
    if (options.generations < 1 || options.generations > generations_max) return bad_option("generations");
    if (options.min_minutes < 1) return bad_option("min_minutes");
    if (options.rows_apart < 0) return bad_option("rows_apart");
    if (options.latent_minutes < 0) return bad_option("latent_minutes");
    return {};
}

/// Keeps, for each person, the row of the nearest generation through its strongest infector.
class Spread {
public:
    explicit Spread(PersonIndex the_case) {
        Exposed self;
        self.person = the_case;
        rows.push_back(self);
        table_.insert(the_case, 0);
    }
    void expose(PersonIndex infector, std::uint32_t generation, Link const& link) {
        Exposed const row{link.person, generation, infector,   link.place, link.minutes,
                          link.first,  link.last,  link.first, link.reason};
        auto const at = table_.insert(link.person, std::uint32_t(rows.size()));
        if (at == rows.size()) {
            rows.push_back(row);
            return;
        }
        auto& known = rows[at];
        if (known.generation < generation) return;
        auto const since = std::min(known.since, link.first);
        if (link.minutes > known.minutes || (link.minutes == known.minutes && infector < known.through)) known = row;
        known.since = since;
    }
    void prefetch(PersonIndex person) const { table_.prefetch(person); }

    std::vector<Exposed> rows;  // the case first, then generation by generation

private:
    PersonTable table_;
};

/// Appends the rows [first, last) of one generation in order of rank, up to `limit` rows in all.
void rank_generation(std::vector<Exposed> const& rows, std::size_t first, std::size_t last, std::size_t limit,
                     std::vector<Exposed>& to) {
    std::vector<Keyed> order;
    order.reserve(last - first);
    for (auto i = first; i < last; ++i) order.push_back({rows[i].person, std::uint32_t(i)});
    radix_order(order);
    auto const by_minutes = [&](std::uint32_t i) {
        return std::uint32_t(std::min<std::int64_t>(rows[i].minutes, UINT32_MAX));
    };
    std::uint32_t most = 0;
    for (auto const& item : order) most = std::max(most, by_minutes(item.index));
    for (auto& item : order) item.key = most - by_minutes(item.index);
    radix_order(order);
    auto const room = std::min(order.size(), limit - to.size());
    for (std::size_t i = 0; i < room; ++i) to.push_back(rows[order[i].index]);
}

}  // namespace

Result<Exposures> exposed(VisitIndex const& visits, MembershipIndex const& memberships, PersonIndex person, Window window,
                          ExposureOptions const& options) {
    FX_CHECK(check_question(visits, memberships, person, window, options));
    Spread spread(person);
    ContactSpace space;
    Exposures result;
    std::size_t first = 0, last = 1;
    for (std::uint32_t generation = 1; generation <= std::uint32_t(options.generations); ++generation) {
        for (auto i = first; i < last; ++i) {
            auto const infector = spread.rows[i].person;
            auto infectious = window;
            if (i != 0) {
                auto const from = std::int64_t(spread.rows[i].since) + options.latent_minutes;
                if (from >= window.until) continue;
                infectious.from = Minute(from);
            }
            find_links(visits, memberships, infector, infectious, options.rows_apart, options.min_minutes, space);
            for (auto const& link : space.links) spread.prefetch(link.person);
            for (auto const& link : space.links) spread.expose(infector, generation, link);
        }
        first = last;
        last = spread.rows.size();
        result.exposed.push_back(last - first);
        rank_generation(spread.rows, first, last, options.limit, result.rows);
    }
    return result;
}

}  // namespace fx::tracing
