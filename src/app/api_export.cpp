#include "app/api.hpp"
#include "app/file_answer.hpp"
#include "app/record_sheet.hpp"
#include "base/json_member.hpp"
#include "catalog/predicate_json.hpp"
#include "records/access_log.hpp"
#include "records/permitted.hpp"
#include "records/query.hpp"

#include <boost/json.hpp>

namespace fx::app {

using server::Request;
using server::Response;

namespace {

constexpr std::size_t rows_max = 100'000;

/// {"format","lang","place","state","where","sort","columns":[…],"purpose"}: what the list shows, as a file.
struct Wanted {
    tables::Format format = tables::Format::xlsx;
    bool zh = true;
    std::string purpose;
    std::vector<std::string> columns;
    records::ListQuery query;
};

Result<Wanted> wanted_of(Request const& request, records::RecordTable const& table) {
    FX_TRY(auto const body, body_object(request));
    Wanted wanted;
    auto const form = text_member(body, "format");
    if (!form.empty() && form != "xlsx" && form != "csv")
        return Problem(ProblemKind::invalid_parameter, {"format", "xlsx, csv"}).at("format");
    wanted.format = form == "csv" ? tables::Format::csv : tables::Format::xlsx;
    wanted.zh = text_member(body, "lang") != "en";
    wanted.purpose = text_member(body, "purpose");
    if (!records::is_purpose(wanted.purpose)) return Problem(ProblemKind::purpose_needed).at("purpose");
    if (auto const* columns = body.if_contains("columns"); columns != nullptr && columns->is_array())
        for (auto const& column : columns->get_array())
            if (column.is_string()) wanted.columns.emplace_back(column.get_string());
    auto& query = wanted.query;
    query.place = caller(request).actor.place;
    if (auto const place = text_member(body, "place"); !place.empty()) {
        auto const parsed = parse_place(place);
        if (parsed.has_error()) return Problem(parsed.error()).at("place");
        query.place = *parsed;
    }
    query.state = text_member(body, "state");
    auto const sort = text_member(body, "sort");
    query.descending = sort.starts_with('-');
    if (!sort.empty()) query.sort = query.descending ? sort.substr(1) : sort;
    query.limit = 500;
    if (auto const* where = body.if_contains("where"); where != nullptr && where->is_object()) {
        FX_TRY(query.where, catalog::parse_predicate(*where, table.type().fields));
    }
    return wanted;
}

/// Every page of the list into the file. 413.65 when it is longer than a file may be.
Result<std::size_t> write_rows(App& app, records::Actor const& actor, records::RecordTable const& table, Wanted wanted,
                               SheetView const& view, tables::TableWriter& writer) {
    std::size_t count = 0;
    FX_CHECK(app.program.store->read([&](store::Reader& reader) -> Result<void> {
        for (bool more = true; more;) {
            FX_TRY(auto const page, records::list(*app.program.engine, reader, actor, table, wanted.query));
            count += page.records.size();
            if (count > rows_max) return Problem(ProblemKind::batch_too_large, {std::to_string(rows_max)}).at("where");
            for (auto const& record : page.records) {
                auto const cells = sheet_row(view, record);
                std::vector<std::string_view> const views(cells.begin(), cells.end());
                FX_CHECK(writer.write(views));
            }
            more = page.next.has_value();
            wanted.query.cursor = page.next.value_or("");
        }
        return {};
    }));
    return count;
}

}  // namespace

/// The list as a file for an office. Who took what, how many and why is on record before the file leaves.
Response record_export(App& app, Request const& request) {
    auto const* table = app.program.engine->table(request.param("type"));
    if (table == nullptr)
        return Response::problem(Problem(ProblemKind::unknown_record_type, {request.param("type")}).at("type"));
    auto const& who = caller(request);
    auto const& type = table->type();
    if (!type.allows("export", who.actor.role))
        return Response::problem(records::not_permitted(*app.program.catalogue, who.actor.role, type.label));
    auto const wanted = wanted_of(request, *table);
    if (wanted.has_error()) return Response::problem(wanted.error());
    auto fields = sheet_fields(type, who.actor.role, wanted->columns);
    if (fields.has_error()) return Response::problem(fields.error());

    SheetView const view{app.program, type, who.actor.role, wanted->zh, std::move(*fields)};
    bool const xlsx = wanted->format == tables::Format::xlsx;
    TemporaryFolder const folder;
    auto const file = folder.path / (xlsx ? "export.xlsx" : "export.csv");
    auto const rows = [&]() -> Result<std::size_t> {
        auto const stamp = who.username + "  " + format(app.program.clock.now()).substr(0, 16);
        FX_TRY(auto const writer, tables::open_writer(file, wanted->format, sheet_options(view, stamp)));
        FX_TRY(auto const count, write_rows(app, who.actor, *table, *wanted, view, *writer));
        FX_CHECK(writer->finish());
        FX_CHECK(app.program.store->write([&](store::Tx& tx) {
            return records::log_export(tx, *app.program.engine, who.actor, *table, app.program.county(), count,
                                       wanted->purpose, app.program.random);
        }));
        return count;
    }();
    if (rows.has_error()) return Response::problem(rows.error());
    auto response = file_answer(file, type.name);
    response.headers.emplace_back("X-Row-Count", std::to_string(*rows));
    return response;
}

}  // namespace fx::app
