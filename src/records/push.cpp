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

/// Server time when the device states none.
Result<Instant> stated_at(object const& from, Instant now) {
    auto const text = text_member(from, "stated_at");
    if (text.empty()) return now;
    auto parsed = parse_instant(text);
    if (parsed.has_error()) return std::move(parsed).error().at("stated_at");
    return parsed;
}

object const& fields_of(object const& from) {
    static object const none;
    auto const* fields = from.if_contains("fields");
    return fields != nullptr && fields->is_object() ? fields->get_object() : none;
}

PushItem parse_item(Engine const& engine, boost::json::value const& json, Instant now) {
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
    if (object.contains("command")) {
        auto change = parse_change(engine, item.type, item.id, text_member(object, "transition"), object, now);
        if (change.has_error())
            item.command = Problems{change.error()};
        else
            item.command = std::move(*change);
        return item;
    }
    auto const at = stated_at(object, now);
    if (at.has_error()) {
        item.command = Problems{at.error()};
        return item;
    }
    auto prepared = engine.prepare_create(item.type, item.id, *at, fields_of(object), now);
    if (prepared.command)
        item.command = std::move(*prepared.command);
    else
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
                                   object const& body, Instant now) {
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
    FX_TRY(command.stated_at, stated_at(body, now));
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
    std::vector<PushItem> out;
    out.reserve(items.size());
    for (auto const& item : items) out.push_back(parse_item(engine, item, now));
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
