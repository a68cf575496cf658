#include "records/work.hpp"

#include "base/assert.hpp"
#include "records/place.hpp"

#include <sodium.h>

namespace fx::records {
namespace {

/// Effects of effects of effects…: a chain longer than this is a mistake in the hooks.
constexpr int depth_max = 5;

/// The same body, from which and the entry's stated_at the device's own words can be told again.
std::string with_clock_offset(std::string body, std::int64_t offset_ms) {
    auto const member = "\"" + std::string(clock_offset_member) + "\":" + std::to_string(offset_ms);
    return body.insert(1, body == "{}" ? member : member + ",");
}

}  // namespace

Id derived_id(Id const& cause, std::string_view type, std::size_t n) {
    auto const text = format(cause) + "/" + std::string(type) + "/" + std::to_string(n);
    Id id;
    crypto_generichash(id.bytes.data(), id.bytes.size(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                       nullptr, 0);
    std::copy_n(cause.bytes.begin(), 6, id.bytes.begin());
    id.bytes[6] = std::uint8_t((id.bytes[6] & 0x0f) | 0x80);
    id.bytes[8] = std::uint8_t((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

bool living(catalog::RecordType const& type, std::string const& state) {
    return type.states.empty() || state == type.states.front();
}

Engine::Work::Work(Engine& engine, store::Tx& tx, Actor const& actor) : engine_(engine), tx_(tx), actor_(actor) {}

Result<Effects> Engine::Work::judge(Change const& change) {
    Effects all;
    auto const found = engine_.hooks_.find(change.type->name);
    if (found == engine_.hooks_.end()) return all;
    for (auto const& hook : found->second) {
        FX_TRY(auto effects, hook(change, *this));
        all.append(std::move(effects));
    }
    return all;
}

store::Sequence Engine::Work::put(RecordTable const& table, Record& record, std::string const& action, Id const& command,
                                  Instant stated_at, std::string body) {
    store::Entry entry;
    entry.county = record.county;
    entry.type = table.type().name;
    entry.record = record.id;
    entry.version = record.version;
    entry.action = action;
    entry.place = record.place;
    entry.command = command;
    entry.post = actor_.post;
    entry.user = actor_.user;
    entry.stated_at = stated_at;
    entry.previous = record.last_sequence;
    entry.body = clock_offset_ms_ == 0 ? std::move(body) : with_clock_offset(std::move(body), clock_offset_ms_);
    record.last_sequence = tx_.append(std::move(entry));
    tx_.put(table.table(), table.to_row(record, *engine_.parts_.sealer));
    return record.last_sequence;
}

Result<void> Engine::Work::run(Effects effects, std::int64_t county, Id const& cause, Instant stated_at, int depth) {
    FX_ASSERT(depth < depth_max);
    for (auto& new_period : effects.open_periods) {
        new_period.county = county;
        tx_.put(period_table(), to_row(new_period));
        opened_[new_period.id] = new_period;
    }
    for (auto const& id : effects.close_periods) FX_CHECK(set_closed(county, id, true));
    for (auto const& id : effects.reopen_periods) {
        FX_CHECK(set_closed(county, id, false));
        if (auto const* reopened = period(id)) FX_CHECK(follow_subjects(*reopened));
    }
    for (auto const& wanted : effects.move_due) FX_CHECK(move_due(county, wanted));
    FX_CHECK(prefetch(effects.create, county));
    for (auto& wanted : effects.create) FX_CHECK(create_derived(std::move(wanted), cause, stated_at, depth));
    for (auto& wanted : effects.update) FX_CHECK(update_derived(county, std::move(wanted), cause, stated_at, depth));
    for (auto const& wanted : effects.open_for_all) {
        auto const* of = period(wanted.period);
        FX_ASSERT(of != nullptr);
        FX_CHECK(open_all(*of, wanted));
    }
    for (auto const& wanted : effects.open) {
        auto const* of = period(wanted.period);
        FX_ASSERT(of != nullptr);
        FX_CHECK(open(*of, wanted));
        summary.push_back({"obligation", of->type, wanted.subject, wanted.due_at});
    }
    for (auto const& wanted : effects.fulfil) FX_CHECK(fulfil(county, wanted));
    for (auto const& wanted : effects.withdraw) FX_CHECK(withdraw(county, wanted));
    return {};
}

/// Many at once (a roster) would else be looked for one by one, a round trip each on PostgreSQL.
Result<void> Engine::Work::prefetch(std::span<NewRecord const> wanted, std::int64_t county) {
    if (wanted.size() < 2) return {};
    std::map<RecordTable const*, std::vector<Row>> keys;
    for (auto const& one : wanted)
        if (auto const* table = engine_.table(one.type)) keys[table].push_back(table->key(county, one.id));
    for (auto const& [table, of] : keys) FX_CHECK(tx_.prefetch(table->table(), of));
    return {};
}

Result<void> Engine::Work::create_derived(NewRecord wanted, Id const& cause, Instant stated_at, int depth) {
    auto const* table = engine_.table(wanted.type);
    FX_ASSERT(table != nullptr && wanted.values.size() <= table->type().fields.size());
    wanted.values.resize(table->type().fields.size());  // a site's own fields stand after the catalogue's
    FX_TRY(auto const placed, place_of_record(engine_, tx_, actor_, *table, wanted.values));
    Record record;
    record.county = placed.county;
    record.place = placed.place;
    FX_ASSERT(!wanted.id.is_nil());
    record.id = wanted.id;
    record.state = !wanted.state.empty() ? wanted.state : table->type().states.empty() ? "" : table->type().states.front();
    record.values = std::move(wanted.values);
    auto const id = record.id;
    // Made already by the same cause: a record is never written over.
    FX_TRY(auto const present, tx_.get(table->table(), table->key(record.county, id)));
    if (present) return {};
    FX_CHECK(insert(*table, std::move(record), cause, stated_at, depth + 1, wanted.judged));
    summary.push_back({"created", wanted.type, id, {}});
    return {};
}

Result<void> Engine::Work::update_derived(std::int64_t county, RecordUpdate wanted, Id const& cause, Instant stated_at,
                                          int depth) {
    auto const* table = engine_.table(wanted.type);
    FX_ASSERT(table != nullptr);
    FX_TRY(auto const before, record(wanted.type, county, wanted.id));
    if (!before) return Problem(ProblemKind::record_not_found, {format(wanted.id)});
    Record after = *before;
    for (auto& [field, value] : wanted.values) after.values[std::size_t(field)] = std::move(value);
    if (!wanted.state.empty()) after.state = wanted.state;
    if (wanted.place) after.place = *wanted.place;
    FX_CHECK(update(*table, *before, std::move(after), wanted.state.empty() ? "change" : "move:" + wanted.state, cause,
                    stated_at, depth + 1));
    summary.push_back({"updated", wanted.type, wanted.id, {}});
    return {};
}

void Engine::Work::finish() {
    if (events_.empty() && opened_.empty() && closed_.empty()) return;
    tx_.on_commit(
        [&engine = engine_, events = std::move(events_), opened = std::move(opened_), closed = std::move(closed_)] {
            auto* listener = engine.parts_.listener;
            for (auto const& [id, new_period] : opened) {
                engine.periods_[id] = new_period;
                if (listener != nullptr) listener->period_opened(new_period);
            }
            if (listener != nullptr) listener->apply(events);
            for (auto const& [id, old_period] : closed) {
                engine.periods_.erase(id);
                if (listener != nullptr) listener->period_closed(old_period);
            }
        });
}

Result<std::optional<Record>> Engine::Work::record(std::string_view type, std::int64_t county, Id const& id) {
    auto const* table = engine_.table(type);
    FX_ASSERT(table != nullptr);
    return record(*table, county, id);
}

Result<std::optional<Record>> Engine::Work::record(RecordTable const& table, std::int64_t county, Id const& id) {
    FX_TRY(auto const* row, tx_.peek(table.table(), table.key(county, id)));
    if (row == nullptr) return std::optional<Record>();
    FX_TRY(auto record, table.from_row(*row, *engine_.parts_.sealer));
    return std::optional<Record>(std::move(record));
}

Result<std::vector<Record>> Engine::Work::where(std::string_view type, std::int64_t county, std::string_view field,
                                                Value const& value, int limit, std::optional<Range> within) {
    FX_ASSERT(limit >= 1 && limit <= 1000);
    auto const* table = engine_.table(type);
    FX_ASSERT(table != nullptr);
    int const index = table->type().field_index(field);
    FX_ASSERT(index >= 0 && table->column(index) >= 0);
    int const hash = table->hash_column(index);
    auto const& column = table->table().columns[std::size_t(hash >= 0 ? hash : table->column(index))];
    Value const wanted = hash >= 0 ? Value(engine_.parts_.sealer->hash(plain_text(value), field)) : value;
    auto const path = table->index_path(index);
    auto sql = select_all(table->table()) + " WHERE county = $1 AND " + column.name + " = $2" +
               (path.empty() ? "" : " AND " + path);
    std::vector<Value> parameters{county, wanted};
    if (within) {
        auto const ordered = table->column(table->type().field_index(within->field));
        FX_ASSERT(ordered >= 0);
        sql += " AND " + table->table().columns[std::size_t(ordered)].name + " BETWEEN $3 AND $4";
        parameters.insert(parameters.end(), {within->from, within->to});
    }
    FX_TRY(auto const rows, tx_.query(sql + " LIMIT " + std::to_string(limit), parameters));
    std::vector<Record> records;
    for (auto const& row : rows) {
        FX_TRY(auto record, table->from_row(row, *engine_.parts_.sealer));
        records.push_back(std::move(record));
    }
    return records;
}

Result<std::optional<Obligation>> Engine::Work::obligation(std::int64_t county, Id const& of, Id const& subject) {
    FX_TRY(auto const* row, tx_.peek(obligation_table(), {county, of, subject}));
    return row != nullptr ? std::optional<Obligation>(obligation_from(*row)) : std::nullopt;
}

std::vector<Period> Engine::Work::open_periods(std::int64_t county, std::string_view type) {
    std::vector<Period> out;
    auto const add = [&](Period const& p) {
        if (p.county == county && p.type == type && !closed_.contains(p.id)) out.push_back(p);
    };
    for (auto const& [id, known] : known_open())
        if (!opened_.contains(id)) add(known);
    for (auto const& [id, fresh] : opened_) add(fresh);
    return out;
}

/// The periods open before this command: the engine's, and what earlier commands of the same group have opened or closed,
/// which the engine hears of only after the commit.
std::map<Id, Period> const& Engine::Work::known_open() {
    if (known_open_) return *known_open_;
    known_open_.emplace();
    auto const rows = tx_.query(
        "SELECT county, id, type, label, area, opens_at, due_at, closed_at, source, subject_type "
        "FROM obligation_period WHERE closed_at IS NULL",
        {});
    if (rows.has_error()) {  // then the commit fails too
        for (auto const& [id, known] : engine_.periods_) known_open_->emplace(id, known);
        return *known_open_;
    }
    for (auto const& row : *rows) {
        auto known = period_from(row);
        known_open_->emplace(known.id, std::move(known));
    }
    return *known_open_;
}

Place Engine::Work::place_of(std::string_view subject_type, Id const& subject) {
    return engine_.parts_.responsibility->place_of(subject_type, subject).value_or(Place{});
}

bool Engine::Work::covers(Place upper, Place lower) const { return engine_.parts_.responsibility->covers(upper, lower); }

}  // namespace fx::records
