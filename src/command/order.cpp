#include "command/order.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/saved_query.hpp"
#include "command/timely.hpp"

namespace fx::command {
namespace {

namespace order = handles::order;
namespace receipt = handles::order_receipt;

/// The order that is to be replaced, when it may be.
Result<void> replace(records::Effects& effects, records::Change const& change, records::Lookup& lookup, Id const& old) {
    FX_TRY(auto const before, lookup.record(order::record_type, change.after->county, old));
    if (!before) return Problem(ProblemKind::record_not_found, {format(old)}).at("supersedes");
    if (before->made_by != change.actor->post) return Problem(ProblemKind::order_not_yours_to_judge).at("supersedes");
    if (get(before->values, order::of_measure)) return Problem(ProblemKind::order_of_measure).at("supersedes");
    if (before->state != order::states::issued)
        return Problem(ProblemKind::order_not_in_force, {change.type->state_label(before->state)}).at("supersedes");
    effects.update.push_back({std::string(order::record_type), old, {}, std::string(order::states::superseded), {}});
    return {};
}

Result<void> passed_on(records::Change const& change, records::Lookup& lookup, Id const& of) {
    FX_TRY(auto const above, lookup.record(receipt::record_type, change.after->county, of));
    if (!above || get(above->values, receipt::post) != change.actor->post)
        return Problem(ProblemKind::order_carries_out_other).at("carries_out");
    FX_TRY(auto const parent,
           lookup.record(order::record_type, change.after->county, get(above->values, receipt::of_order).value_or(Id{})));
    if (!parent || parent->state != order::states::issued)
        return Problem(ProblemKind::order_not_in_force, {parent ? change.type->state_label(parent->state) : Words("—", "—")})
            .at("carries_out");
    return {};
}

Result<void> ahead(records::Change const& change, int index) {
    auto const& value = change.after->values[std::size_t(index)];
    auto const& field = change.type->fields[std::size_t(index)];
    if (is_null(value) || *integer_in(value) > change.stated_at.ms) return {};
    return Problem(ProblemKind::order_deadline_past, {field.label}).at(field.name);
}

Result<std::vector<network::Post>> posts_of(records::Change const& change, records::Lookup& lookup,
                                            records::Engine const& engine, network::Network const& network) {
    auto rows = addressee_rows(get(change.after->values, order::addressees).value_or("[]"));
    FX_CHECK(look_up(engine, lookup.committed(), *change.actor, rows));
    return addressees(network.view(), engine.table(receipt::record_type)->type(), *change.actor, rows, date_at(change.now),
                      change.setting(order::settings::addressed_max));
}

Result<records::Effects> issue(records::Change const& change, records::Lookup& lookup, records::Engine const& engine,
                               network::Network const& network) {
    auto const& fresh = *change.after;
    auto const values = std::span<Value const>(fresh.values);
    records::Effects effects;
    if (change.actor->post.is_nil()) return Problem(ProblemKind::order_needs_post);
    FX_CHECK(timely(change));
    for (auto const index : {order::acknowledge_by.index, order::report_by.index, order::verify_by.index})
        FX_CHECK(ahead(change, index));
    if (auto const of = get(values, order::carries_out)) FX_CHECK(passed_on(change, lookup, *of));
    if (auto const old = get(values, order::supersedes)) FX_CHECK(replace(effects, change, lookup, *old));
    FX_TRY(auto const posts, posts_of(change, lookup, engine, network));
    auto const acknowledge_by = get(values, order::acknowledge_by).value_or(Instant{});
    auto const report_by = get(values, order::report_by);
    auto const subject = std::string(get(values, order::subject).value_or(""));
    effects.open_periods.push_back(post_duty(fresh, acknowledgement_duty, subject, change.stated_at, acknowledge_by));
    if (report_by) effects.open_periods.push_back(post_duty(fresh, report_duty, subject, change.stated_at, *report_by));
    if (auto const verify_by = get(values, order::verify_by)) {
        effects.open_periods.push_back(post_duty(fresh, verification_duty, subject, change.stated_at, *verify_by));
        effects.open.push_back({effects.open_periods.back().id, change.actor->post, fresh.place, *verify_by});
    }
    for (auto const& post : posts) tell(effects, fresh, post, {acknowledge_by, report_by});
    effects.set.emplace_back(order::issuer.index, change.actor->post);
    effects.set.emplace_back(order::issued_at.index, change.stated_at.ms);
    effects.set.emplace_back(order::addressed.index, std::int64_t(posts.size()));
    return effects;
}

Result<records::Effects> end(records::Change const& change) {
    bool const by_person = change.action == "move:withdraw" || change.action == "move:close";
    if (by_person && change.actor->post != change.before->made_by) return Problem(ProblemKind::order_not_yours_to_judge);
    records::Effects effects;
    auto const& of = *change.after;
    // It stands and falls with its measure, which would else be in force and nobody's.
    if (by_person && get(of.values, order::of_measure)) return Problem(ProblemKind::order_of_measure);
    effects.close_periods.push_back(duty_period(of.county, acknowledgement_duty, of.id));
    if (get(of.values, order::report_by)) effects.close_periods.push_back(duty_period(of.county, report_duty, of.id));
    if (get(of.values, order::verify_by)) effects.close_periods.push_back(duty_period(of.county, verification_duty, of.id));
    effects.set.emplace_back(order::ended_at.index, change.stated_at.ms);
    return effects;
}

/// Who may take which step, and when it was taken.
Result<records::Effects> on_receipt(records::Change const& change, records::Lookup& lookup,
                                    catalog::RecordType const& order_type) {
    records::Effects effects;
    if (!change.action.starts_with("move:")) return effects;  // made with its order, or moved with its post
    if (change.after->state == receipt::states::lapsed || change.before->state == receipt::states::lapsed)
        return effects;  // follow_posts
    auto const& of = *change.before;
    FX_CHECK(timely(change));
    FX_TRY(auto const above, lookup.record(order::record_type, of.county, get(of.values, receipt::of_order).value_or(Id{})));
    if (!above) return Problem(ProblemKind::record_not_found, {format(of.id)});
    if (above->state != order::states::issued)
        return Problem(ProblemKind::order_not_in_force, {order_type.state_label(above->state)});
    bool const judges = change.action == "move:verify" || change.action == "move:return";
    if (judges && change.actor->post != above->made_by) return Problem(ProblemKind::order_not_yours_to_judge);
    if (!judges && change.actor->post != get(of.values, receipt::post)) return Problem(ProblemKind::order_not_yours_to_do);
    bool const working = change.action == "move:report" || change.action == "move:act";
    if (working && !get(of.values, receipt::report_by)) return Problem(ProblemKind::order_asks_no_report);
    auto const at = [&](auto const& handle, Value value) { effects.set.emplace_back(handle.index, std::move(value)); };
    auto const now = Value(change.stated_at.ms);
    bool const unseen = !get(of.values, receipt::delivered_at);
    if (change.action == "move:deliver" || (change.action == "move:acknowledge" && unseen)) at(receipt::delivered_at, now);
    if (change.action == "move:acknowledge") at(receipt::acknowledged_at, now);
    if (change.action == "move:report") at(receipt::reported_at, now), at(receipt::return_reason, Value());
    if (change.action == "move:verify") at(receipt::verified_at, now);
    if (change.action == "move:return") at(receipt::reported_at, Value()), at(receipt::verified_at, Value());
    return effects;
}

/// Where a post goes, what it has been told goes with it.
Result<records::Effects> on_post(records::Change const& change, records::Lookup& lookup) {
    constexpr int receipts_max = 1000;
    records::Effects effects;
    if (change.before == nullptr || change.before->place == change.after->place) return effects;
    auto const& post = *change.after;
    FX_TRY(auto const receipts, lookup.where(receipt::record_type, post.county, receipt::post.name, post.id, receipts_max));
    for (auto const& one : receipts)
        if (one.state != receipt::states::verified)
            effects.update.push_back({std::string(receipt::record_type),
                                      one.id,
                                      {{receipt::area.index, Value(post.place.value)}},
                                      "",
                                      post.place});
    return effects;
}

Result<records::Effects> on_query(records::Engine const& engine, records::Change const& change) {
    namespace saved = handles::saved_query;
    auto const& values = change.after->values;
    if (change.action == "create" || change.action == "change")
        FX_CHECK(check_query(engine, *change.actor, get(values, saved::of_type).value_or(""),
                             get(values, saved::filter).value_or("")));
    return records::Effects();
}

/// An escalation is settled by the post that was told.
Result<records::Effects> on_escalation(records::Change const& change, records::Lookup& lookup) {
    if (change.action != "move:settle") return records::Effects();
    auto const recipient = get(change.before->values, handles::escalation::recipient).value_or(Id{});
    if (change.actor->post == recipient) return records::Effects();
    FX_TRY(auto const post, lookup.record(handles::post::record_type, change.before->county, recipient));
    auto const name = post ? get(post->values, handles::post::name).value_or("") : "";
    return Problem(ProblemKind::escalation_not_yours, {std::string(name)});
}

}  // namespace

Id receipt_id(Id const& of, Id const& post) {
    return records::derived_id(of, std::string(receipt::record_type) + "/" + format(post), 0);
}

void tell(records::Effects& effects, records::Record const& of, network::Post const& post, Deadlines const& by) {
    Draft draft(receipt::fields);
    draft.set(receipt::of_order, of.id).set(receipt::post, post.id).set(receipt::area, post.place);
    draft.set(receipt::subject, get(of.values, order::subject).value_or(""));
    draft.set(receipt::urgency, get(of.values, order::urgency).value_or("1"));
    draft.set(receipt::acknowledge_by, by.acknowledge);
    if (by.report) draft.set(receipt::report_by, *by.report);
    effects.create.push_back({std::string(receipt::record_type), receipt_id(of.id, post.id), draft.take(), "", false});
    open_duties(effects, of, post, by);
}

void open_duties(records::Effects& effects, records::Record const& of, network::Post const& post, Deadlines const& by) {
    auto const open = [&](std::string_view duty, Instant due) {
        effects.open.push_back({duty_period(of.county, duty, of.id), post.id, post.place, due});
    };
    open(acknowledgement_duty, by.acknowledge);
    if (by.report) open(report_duty, *by.report);
}

Result<records::Effects> close_finished(store::Reader& reader, std::int64_t county) {
    records::Effects effects;
    FX_CHECK(reader.each(
        "SELECT o.id FROM r_order o WHERE o.county = $1 AND o.state = 'issued' AND NOT EXISTS (SELECT 1 FROM "
        "r_order_receipt r WHERE r.county = o.county AND r.of_order = o.id AND r.state <> 'verified' AND r.state <> "
        "'lapsed' "
        "AND NOT (r.report_by IS NULL AND r.state = 'acknowledged')) AND EXISTS (SELECT 1 FROM r_order_receipt r WHERE "
        "r.county = o.county AND r.of_order = o.id AND r.state <> 'lapsed')",
        std::vector<Value>{county}, [&](Row& row) {
            effects.update.push_back(
                {std::string(order::record_type), std::get<Id>(row[0]), {}, std::string(order::states::closed), {}});
        }));
    return effects;
}

void add_hooks(records::Engine& engine, network::Network const& network) {
    auto const& order_type = engine.table(order::record_type)->type();
    engine.add_hook(order::record_type, [&](records::Change const& change, records::Lookup& lookup) {
        return change.before == nullptr ? issue(change, lookup, engine, network) : end(change);
    });
    engine.add_hook(handles::saved_query::record_type,
                    [&](records::Change const& change, records::Lookup&) { return on_query(engine, change); });
    engine.add_hook(receipt::record_type, [&](records::Change const& change, records::Lookup& lookup) {
        return on_receipt(change, lookup, order_type);
    });
    engine.add_hook(handles::escalation::record_type, on_escalation);
    engine.add_hook(handles::post::record_type, on_post);
    engine.add_period(verification_duty, [](records::Record const& record) {
        return std::optional(duty_period(record.county, verification_duty, record.id));
    });
    for (auto const duty : {acknowledgement_duty, report_duty})
        engine.add_period(duty, [duty](records::Record const& record) -> std::optional<Id> {
            auto const of = get(record.values, receipt::of_order);
            return of ? std::optional(duty_period(record.county, duty, *of)) : std::nullopt;
        });
}

}  // namespace fx::command
