#include "app/devices.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"

#include <sodium.h>

namespace fx::app {
namespace {

namespace device = handles::device;

store::Table const& device_seen_table() {
    using enum store::ColumnType;
    static store::Table const table{
        "device_seen",
        {{"county", integer}, {"device", id}, {"sequence", integer}, {"seen_at", integer}, {"clock_offset_ms", integer}},
        2};
    return table;
}

/// The registration, when there is one and it is this caller's and in use.
Result<bool> registered(records::Engine const& engine, store::Tx& tx, Caller const& caller, std::int64_t county,
                        Id const& id) {
    auto const& table = *engine.table(device::record_type);
    FX_TRY(auto const* row, tx.peek(table.table(), table.key(county, id)));
    if (row == nullptr) return false;
    FX_TRY(auto const record, table.from_row(*row, engine.sealer()));
    if (get(record.values, device::username).value_or("") != caller.username)
        return Problem(ProblemKind::device_of_another).at("device");
    if (record.state == device::states::revoked) return Problem(ProblemKind::device_revoked);
    return true;
}

}  // namespace

Devices::Devices(store::Store& store) {
    store.follow([this](std::span<store::Entry const> entries) { take(entries); });
}

Result<void> Devices::load(store::Reader& reader) {
    FX_TRY(auto const rows,
           reader.query("SELECT id FROM r_device WHERE state = $1", {std::string(device::states::revoked)}));
    std::unique_lock const lock(mutex_);
    for (auto const& row : rows) revoked_.insert(std::get<Id>(row[0]));
    return {};
}

void Devices::take(std::span<store::Entry const> entries) {
    for (auto const& entry : entries) {
        if (entry.type != device::record_type) continue;
        std::unique_lock const lock(mutex_);
        if (entry.action == "move:revoke")
            revoked_.insert(entry.record);
        else if (entry.action == "move:restore")
            revoked_.erase(entry.record);
    }
}

Result<void> Devices::usable(Id const& id) const {
    std::shared_lock const lock(mutex_);
    if (revoked_.contains(id)) return Problem(ProblemKind::device_revoked);
    return {};
}

Result<void> register_device(records::Engine& engine, store::Tx& tx, Caller const& caller, std::int64_t county, Id const& id,
                             std::string const& label) {
    FX_TRY(bool const known, registered(engine, tx, caller, county, id));
    if (known) return {};
    Draft draft(device::fields);
    draft.set(device::username, caller.username);
    // A name that nobody could type into the field is left out: the phone is made known all the same.
    auto const& field = engine.table(device::record_type)->type().fields[std::size_t(device::label.index)];
    auto const name = field.kind->parse_text(label, field);
    if (auto const* text = name.has_value() ? text_in(*name) : nullptr) draft.set(device::label, *text);
    records::Effects effects;
    effects.create.push_back({std::string(device::record_type), id, draft.take(), ""});
    FX_CHECK(engine.run_effects(tx, caller.actor, county, id, std::move(effects)));
    return {};
}

Result<std::optional<std::int64_t>> note_batch(records::Engine const& engine, store::Tx& tx, Caller const& caller,
                                               std::int64_t county, BatchSeen const& batch) {
    FX_TRY(bool const known, registered(engine, tx, caller, county, batch.device));
    if (!known) return std::optional<std::int64_t>();
    FX_TRY(auto const* row, tx.peek(device_seen_table(), {county, batch.device}));
    auto const before = row != nullptr ? std::get<std::int64_t>((*row)[2]) : 0;
    auto const greatest = std::max(before, batch.sequence);
    tx.put(device_seen_table(), {county, batch.device, greatest, tx.now().ms, batch.clock_offset_ms});
    return std::optional(greatest);
}

Result<std::vector<std::optional<DeviceSeen>>> last_seen(store::Reader& reader, std::span<records::Record const> devices) {
    std::vector<Row> keys;
    for (auto const& one : devices) keys.push_back({one.county, one.id});
    FX_TRY(auto const rows, reader.get_many(device_seen_table(), keys));
    std::vector<std::optional<DeviceSeen>> seen(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i]) seen[i] = DeviceSeen{{*integer_in((*rows[i])[3])}, *integer_in((*rows[i])[4])};
    return seen;
}

std::string storage_key(records::Sealer const& sealer, Id const& id, Id const& account) {
    auto const key = sealer.secret_for("device storage/" + format(id) + "/" + format(account));
    std::string text(sodium_base64_ENCODED_LEN(key.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), key.data(), key.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the closing zero
    return text;
}

}  // namespace fx::app
