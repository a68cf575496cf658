#include "records/push.hpp"

#include "base/assert.hpp"
#include "base/json_member.hpp"

#include <boost/json.hpp>

namespace fx::records {
namespace {

using boost::json::object;
using Problems = std::vector<Problem>;

Problem missing(std::string_view name) {
    return Problem(ProblemKind::missing_member, {std::string(name)}).at(std::string(name));
}

/// As `from` says it; `otherwise` when it says nothing. 400.7 beyond a century, so that times stay within their range.
Result<std::int64_t> clock_offset(object const& from, std::int64_t otherwise) {
    auto const* value = from.if_contains("device_offset_ms");
    if (value == nullptr || value->is_null()) return otherwise;
    constexpr std::int64_t century_ms = 36'525 * ms_per_day;
    auto const* offset = value->if_int64();
    if (offset == nullptr || *offset < -century_ms || *offset > century_ms)
        return Problem(ProblemKind::invalid_parameter,
                       {boost::json::serialize(*value).substr(0, 40), "ms, at most a century"})
            .at("device_offset_ms");
    return *offset;
}

struct Stated {
    Instant at;                        ///< by the server's clock
    std::int64_t clock_offset_ms = 0;  ///< the device's clock minus the server's; 0 within what is tolerated
};

/// Server time when the device states none. A device that says how far its clock is off, with the item or with the batch,
/// is judged by the time that it was.
Result<Stated> stated(object const& from, Instant now, std::int64_t batch_offset_ms) {
    auto const text = text_member(from, "stated_at");
    if (text.empty()) return Stated{now};
    auto parsed = parse_instant(text);
    if (parsed.has_error()) return std::move(parsed).error().at("stated_at");
    FX_TRY(auto const offset, clock_offset(from, batch_offset_ms));
    if (std::abs(offset) < clock_offset_tolerated_ms) return Stated{*parsed};
    return Stated{*parsed + -offset, offset};
}

object const& fields_of(object const& from) {
    static object const none;
    auto const* fields = from.if_contains("fields");
    return fields != nullptr && fields->is_object() ? fields->get_object() : none;
}

PushItem parse_item(Engine const& engine, boost::json::value const& json, Instant now, std::int64_t offset_ms) {
    PushItem item;
    item.json = &json;
    if (!json.is_object()) {
        item.command = Problems{Problem(ProblemKind::malformed_json, {"items[]"})};
        return item;
    }
    auto const& object = json.get_object();
    item.type = text_member(object, "type");
    auto const id = parse_id(text_member(object, "id"));
    if (id.has_error()) {
        item.command = Problems{missing("id")};
        return item;
    }
    item.id = *id;
    if (auto const mends = parse_id(text_member(object, "mends")); mends.has_value()) item.mends = *mends;
    if (object.contains("command")) {
        auto change = parse_change(engine, item.type, item.id, text_member(object, "transition"), object, now, offset_ms);
        if (change.has_error())
            item.command = Problems{change.error()};
        else
            item.command = std::move(*change);
        return item;
    }
    auto const act = stated(object, now, offset_ms);
    if (act.has_error()) {
        item.command = Problems{act.error()};
        return item;
    }
    auto prepared = engine.prepare_create(item.type, item.id, act->at, fields_of(object), now);
    if (prepared.command) {
        prepared.command->clock_offset_ms = act->clock_offset_ms;
        item.command = std::move(*prepared.command);
    } else
        item.command = std::move(prepared.problems);
    return item;
}

std::string status_of(Receipt::Outcome outcome) {
    switch (outcome) {
        case Receipt::Outcome::created: return "created";
        case Receipt::Outcome::changed: return "changed";
        case Receipt::Outcome::merged: return "merged";
        case Receipt::Outcome::repeat: return "repeat";
    }
    FX_ASSERT(false);
    return {};
}

}  // namespace

Result<ChangeCommand> parse_change(Engine const& engine, std::string const& type, Id const& id, std::string transition,
                                   object const& body, Instant now, std::int64_t offset_ms) {
    ChangeCommand command;
    command.table = engine.table(type);
    if (command.table == nullptr) return Problem(ProblemKind::unknown_record_type, {type}).at("type");
    command.id = id;
    command.transition = std::move(transition);
    auto const own = parse_id(text_member(body, "command"));
    if (own.has_error()) return missing("command");
    command.command = *own;
    auto const* base = body.if_contains("base_version");
    if (base == nullptr || !base->is_int64()) return missing("base_version");
    command.base_version = base->get_int64();
    FX_TRY(auto const act, stated(body, now, offset_ms));
    command.stated_at = act.at;
    command.clock_offset_ms = act.clock_offset_ms;
    auto const* fields = body.if_contains("fields");
    bool const needed = command.transition.empty();  // a move may change nothing else
    if (fields == nullptr ? needed : !fields->is_object()) return missing("fields");
    command.fields = fields_of(body);
    return command;
}

Result<std::vector<PushItem>> parse_push(Engine const& engine, object const& body, Instant now) {
    auto const* list = body.if_contains("items");
    if (list == nullptr || !list->is_array()) return missing("items");
    auto const& items = list->get_array();
    if (items.size() > push_items_max)
        return Problem(ProblemKind::batch_too_large, {std::to_string(push_items_max)}).at("items");
    FX_TRY(auto const offset_ms, clock_offset(body, 0));
    std::vector<PushItem> out;
    out.reserve(items.size());
    for (auto const& item : items) out.push_back(parse_item(engine, item, now, offset_ms));
    return out;
}

Result<std::vector<PushResult>> push(Engine& engine, store::Tx& tx, Actor const& actor, std::vector<PushItem> const& items) {
    auto const county = engine.responsibility().county_of(actor.place);
    if (!county) return Problem(ProblemKind::unknown_place, {format(actor.place)});
    std::vector<PreparedCreate const*> creates;
    for (auto const& item : items)
        if (auto const* create = std::get_if<PreparedCreate>(&item.command)) creates.push_back(create);
    FX_CHECK(engine.prefetch(tx, creates));

    std::vector<PushResult> results;
    results.reserve(items.size());
    for (auto const& item : items) {
        Outcome outcome;
        if (auto const* problems = std::get_if<Problems>(&item.command))
            outcome.problems = *problems;
        else {
            auto const done = tx.attempt([&]() -> Result<void> {
                auto const* create = std::get_if<PreparedCreate>(&item.command);
                outcome = create ? engine.create(tx, actor, *create)
                                 : engine.change(tx, actor, std::get<ChangeCommand>(item.command));
                if (!outcome.ok()) return outcome.problems.front();
                return {};
            });
            // A broken database is the batch's problem; a refused item its own.
            if (done.has_error() && done.error().status() >= 500) return done.error();
        }
        if (outcome.ok()) {
            if (!item.mends.is_nil()) FX_CHECK(settle_mended(tx, actor, *county, {item.mends, item.id}));
            auto& receipt = *outcome.receipt;
            results.push_back(
                {item.id, status_of(receipt.outcome), receipt.version, receipt.sequence, {}, std::move(receipt.effects)});
            continue;
        }
        FX_CHECK(keep(tx, actor, *county, item.type, item.id, boost::json::serialize(*item.json), outcome, engine.sealer()));
        results.push_back(
            {item.id, is_conflict(outcome) ? "conflict" : "quarantined", 0, {}, std::move(outcome.problems), {}});
    }
    return results;
}

}  // namespace fx::records
