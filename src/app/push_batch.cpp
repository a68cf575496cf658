#include "app/push_batch.hpp"

#include "app/answer.hpp"
#include "app/json_body.hpp"
#include "base/json_member.hpp"
#include "records/quarantine.hpp"

#include <boost/json.hpp>

namespace fx::app {

namespace {

std::int64_t integer_member(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

/// A machine names no registered device, or none at all.
BatchSeen seen_of(boost::json::object const& body) {
    auto const device = parse_id(text_member(body, "device"));
    if (device.has_error()) return {};
    return {*device, std::max<std::int64_t>(0, integer_member(body, "sequence")), integer_member(body, "device_offset_ms")};
}

}  // namespace

Result<std::shared_ptr<PushBatch const>> read_batch(Program const& program, std::string_view body) {
    auto batch = std::make_shared<PushBatch>();
    FX_TRY(batch->body, json_object(body, &batch->memory));
    FX_TRY(batch->items, records::parse_push(*program.engine, batch->body, program.clock.now()));
    batch->seen = seen_of(batch->body);
    return std::shared_ptr<PushBatch const>(std::move(batch));
}

Result<std::string> store_batch(Program& program, store::Tx& tx, Caller const& who, PushBatch const& batch) {
    std::optional<std::int64_t> sequence;
    if (!batch.seen.device.is_nil()) {
        FX_TRY(sequence, note_batch(*program.engine, tx, who, program.county(), batch.seen));
    }
    FX_TRY(auto const results, records::push(*program.engine, tx, who.actor, batch.items));
    return results_json(results, sequence);
}

std::string results_json(std::vector<records::PushResult> const& results, std::optional<std::int64_t> device_sequence) {
    JsonWriter json;
    json.reserve(results.size() * 130 + 60);
    json.begin_object();
    if (device_sequence) json.key("device").begin_object().key("sequence").integer(*device_sequence).end_object();
    json.key("results").begin_array();
    for (auto const& result : results) {
        json.begin_object().key("id").string(format(result.id)).key("status").string(result.status);
        json.key("version").integer(result.version).key("sequence").integer(result.sequence.value);
        if (!result.problems.empty()) json.key("problems").raw(records::problems_json(result.problems));
        if (!result.effects.empty()) write_effects(json.key("effects"), result.effects);
        json.end_object();
    }
    return json.end_array().end_object().take();
}

}  // namespace fx::app
