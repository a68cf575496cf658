#include "app/accounts.hpp"
#include "app/api.hpp"
#include "records/access_log.hpp"
#include "records/place.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

/// Conditions on the log, joined, with their parameters.
class Asked {
public:
    explicit Asked(std::int64_t county) { sql_ = " WHERE county = " + bind(county); }

    void that(std::string const& column, std::string const& compare, Value value) {
        sql_ += " AND " + column + " " + compare + " " + bind(std::move(value));
    }
    void any_of(std::string const& column, std::vector<Id> const& ids) {
        std::string list;
        for (auto const& id : ids) list += (list.empty() ? "" : ", ") + bind(id);
        sql_ += " AND " + column + " IN (" + list + ")";
    }
    std::string const& sql() const { return sql_; }
    std::span<Value const> values() const { return values_; }

private:
    std::string bind(Value value) {
        values_.push_back(std::move(value));
        return "$" + std::to_string(values_.size());
    }
    std::string sql_;
    std::vector<Value> values_;
};

/// The first id made at or after an instant: ids are in the order of time, so that a day is an interval of the key.
Id first_id(Instant at) {
    Id id;
    for (int i = 0; i < 6; ++i) id.bytes[std::size_t(i)] = std::uint8_t(std::uint64_t(at.ms) >> (40 - 8 * i));
    return id;
}

/// Who goes by this user name, or by this name.
std::vector<Id> people_named(Accounts const& accounts, std::string const& text) {
    std::vector<Id> found;
    for (auto const& account : accounts.all())
        if (account.username == text || account.name == text) found.push_back(account.id);
    return found;
}

Result<void> ask_days(Asked& asked, Request const& request) {
    for (auto const* name : {"from", "to"}) {
        auto const text = text_or(request, name, "");
        if (text.empty()) continue;
        auto const day = parse_date(text);
        if (day.has_error()) return Problem(day.error()).at(name);
        bool const first = name == std::string_view("from");
        asked.that("id", first ? ">=" : "<", first_id(start_of(first ? *day : *day + 1)));
    }
    return {};
}

/// cursor, person (user name or name), action, type, record, from and to (days, both included).
Result<Asked> asked_of(App& app, Request const& request) {
    Asked asked(app.program.county());
    if (auto const text = text_or(request, "cursor", ""); !text.empty()) {
        auto const before = parse_id(text);
        if (before.has_error()) return Problem(ProblemKind::bad_cursor).at("cursor");
        asked.that("id", "<", *before);
    }
    if (auto const person = text_or(request, "person", ""); !person.empty()) {
        auto const people = people_named(app.accounts, person);
        if (people.empty()) return Problem(ProblemKind::not_found, {person}).at("person");
        asked.any_of("user_id", people);
    }
    if (auto const action = text_or(request, "action", ""); !action.empty()) {
        if (action != "unmask" && action != "photo" && action != "export")
            return Problem(ProblemKind::invalid_parameter, {"action", "unmask, photo, export"}).at("action");
        asked.that("action", "=", action);
    }
    if (auto const type = text_or(request, "type", ""); !type.empty()) {
        if (app.program.engine->table(type) == nullptr) return Problem(ProblemKind::unknown_record_type, {type}).at("type");
        asked.that("type", "=", type);
    }
    if (auto const record = text_or(request, "record", ""); !record.empty()) {
        auto const id = parse_id(record);
        if (id.has_error()) return Problem(id.error()).at("record");
        asked.that("record", "=", *id);
    }
    FX_CHECK(ask_days(asked, request));
    return asked;
}

void write_line(JsonWriter& json, App& app, network::Network::View const& view, Row const& row) {
    auto const account = app.accounts.find(std::get<Id>(row[3]));
    auto const* post = view.posts().find(std::get<Id>(row[4]));
    json.begin_object().key("id").string(format(std::get<Id>(row[1])));
    json.key("at").string(format(Instant{*integer_in(row[2])}));
    json.key("username").string(account ? account->username : "").key("name").string(account ? account->name : "");
    json.key("post_name").string(post != nullptr ? post->name : "");
    json.key("action").string(std::get<std::string>(row[5])).key("type").string(std::get<std::string>(row[6]));
    json.key("record");
    if (auto const* record = id_in(row[7]); record != nullptr && !record->is_nil())
        json.string(format(*record));
    else
        json.null();
    json.key("purpose").string(std::get<std::string>(row[8])).end_object();
}

}  // namespace

/// Who looked at whom, or took what away, and why; newest first.
Response access_log(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 50, 1, 500);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const asked = asked_of(app, request);
    if (asked.has_error()) return Response::problem(asked.error());
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto const sql = records::select_all(records::access_log_table()) + asked->sql() + " ORDER BY id DESC LIMIT " +
                         std::to_string(*limit + 1);
        FX_TRY(auto rows, reader.query(sql, asked->values()));
        bool const more = rows.size() > std::size_t(*limit);
        if (more) rows.pop_back();
        auto const view = app.program.network->view();
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (auto const& row : rows) write_line(json, app, view, row);
        write_next(json.end_array(), more ? std::optional(format(std::get<Id>(rows.back()[1]))) : std::nullopt);
        return json.end_object().take();
    });
}

}  // namespace fx::app
