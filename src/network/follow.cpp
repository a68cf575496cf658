#include "network/follow.hpp"

#include "base/log.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::network {
namespace {

Result<void> take(Network& network, records::Engine const& engine, store::Reader& reader, store::Entry const& entry) {
    auto const* table = engine.table(entry.type);
    FX_TRY(auto const row, reader.get(table->table(), table->key(entry.county, entry.record)));
    if (!row) return {};
    FX_TRY(auto const record, table->from_row(*row, engine.sealer()));
    if (entry.type == handles::post::record_type) {
        network.put_post(post_of(record, table->type()));
        return {};
    }
    network.put_zone(record.place, int(get(record.values, handles::zone::number).value_or(0)),
                     std::string(get(record.values, handles::zone::name).value_or("")));
    return {};
}

}  // namespace

void follow(Network& network, records::Engine const& engine, store::Store& store) {
    store.follow([&network, &engine, &store](std::span<store::Entry const> entries) {
        for (auto const& entry : entries) {
            if (entry.type != handles::post::record_type && entry.type != handles::zone::record_type) continue;
            auto const done = store.read([&](store::Reader& reader) { return take(network, engine, reader, entry); });
            if (done.has_error()) log::error("network: cannot follow " + entry.type + ": " + done.error().en());
        }
    });
}

}  // namespace fx::network
