#include "command/measure_records.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::command {
namespace {

namespace order = handles::order;
namespace response = handles::response;
namespace measure = handles::response_measure;

/// "2020-02-03 08:30": what a person reads in an order.
std::string minute(Instant at) {
    auto text = format(at).substr(0, 16);
    text[10] = ' ';
    return text;
}

/// What the posts read: what to do and with what. How long it holds may change; its end is told.
std::string told(catalog::Measure const& of) {
    auto text = of.body.zh;
    if (!of.resources.zh.empty()) text += "\n所需资源：" + of.resources.zh + "。";
    return text + "\n执行到另行通知为止。";
}

Draft order_draft(records::Record const& of, std::string_view subject, std::string_view topic, std::string_view urgency,
                  std::string_view body, std::vector<std::string> const& roles) {
    Draft draft(order::fields);
    draft.set(order::subject, subject).set(order::topic, topic).set(order::urgency, urgency).set(order::body, body);
    draft.set(order::addressees, role_rows(roles, of.place)).set(order::of_response, of.id);
    return draft;
}

}  // namespace

Opened open_measure(records::Record const& of, Opening const& opening, std::vector<std::string> const& reached,
                    Instant now) {
    auto const& plan = *opening.measure;
    auto const measure_id = records::derived_id(of.id, std::string(measure::record_type) + "/" + plan.name, 0);
    auto const order_id = records::derived_id(of.id, std::string(order::record_type) + "/" + plan.name, 0);
    auto draft = order_draft(of, plan.label.zh, plan.topic, plan.urgency, told(plan), reached);
    draft.set(order::of_measure, measure_id);
    draft.set(order::acknowledge_by, now + plan.acknowledge_hours * ms_per_hour);
    if (plan.report_hours > 0) draft.set(order::report_by, now + plan.report_hours * ms_per_hour);
    if (plan.report_hours > 0 && !plan.report_asks.zh.empty()) draft.set(order::report_asks, plan.report_asks.zh);
    if (!plan.legal_basis.zh.empty()) draft.set(order::legal_basis, plan.legal_basis.zh);

    Draft made(measure::fields);
    made.set(measure::area, of.place).set(measure::of_response, of.id).set(measure::issued_order, order_id);
    made.set(measure::plan, get(of.values, response::plan).value_or("")).set(measure::measure, plan.name);
    made.set(measure::subject, plan.label.zh).set(measure::topic, plan.topic).set(measure::body, plan.body.zh);
    made.set(measure::owners, role_rows(plan.owners, std::nullopt));
    if (!plan.resources.zh.empty()) made.set(measure::resources, plan.resources.zh);
    if (!plan.legal_basis.zh.empty()) made.set(measure::legal_basis, plan.legal_basis.zh);
    made.set(measure::starts_at, now).set(measure::ends_at, opening.ends_at);
    return {{std::string(order::record_type), order_id, draft.take(), "", false},
            {std::string(measure::record_type), measure_id, made.take(), "", false}};
}

records::NewRecord notice_of(records::Record const& of, records::Change const& cause,
                             std::vector<records::Record> const& ended, std::vector<std::string> const& reached,
                             std::string_view reason) {
    auto const first = std::string(get(ended.front().values, measure::subject).value_or(""));
    auto const subject = ended.size() == 1 ? "停止执行：" + first : "停止执行 " + std::to_string(ended.size()) + " 项措施";
    std::string body = "以下措施自 " + minute(cause.stated_at) + " 起停止执行：\n";
    for (auto const& one : ended) body += std::string(get(one.values, measure::subject).value_or("")) + "\n";
    if (!reason.empty()) body += "理由：" + std::string(reason);
    auto draft = order_draft(of, subject, codes::order_topic::other, codes::urgency::urgent, body, reached);
    draft.set(order::acknowledge_by, cause.stated_at + cause.setting(response::settings::notice_hours) * ms_per_hour);
    auto const id = records::derived_id(cause.after->id, std::string(order::record_type) + "/notice/" + cause.action, 0);
    return {std::string(order::record_type), id, draft.take(), "", false};
}

records::RecordUpdate end_measure(records::Record const& of, std::string_view state, std::string_view reason, Instant now) {
    records::RecordUpdate update{std::string(measure::record_type), of.id, {}, std::string(state), {}};
    update.values.emplace_back(measure::ended_at.index, Value(now.ms));
    if (!reason.empty()) update.values.emplace_back(measure::end_reason.index, Value(std::string(reason)));
    return update;
}

}  // namespace fx::command
