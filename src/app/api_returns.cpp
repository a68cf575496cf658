#include "app/api.hpp"
#include "app/file_answer.hpp"
#include "app/return_sheet.hpp"
#include "catalog/describe.hpp"
#include "records/permitted.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

struct AskedReturn {
    catalog::Return const* form = nullptr;
    catalog::ReturnVersion const* version = nullptr;
    returns::Scope scope;
};

/// Which return, for which place and day. Days to come are nobody's.
Result<AskedReturn> asked_return(App& app, Request const& request) {
    AskedReturn asked;
    auto const name = std::string(request.param("name"));
    asked.form = app.program.returns.find(name);
    if (asked.form == nullptr) return Problem(ProblemKind::not_found, {name}).at("name");
    auto const& actor = caller(request).actor;
    if (!asked.form->allows(actor.role))
        return records::not_permitted(*app.program.catalogue, actor.role, asked.form->label);
    FX_TRY(auto const place, place_or_own(request));
    FX_CHECK(in_scope(app, request, place));
    auto const today = date_at(app.program.clock.now());
    auto day = today;
    if (auto const text = text_or(request, "date", ""); !text.empty()) {
        auto const parsed = parse_date(text);
        if (parsed.has_error()) return Problem(parsed.error()).at("date");
        if (*parsed > today) return Problem(ProblemKind::invalid_parameter, {"date", "… " + format(today)}).at("date");
        day = *parsed;
    }
    FX_TRY(asked.version, return_version(*asked.form, day, text_or(request, "version", "")));
    FX_TRY(asked.scope, return_scope(app.program, place, day));
    return asked;
}

Result<returns::Sheet> fill_asked(App& app, AskedReturn const& asked) {
    Result<returns::Sheet> sheet = Problem();
    FX_CHECK(app.program.store->read([&](store::Reader& reader) -> Result<void> {
        sheet = returns::fill(*app.program.engine, reader, *asked.form, *asked.version, asked.scope);
        return {};
    }));
    return sheet;
}

}  // namespace

/// The returns this post may read, and how many forms the villages of its area need not fill in today because of them.
Response returns_list(App& app, Request const& request) {
    auto const& actor = caller(request).actor;
    auto const view = app.program.network->view();
    std::int64_t villages = 0, count = 0;
    for (auto const& division : view.divisions().subtree(actor.place)) villages += division.level == Level::village;
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto const& form : app.program.returns.returns) {
        if (!form.allows(actor.role)) continue;
        ++count;
        json.begin_object().key("name").string(form.name);
        catalog::write_label(json, "label", form.label);
        catalog::write_label(json, "source", form.source);
        json.key("cells").integer(std::int64_t(form.versions.back().cells.size()));
        json.key("versions").begin_array();
        for (auto const& version : form.versions) json.string(format(version.valid_from));
        json.end_array().end_object();
    }
    json.end_array().key("next").null().key("villages").integer(villages).key("forms_not_asked").integer(villages * count);
    return Response::json(json.end_object().take());
}

Response return_sheet(App& app, Request const& request) {
    auto const asked = asked_return(app, request);
    if (asked.has_error()) return Response::problem(asked.error());
    auto const sheet = fill_asked(app, *asked);
    if (sheet.has_error()) return Response::problem(sheet.error());
    JsonWriter json;
    write_sheet(json, app.program, *sheet, asked->scope.place, app.program.clock.now());
    return Response::json(json.take());
}

/// Figures name nobody: no purpose is asked. Where only a few live a figure may still tell of one, so that the roles and the
/// area of the return hold here too.
Response return_download(App& app, Request const& request) {
    auto const asked = asked_return(app, request);
    if (asked.has_error()) return Response::problem(asked.error());
    auto const word = text_or(request, "format", "xlsx");
    auto const format_of = return_file(word);
    if (!format_of)
        return Response::problem(
            Problem(ProblemKind::invalid_parameter, {"format", "xlsx, csv, json, dhis2, adx"}).at("format"));
    auto const units = exchange_units(text_or(request, "units", "own"));
    if (!units)
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"units", "own, children, both"}).at("units"));
    auto const sheet = fill_asked(app, *asked);
    if (sheet.has_error()) return Response::problem(sheet.error());
    TemporaryFolder const folder;
    auto const file = folder.path / ("return" + std::string(ending(*format_of)));
    auto const stamp = caller(request).username + "  " + format(app.program.clock.now()).substr(0, 16);
    auto const written =
        write_return(file, *format_of, {app.program, *sheet, text_or(request, "lang", "zh") != "en", stamp, *units});
    if (written.has_error()) return Response::problem(written.error());
    return file_answer(file, asked->form->name + "_" + format(asked->scope.place) + "_" + format(asked->scope.day));
}

}  // namespace fx::app
