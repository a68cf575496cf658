#include "relay/receiver.hpp"

#include "base/text.hpp"
#include "records/place.hpp"

#include <algorithm>

namespace fx::relay {
namespace {

/// The first and the last place that a division's instance may speak of: codes of a prefecture's counties begin with its
/// digits, and so on; what level a code has, its zeros tell.
std::pair<Place, Place> own_places(Place instance) {
    constexpr std::pair<std::int64_t, Level> levels[] = {{10'000'000'000, Level::province},
                                                         {100'000'000, Level::prefecture},
                                                         {1'000'000, Level::county},
                                                         {1'000, Level::township}};
    for (auto const& [zeros, level] : levels)
        if (instance.division_code() % zeros == 0) return {instance, subtree_end(instance, level)};
    return {instance, subtree_end(instance, Level::village)};
}

Result<void> check_places(Statement const& statement) {
    auto const bounds = own_places(statement.instance);
    auto const own = [&bounds](Place place) { return bounds.first <= place && place <= bounds.second; };
    for (std::size_t i = 0; i < statement.periods.size(); ++i) {
        auto const& period = statement.periods[i];
        auto const at = "periods[" + std::to_string(i) + "]";
        if (!own(period.area)) return Problem(ProblemKind::relay_foreign_place, {format(period.area)}).at(at + ".area");
        for (auto const& row : period.rows)
            if (!own(row.place)) return Problem(ProblemKind::relay_foreign_place, {format(row.place)}).at(at + ".figures");
    }
    return {};
}

/// When the figures stood so, by our own clock: the delay since then is a difference of two readings of the sender's clock,
/// and right however wrong that clock is.
Instant known_at(Statement const& statement, Instant sent_at, Instant received_at) {
    return received_at + -std::max<std::int64_t>(0, sent_at - statement.as_of);
}

coverage::Figures moved(coverage::Figures sum, coverage::Figures const& from, coverage::Figures const& to) {
    sum.expected += to.expected - from.expected;  // unsigned, modulo 2^32: exact in the end
    sum.fulfilled += to.fulfilled - from.fulfilled;
    sum.late += to.late - from.late;
    return sum;
}

coverage::Figures figures_from(Row const& row) {
    auto const count = [&](std::size_t i) { return std::uint32_t(std::get<std::int64_t>(row[i])); };
    return {count(3), count(4), count(5)};
}

Result<void> store_period(store::Tx& tx, Place instance, PeriodFigures const& period) {
    auto const county = instance.division_code();
    FX_TRY(auto const before, tx.get(period_table(), {county, period.id}));
    auto sum = before ? held_from(*before).sum : coverage::Figures{};
    std::vector<Row> keys;
    for (auto const& row : period.rows) keys.push_back({county, period.id, row.place.value});
    FX_CHECK(tx.prefetch(figure_table(), keys));
    for (auto const& [place, figures] : period.rows) {
        FX_TRY(auto const row, tx.get(figure_table(), {county, period.id, place.value}));
        sum = moved(sum, row ? figures_from(*row) : coverage::Figures{}, figures);
        if (figures.expected > 0)
            tx.put(figure_table(), {county, period.id, place.value, std::int64_t(figures.expected),
                                    std::int64_t(figures.fulfilled), std::int64_t(figures.late)});
        else if (row)
            tx.erase(figure_table(), {county, period.id, place.value});
    }
    tx.put(period_table(), to_row(instance, {period, sum}));
    return {};
}

Result<void> forget_figures(store::Tx& tx, Place instance) {
    auto const county = instance.division_code();
    FX_TRY(auto const figures, tx.query("SELECT period, place FROM relay_figure WHERE county = $1", {county}));
    for (auto const& row : figures) tx.erase(figure_table(), {county, row[0], row[1]});
    FX_TRY(auto const periods, tx.query("SELECT period FROM relay_period WHERE county = $1", {county}));
    for (auto const& row : periods) tx.erase(period_table(), {county, row[0]});
    return {};
}

}  // namespace

std::string_view name(Standing standing) {
    switch (standing) {
        case Standing::fresh: return "fresh";
        case Standing::stale: return "stale";
        case Standing::silent: return "silent";
    }
    return "";
}

Standing standing_of(Lower const& lower, Instant now, Settings const& settings) {
    if (!lower.received_at || now - *lower.received_at > settings.silent_ms) return Standing::silent;
    return now - *lower.known_at <= settings.fresh_ms ? Standing::fresh : Standing::stale;
}

Result<Receipt> Receiver::receive(Envelope const& envelope) {
    auto const instance = parse_place(envelope.instance);
    if (instance.has_error()) return Problem(ProblemKind::relay_unknown_instance, {"?"});
    std::optional<Lower> lower;
    FX_CHECK(store_.read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(lower, lower_of(reader, *instance));
        return {};
    }));
    if (!lower) return Problem(ProblemKind::relay_unknown_instance, {format(*instance)});
    // Nothing of a body is looked at before it is known whose it is.
    if (!is_genuine(envelope, lower->key)) return Problem(ProblemKind::relay_signature_wrong, {format(*instance)});
    auto const sent_at = parse_instant(envelope.sent_at);
    if (sent_at.has_error()) return Problem(ProblemKind::relay_statement_invalid, {"sent_at", "a time"}).at("sent_at");
    FX_TRY(auto const statement, parse_statement(envelope.body));
    if (statement.instance != *instance)
        return Problem(ProblemKind::relay_foreign_place, {format(statement.instance)}).at("instance");
    FX_CHECK(check_places(statement));
    Receipt receipt;
    FX_CHECK(store_.write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const known, lower_of(tx, *instance));
        if (!known || known->key != lower->key) return Problem(ProblemKind::relay_unknown_instance, {format(*instance)});
        FX_TRY(receipt, take(tx, *known, statement, hash_of(envelope.body), known_at(statement, *sent_at, tx.now())));
        return {};
    }));
    return receipt;
}

Result<Receipt> Receiver::take(store::Tx& tx, Lower lower, Statement const& statement, std::string const& hash,
                               Instant known) {
    if (statement.sequence <= lower.sequence) return Receipt{Receipt::Outcome::repeat, lower.sequence, lower.hash};
    bool const next = statement.sequence == lower.sequence + 1 && statement.previous == lower.hash;
    if (!next && !statement.whole) return Receipt{Receipt::Outcome::gap, lower.sequence, lower.hash};
    if (statement.whole) FX_CHECK(forget_figures(tx, lower.instance));
    for (auto const& period : statement.periods) FX_CHECK(store_period(tx, lower.instance, period));
    lower.sequence = statement.sequence;
    lower.hash = hash;
    lower.as_of = statement.as_of;
    lower.known_at = known;
    lower.received_at = tx.now();
    tx.put(lower_table(), to_row(lower));
    if (told_) tx.on_commit([told = told_, instance = lower.instance] { told(instance); });
    return Receipt{Receipt::Outcome::accepted, statement.sequence, hash};
}

Result<void> register_lower(store::Tx& tx, DivisionTree const& divisions, Place site, Lower lower) {
    if (!store::is_public_key(lower.key)) return Problem(ProblemKind::relay_key_invalid).at("key");
    bool const below = lower.instance != site && divisions.find(lower.instance) != nullptr &&
                       divisions.is_within(lower.instance, site) && lower.instance.group_number() == 0;
    if (!below) return Problem(ProblemKind::relay_not_below, {format(lower.instance), format(site)}).at("place");
    if (lower.name.empty() || utf8_length(lower.name) > 60) return Problem(ProblemKind::missing_member, {"name"}).at("name");
    FX_TRY(auto const known, lower_of(tx, lower.instance));
    if (known && known->key != lower.key)
        return Problem(ProblemKind::relay_registered_already, {format(lower.instance)}).at("place");
    if (known) return {};
    lower.made_at = tx.now();
    tx.put(lower_table(), to_row(lower));
    return {};
}

Result<void> remove_lower(store::Tx& tx, Place instance) {
    FX_TRY(auto const known, lower_of(tx, instance));
    if (!known) return Problem(ProblemKind::not_found, {format(instance)}).at("place");
    FX_CHECK(forget_figures(tx, instance));
    tx.erase(lower_table(), {instance.division_code()});
    return {};
}

Result<std::vector<Overview>> overview(store::Reader& reader, std::string_view type) {
    FX_TRY(auto const lowers, all_lowers(reader));
    FX_TRY(auto const rows,
           reader.query(records::select_all(period_table()) + " WHERE type = $1 ORDER BY county, opens_at DESC, period DESC",
                        {std::string(type)}));
    std::vector<Overview> out;
    auto row = rows.begin();
    for (auto const& lower : lowers) {
        Overview one{lower, {}};
        auto const county = lower.instance.division_code();
        while (row != rows.end() && std::get<std::int64_t>((*row)[0]) < county) ++row;
        for (; row != rows.end() && std::get<std::int64_t>((*row)[0]) == county; ++row) {
            auto const held = held_from(*row);
            bool const better = !one.newest || (one.newest->period.closed_at && !held.period.closed_at);
            if (better) one.newest = held;
        }
        out.push_back(std::move(one));
    }
    return out;
}

Result<std::vector<coverage::PlaceFigures>> figures_below(store::Reader& reader, DivisionTree const& divisions,
                                                          Place instance, Id const& period, Place place) {
    FX_TRY(auto const* top, divisions.require(place));
    FX_TRY(auto const rows,
           reader.query(records::select_all(figure_table()) +
                            " WHERE county = $1 AND period = $2 AND place BETWEEN $3 AND $4 ORDER BY place",
                        {instance.division_code(), period, place.value, subtree_end(place, top->level).value}));
    std::vector<coverage::PlaceFigures> out{{place, {}}};
    for (auto const* child : divisions.children(place)) out.push_back({child->place, {}});
    for (auto const& row : rows) {
        auto const figures = figures_from(row);
        Place const at{std::get<std::int64_t>(row[2])};
        out.front().figures = moved(out.front().figures, {}, figures);
        // The child whose interval begins last before the place, if the place is not the node itself.
        auto const child = std::upper_bound(out.begin() + 1, out.end(), at,
                                            [](Place wanted, auto const& node) { return wanted < node.place; });
        if (at != place && child != out.begin() + 1) (child - 1)->figures = moved((child - 1)->figures, {}, figures);
    }
    return out;
}

}  // namespace fx::relay
