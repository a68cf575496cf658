#include "app/webhooks.hpp"

#include "base/json_writer.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/present.hpp"

#include <chrono>

namespace fx::app {
namespace {

namespace webhook = handles::webhook;

webhooks::Sources sources_of(Program const& program) {
    return {*program.engine, *program.network, program.plans, program.site.county};
}

webhooks::Settings settings_of(Program const& program) {
    return webhooks::Settings::of(*program.catalogue->type(webhook::record_type));
}

void write_instant(JsonWriter& json, std::string_view name, std::optional<Instant> const& at) {
    json.key(name);
    if (at)
        json.string(format(*at));
    else
        json.null();
}

void write_problem(JsonWriter& json, std::optional<Problem> const& problem) {
    json.key("problem");
    if (!problem) {
        json.null();
        return;
    }
    json.begin_object().key("number").string(problem->number()).key("zh").string(problem->zh());
    json.key("en").string(problem->en()).end_object();
}

}  // namespace

Result<void> Webhooks::start() {
    FX_TRY(auto client, http::Client::open(program_.site.webhook_authorities));
    transport_ = std::make_unique<webhooks::HttpTransport>(std::move(client));
    dispatcher_ = std::make_unique<webhooks::Dispatcher>(
        webhooks::Dispatcher::Parts{*program_.store, sources_of(program_), *transport_, program_.clock, program_.random,
                                    settings_of(program_), program_.county(), look_ms_});
    return {};
}

std::unique_ptr<webhooks::Worker> Webhooks::start_worker() {
    return std::make_unique<webhooks::Worker>(*dispatcher_, *transport_, program_.clock);
}

/// Its wait is bounded; only one at a time, so that slow gateways cannot take every thread that answers requests.
Result<Webhooks::Tried> Webhooks::test(records::Record const& of) {
    if (of.state == webhook::states::ended) return Problem(ProblemKind::webhook_ended);
    std::unique_lock const alone(testing_, std::try_to_lock);
    if (!alone.owns_lock()) return Problem(ProblemKind::webhook_test_busy);
    auto const url = get(of.values, webhook::url).value_or("");
    auto const address = http::parse_address(url);
    if (!address) return Problem(ProblemKind::webhook_url_invalid, {std::string(url)}).at("url");
    auto const now = program_.clock.now();
    auto const message = webhooks::test_message(sources_of(program_), make_id(now, program_.random), of.place, now);
    auto const post = webhooks::sealed(message, webhooks::secret_of(*program_.sealer, of.id), now);
    auto const began = std::chrono::steady_clock::now();
    auto const answer = transport_->post(*address, post, settings_of(program_).timeout_ms);
    auto const took = std::chrono::steady_clock::now() - began;
    return Tried{answer.status, std::chrono::duration_cast<std::chrono::milliseconds>(took).count(),
                 attempt_problem(answer.status, webhooks::why_not(answer))};
}

std::optional<Problem> attempt_problem(std::int64_t status, std::string const& error) {
    if (error.empty()) return std::nullopt;
    return Problem(status == 0 ? ProblemKind::webhook_no_answer : ProblemKind::webhook_refused, {error});
}

Result<void> write_webhook(JsonWriter& json, Program const& program, store::Reader& reader, records::Actor const& actor,
                           records::Record const& of, std::optional<std::int64_t> waiting) {
    FX_TRY(auto const stored, webhooks::delivery_of(reader, of.county, of.id));
    auto const delivery = stored.value_or(webhooks::Delivery{});
    json.begin_object().key("webhook");
    records::write_record(json, *program.engine->table(webhook::record_type), of, {&actor, false});
    json.key("area_name").string(program.network->view().divisions().name(of.place));
    json.key("delivery").begin_object().key("waiting");
    if (waiting)
        json.integer(*waiting);
    else
        json.null();
    json.key("delivered").integer(delivery.delivered).key("given_up").integer(delivery.given_up);
    json.key("attempts").integer(delivery.attempts);
    write_instant(json, "next_at", delivery.next_at);
    write_instant(json, "last_at", delivery.last_at);
    write_instant(json, "delivered_at", delivery.delivered_at);
    json.key("last_status").integer(delivery.last_status);
    write_problem(json, attempt_problem(delivery.last_status, delivery.last_error));
    json.end_object().end_object();
    return {};
}

void write_tried(JsonWriter& json, Webhooks::Tried const& tried) {
    json.begin_object().key("delivered").boolean(!tried.problem).key("status").integer(tried.status);
    json.key("answer_ms").integer(tried.took_ms);
    write_problem(json, tried.problem);
    json.end_object();
}

}  // namespace fx::app
