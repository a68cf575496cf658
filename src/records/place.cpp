#include "records/place.hpp"

#include "base/assert.hpp"

namespace fx::records {
namespace {

/// The county in which the actor's records without a place of their own are kept.
Result<Placed> at(Engine const& engine, Place place, std::string const& field) {
    auto const county = engine.responsibility().county_of(place);
    if (!county || !engine.responsibility().exists(place))
        return Problem(ProblemKind::unknown_place, {format(place)}).at(field);
    return Placed{place, *county};
}

/// A referred record's place: from memory for subjects, else (just created, or not a subject) from the store.
Result<std::optional<Place>> referred_place(Engine const& engine, store::Tx& tx, std::string const& type, Id const& id,
                                            std::int64_t county) {
    if (auto const known = engine.responsibility().place_of(type, id)) return known;
    auto const* table = engine.table(type);
    if (table == nullptr || county == 0) return std::optional<Place>();
    FX_TRY(auto const* row, tx.peek(table->table(), table->key(county, id)));
    if (row == nullptr) return std::optional<Place>();
    return std::optional<Place>(Place{std::get<std::int64_t>((*row)[2])});
}

Problem no_such(catalog::Field const& field) {
    return Problem(ProblemKind::reference_not_found, {field.label}).at(field.name);
}

}  // namespace

std::string select_all(store::Table const& table) {
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < table.columns.size(); ++i) sql += (i > 0 ? ", " : "") + table.columns[i].name;
    return sql + " FROM " + table.name;
}

Result<Placed> place_of_record(Engine const& engine, store::Tx& tx, Actor const& actor, RecordTable const& table,
                               std::span<Value const> values) {
    auto const& rule = table.type().place;
    if (rule.from == catalog::PlaceRule::From::post) return at(engine, actor.place, "");
    int const index = table.type().field_index(rule.field);
    FX_ASSERT(index >= 0);
    auto const& field = table.type().fields[std::size_t(index)];
    auto const& value = values[std::size_t(index)];
    if (rule.from == catalog::PlaceRule::From::field) {
        if (is_null(value)) return at(engine, actor.place, field.name);
        return at(engine, Place{std::get<std::int64_t>(value)}, field.name);
    }
    auto const* id = id_in(value);
    if (id == nullptr) return at(engine, actor.place, field.name);
    auto const home = engine.responsibility().county_of(actor.place);
    FX_TRY(auto const place, referred_place(engine, tx, field.refers_to, *id, home.value_or(0)));
    if (!place) return no_such(field);
    return at(engine, *place, field.name);
}

std::vector<Problem> missing_references(Engine const& engine, store::Tx& tx, RecordTable const& table,
                                        std::span<Value const> values, std::int64_t county, std::span<int const> which) {
    std::vector<Problem> problems;
    auto const look = [&](std::size_t i) {
        auto const& field = table.type().fields[i];
        auto const* id = id_in(values[i]);
        if (id == nullptr || engine.table(field.refers_to) == nullptr) return;  // accounts and files are the app's to check
        auto const place = referred_place(engine, tx, field.refers_to, *id, county);
        if (place.has_error())
            problems.push_back(place.error());
        else if (!*place)
            problems.push_back(no_such(field));
    };
    if (which.empty())
        for (std::size_t i = 0; i < values.size(); ++i) look(i);
    else
        for (int const i : which) look(std::size_t(i));
    return problems;
}

}  // namespace fx::records
