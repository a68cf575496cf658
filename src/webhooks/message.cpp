#include "webhooks/message.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/query.hpp"

#include <sodium.h>

#include <array>

namespace fx::webhooks {
namespace {

namespace order = handles::order;
namespace escalation = handles::escalation;
namespace response = handles::response;
namespace situation = handles::situation_report;

struct Event {
    std::string_view code, type, action;
};
constexpr std::array<Event, 4> events{{{"order_issued", order::record_type, "create"},
                                       {"escalation_raised", escalation::record_type, "create"},
                                       {"response_declared", response::record_type, "create"},
                                       {"situation_issued", situation::record_type, "move:issue"}}};

/// "02-03 08:30"
std::string short_time(std::optional<Instant> at) {
    auto const text = format(at.value_or(Instant{}));
    return text.substr(5, 5) + " " + text.substr(11, 5);
}

class Speaker {
public:
    Speaker(Sources const& of, records::RecordTable const& table, std::vector<Value> const& values)
        : of_(of), type_(table.type()), values_(values) {}

    Words words(std::string_view event, std::string const& place_name) const {
        auto const said = event == events[0].code   ? of_order()
                          : event == events[1].code ? of_escalation()
                          : event == events[2].code ? of_response()
                                                    : of_situation();
        return {"【" + place_name + "】" + said.zh + "。请登录防线查看。",
                "[" + place_name + "] " + said.en + ". See Fangxian for more."};
    }

private:
    /// The label of a code.
    template <class Handle>
    Words label(Handle handle) const {
        auto const code = get(values_, handle);
        auto const* codes = type_.fields[std::size_t(handle.index)].codes;
        auto const* found = code && codes != nullptr ? codes->find(*code) : nullptr;
        return found == nullptr ? Words("未知", "unknown") : Words(found->label.zh, found->label.en);
    }
    Words of_order() const {
        auto const topic = label(order::topic), urgency = label(order::urgency);
        auto const posts = std::to_string(get(values_, order::addressed).value_or(0));
        auto const by = short_time(get(values_, order::acknowledge_by));
        return {"新指令（" + topic.zh + "，" + urgency.zh + "），发给 " + posts + " 个岗位，" + by + " 前签收",
                "New order (" + topic.en + ", " + urgency.en + ") to " + posts + " posts, to be acknowledged by " + by};
    }
    Words of_escalation() const {
        Words duty("义务", "duty");
        for (auto const* type : of_.engine.catalogue().types())
            for (auto const& rule : type->obligations)
                if (rule.name == get(values_, escalation::duty)) duty = Words(rule.label.zh, rule.label.en);
        auto const missing = std::to_string(get(values_, escalation::missing).value_or(0));
        return {"逾期上报：" + duty.zh + "，逾期 " + missing + " 项", "Overdue: " + duty.en + ", " + missing + " missing"};
    }
    Words of_response() const {
        auto const* plan = of_.plans.find(std::string(get(values_, response::plan).value_or("")));
        auto const name = plan == nullptr ? Words() : Words(plan->label.zh, plan->label.en);
        auto const level = label(response::level);
        auto const end = short_time(get(values_, response::ends_at));
        return {"宣布响应：" + name.zh + "，" + level.zh + "，至 " + end,
                "Response declared: " + name.en + ", " + level.en + ", until " + end};
    }
    Words of_situation() const {
        auto const day = format(get(values_, situation::day).value_or(Date{}));
        return {day + " 情况报告已签发", "The situation report of " + day + " is issued"};
    }

    Sources const& of_;
    catalog::RecordType const& type_;
    std::vector<Value> const& values_;
};

std::int64_t posts_of(std::string_view event, std::vector<Value> const& values) {
    if (event == events[0].code) return get(values, order::addressed).value_or(0);
    return event == events[1].code ? 1 : 0;
}

std::string link_of(std::string_view event, store::Entry const& entry) {
    auto const id = format(entry.record);
    if (event == events[0].code) return "/#/orders/" + id;
    if (event == events[3].code) return "/#/situation/" + id;
    return "/#/records/" + entry.type + "/" + id;
}

std::string name_of(Sources const& of, Place place) { return std::string(of.network.view().divisions().name(place)); }

}  // namespace

std::string to_json(Message const& message) {
    JsonWriter json;
    json.begin_object().key("id").string(format(message.id)).key("event").string(message.event);
    json.key("at").string(format(message.at)).key("site").string(format(message.site));
    json.key("place").string(format(message.place)).key("place_name").string(message.place_name);
    json.key("text").begin_object().key("zh").string(message.text.zh).key("en").string(message.text.en).end_object();
    json.key("link").string(message.link).key("posts").integer(message.posts).end_object();
    return json.take();
}

std::string signature(std::string_view secret, std::string_view timestamp, std::string_view body) {
    auto const bytes = [](std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); };
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(secret), secret.size());
    for (auto const part : {timestamp, std::string_view("."), body})
        crypto_auth_hmacsha256_update(&state, bytes(part), part.size());
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> out{};
    crypto_auth_hmacsha256_final(&state, out.data());
    return "sha256=" + to_hex(out);
}

http::Post sealed(Message const& message, std::string_view secret, Instant now) {
    auto body = to_json(message);
    auto const timestamp = std::to_string(now.ms / ms_per_second);
    auto signed_as = signature(secret, timestamp, body);
    return {{{"Content-Type", "application/json"},
             {"User-Agent", "Fangxian"},
             {"Fangxian-Event", message.event},
             {"Fangxian-Delivery", format(message.id)},
             {"Fangxian-Timestamp", timestamp},
             {"Fangxian-Signature", std::move(signed_as)}},
            std::move(body)};
}

std::string secret_of(records::Sealer const& sealer, Id const& webhook) {
    auto const secret = sealer.secret_for("webhook/" + format(webhook));
    return to_hex(secret);
}

std::string_view event_of(store::Entry const& entry) {
    for (auto const& event : events)
        if (entry.type == event.type && entry.action == event.action) return event.code;
    return {};
}

Result<std::optional<Message>> message_of(Sources const& of, store::Reader& reader, store::Entry const& entry,
                                          Id const& webhook) {
    auto const event = event_of(entry);
    auto const& table = *of.engine.table(entry.type);
    std::vector<Value> values(table.type().fields.size());
    if (event == events[3].code) {  // its entry holds what issuing has changed only; its day never changes
        FX_TRY(auto const report, records::stored(of.engine, reader, table, entry.county, entry.record));
        if (!report) return std::optional<Message>();
        values = report->values;
    } else {
        if (entry.body.empty()) return std::optional<Message>();
        FX_CHECK(table.apply_body(entry.record, entry.body, values, of.engine.sealer()));
    }
    Message message;
    message.id = records::derived_id(webhook, "delivery", std::size_t(entry.sequence.value));
    message.event = event;
    message.at = entry.at;
    message.site = of.site;
    message.place = entry.place;
    message.place_name = name_of(of, entry.place);
    message.text = Speaker(of, table, values).words(event, message.place_name);
    message.link = link_of(event, entry);
    message.posts = posts_of(event, values);
    return std::optional(std::move(message));
}

Message test_message(Sources const& of, Id id, Place place, Instant now) {
    Message message;
    message.id = id;
    message.event = test_event;
    message.at = now;
    message.site = of.site;
    message.place = place;
    message.place_name = name_of(of, place);
    message.text = {"【" + message.place_name + "】这是防线的测试消息，无需处理。",
                    "[" + message.place_name + "] A test message of Fangxian; nothing is to be done."};
    message.link = "/#/home";
    return message;
}

}  // namespace fx::webhooks
