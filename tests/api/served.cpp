#include "served.hpp"

#include "base/json_member.hpp"
#include "server/auth/cookie.hpp"

#include <algorithm>

namespace fx::api {
namespace {

json::object first_problem(json::object const& body) {
    if (auto const* one = body.if_contains("problem"); one != nullptr && one->is_object()) return one->get_object();
    auto const* many = body.if_contains("problems");
    if (many == nullptr || !many->is_array() || many->get_array().empty()) return {};
    return many->at(0).as_object();
}

/// U+4E00 to U+9FFF begin with E4 to E9 in UTF-8.
bool holds_chinese(std::string const& text) {
    return std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) >= 0xe4 && static_cast<unsigned char>(c) <= 0xe9; });
}

bool explained(json::object const& problem) {
    auto const english = text_member(problem, "en");
    return problem.contains("field") && !text_member(problem, "number").empty() && !text_member(problem, "zh").empty() &&
           !english.empty() && !holds_chinese(english);
}

app::ServeOptions test_options() {
    app::ServeOptions options;
    options.port = 0;
    options.live_ms = 5;
    options.webhook_ms = 20;
    options.password_cost = {1, 1U << 20};
    options.limits.sweep_ms = 20;
    options.limits.heartbeat_ms = 100;
    return options;
}

}  // namespace

json::value Answer::value() const {
    boost::system::error_code error;
    auto parsed = json::parse(body, error);
    return error ? json::value() : parsed;
}

json::object Answer::object() const {
    auto const parsed = value();
    return parsed.is_object() ? parsed.get_object() : json::object();
}

std::string Answer::problem() const { return text_member(first_problem(object()), "number"); }
std::string Answer::problem_field() const { return text_member(first_problem(object()), "field"); }

bool Answer::explains_itself() const {
    auto const body_object = object();
    if (auto const* many = body_object.if_contains("problems"); many != nullptr && many->is_array())
        for (auto const& problem : many->get_array())
            if (!explained(problem.as_object())) return false;
    return explained(first_problem(body_object));
}

Caller Caller::signed_in(std::uint16_t port, std::string cookie, std::string csrf) {
    Caller caller(port);
    caller.fields_ = "Cookie: " + std::string(server::session_cookie_name(false)) + "=" + cookie + "\r\n";
    if (!csrf.empty()) caller.fields_ += "X-CSRF-Token: " + csrf + "\r\n";
    return caller;
}

Caller Caller::machine(std::uint16_t port, std::string token) {
    Caller caller(port);
    caller.fields_ = "Authorization: Bearer " + token + "\r\n";
    return caller;
}

Caller Caller::with(std::string const& field) const {
    auto other = *this;
    other.fields_ += field + "\r\n";
    return other;
}

Answer Caller::ask(std::string const& method, std::string const& path, std::string const& body) const {
    server::testkit::Client client(port_);
    auto text = method + " " + path + " HTTP/1.1\r\nHost: t\r\n" + fields_;
    if (method != "GET" && method != "HEAD") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    client.send(text + "\r\n" + (method == "GET" ? "" : body));
    auto const reply = client.receive(method == "HEAD");
    return {reply.status, reply.body, reply.head};
}

ServedCounty::ServedCounty() {
    service_ = app::Service::start(county.program(), test_options()).value();
    thread_ = std::thread([this] { service_->run(); });
}

ServedCounty::~ServedCounty() {
    service_->stop();
    thread_.join();
}

Caller ServedCounty::as(std::string const& name) {
    auto const& actor = county.actor(name);
    auto const token = accounts().sessions.open(format(actor.user), format(actor.post));
    set_password(name, "kept-" + name + "-secret");
    return Caller::signed_in(port(), token, server::csrf_token(token));
}

Caller ServedCounty::machine_of(std::string const& name, std::int64_t days) {
    auto const& actor = county.actor(name);
    auto const fresh = server::make_api_token(county.program().random);
    auto const now = county.clock().now();
    app::ApiToken const token{fresh.id, actor.user, actor.post, "test", fresh.hash, now, now + days * ms_per_day, {}};
    county.program().store->write([&](store::Tx& tx) { return accounts().put_token(tx, actor, token); }).value();
    return Caller::machine(port(), fresh.text);
}

void ServedCounty::set_password(std::string const& name, std::string const& password, bool must_change) {
    auto const& actor = county.actor(name);
    auto const hash = server::hash_password(password, accounts().cost).value();
    county.program()
        .store->write([&](store::Tx& tx) { return accounts().set_password(tx, actor, actor.user, hash, must_change); })
        .value();
}

store::Rows ServedCounty::rows(std::string const& sql) {
    store::Rows out;
    county.program()
        .store
        ->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(out, reader.query(sql, {}));
            return {};
        })
        .value();
    return out;
}

std::int64_t ServedCounty::count(std::string const& table) {
    return std::get<std::int64_t>(rows("SELECT COUNT(*) FROM " + table).at(0).at(0));
}

std::string ServedCounty::creation(Id const& id, std::string const& fields, std::string const& more) {
    return "{\"id\":\"" + format(id) + "\"" + more + ",\"fields\":" + fields + "}";
}

std::string ServedCounty::change(std::int64_t base, std::string const& fields) {
    return "{\"command\":\"" + format(county.fresh_id()) + "\",\"base_version\":" + std::to_string(base) +
           ",\"fields\":" + fields + "}";
}

std::string ServedCounty::household_fields(Place zone, std::string const& more) const {
    return "{\"zone\":\"" + format(zone) + "\",\"house_code\":\"9-9\",\"house_use\":\"1\",\"head_name\":\"赵敏\"" + more +
           "}";
}

std::string ServedCounty::person_fields(Id const& household, std::string const& more) const {
    return "{\"household\":\"" + format(household) + "\",\"name\":\"赵敏\",\"sex\":\"2\",\"residence_type\":\"1\"" + more +
           "}";
}

std::string text(json::value const& value) { return json::value_to<std::string>(value); }

std::string encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (unsigned char const c : text) {
        if (std::isalnum(c) != 0)
            out += char(c);
        else
            out += {'%', digits[c >> 4], digits[c & 15]};
    }
    return out;
}

}  // namespace fx::api
