#include "app/federation.hpp"

#include "base/json_writer.hpp"

namespace fx::app {
namespace {

/// A lower instance in the journal: an id that is the same for the same division wherever it is computed.
void journal_lower(Program& program, store::Tx& tx, records::Actor const& by, relay::Lower const& lower,
                   std::string const& action) {
    JsonWriter body;
    body.begin_object().key("place").string(format(lower.instance)).key("name").string(lower.name);
    body.key("public_key").string(lower.key).end_object();
    auto const id = records::period_id(program.county(), "lower_instance", format(lower.instance));
    program.journal(tx, by, "lower_instance", id, action, body.take());
}

}  // namespace

Federation::Federation(Program& program, server::EventHub& events) : program_(program), receiver_(*program.store) {
    receiver_.on_accepted([&events](Place instance) {
        events.publish("relay/" + format(instance), 0, "{\"place\":\"" + format(instance) + "\"}");
    });
}

Result<void> Federation::start() {
    std::optional<relay::Upstream> upstream;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(upstream, relay::upstream_of(reader, program_.county()));
        return {};
    }));
    if (!upstream) return {};
    auto const& settings = program_.site.relaying;
    FX_TRY(auto key, relay::open_key(program_.site.directory, false, program_.random));
    FX_TRY(auto address, relay::parse_address(upstream->url));
    FX_TRY(transport_, relay::HttpTransport::open(std::move(address), settings.authorities, settings.timeout_ms));
    FX_TRY(sender_, relay::Sender::start(
                        {*program_.store, *program_.network, *transport_, program_.clock, program_.random, key, settings},
                        program_.county()));
    return {};
}

std::optional<relay::Progress> Federation::progress() const {
    return sender_ ? std::optional(sender_->progress()) : std::nullopt;
}

std::unique_ptr<relay::Worker> Federation::start_worker() {
    return sender_ ? std::make_unique<relay::Worker>(*sender_, *transport_, program_.clock) : nullptr;
}

Result<void> register_lower(Program& program, store::Tx& tx, records::Actor const& by, relay::Lower lower) {
    FX_TRY(auto const known, relay::lower_of(tx, lower.instance));
    FX_CHECK(relay::register_lower(tx, program.network->view().divisions(), program.site.county, lower));
    if (!known) journal_lower(program, tx, by, lower, "create");
    return {};
}

Result<void> remove_lower(Program& program, store::Tx& tx, records::Actor const& by, Place instance) {
    FX_TRY(auto const known, relay::lower_of(tx, instance));
    FX_CHECK(relay::remove_lower(tx, instance));
    if (known) journal_lower(program, tx, by, *known, "remove");
    return {};
}

}  // namespace fx::app
