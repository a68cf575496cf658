#include "app/accounts.hpp"
#include "app/api.hpp"
#include "records/access_log.hpp"
#include "records/place.hpp"

namespace fx::app {

using server::Request;
using server::Response;

/// Who looked at whom, or took what away, and why; newest first.
Response access_log(App& app, Request const& request) {
    auto const limit = request.query_integer("limit", 50, 1, 500);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const text = text_or(request, "cursor", "");
    auto const before = text.empty() ? Result<Id>(Id{}) : parse_id(text);
    if (before.has_error()) return Response::problem(Problem(ProblemKind::bad_cursor).at("cursor"));
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto const select = records::select_all(records::access_log_table()) + " WHERE county = $1";
        auto const tail = " ORDER BY id DESC LIMIT " + std::to_string(*limit + 1);
        auto rows = text.empty() ? reader.query(select + tail, {app.program.county()})
                                 : reader.query(select + " AND id < $2" + tail, {app.program.county(), *before});
        if (rows.has_error()) return rows.error();
        bool const more = rows->size() > std::size_t(*limit);
        if (more) rows->pop_back();
        auto const view = app.program.network->view();
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (auto const& row : *rows) {
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
        json.end_array().key("next");
        if (more)
            json.string(format(std::get<Id>(rows->back()[1])));
        else
            json.null();
        return json.end_object().take();
    });
}

}  // namespace fx::app
