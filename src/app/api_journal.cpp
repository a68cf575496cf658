#include "app/api.hpp"
#include "base/text.hpp"

namespace fx::app {

using server::Request;
using server::Response;

/// The newest signed head: what it says cannot be changed later without the signature showing it.
Response journal_head(App& app, Request const& request) {
    auto const year = request.query_integer("year", civil(date_at(app.program.clock.now())).year, 1900, 2199);
    if (year.has_error()) return Response::problem(year.error());
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto& journal = app.program.store->journal();
        FX_TRY(auto const head, journal.head(reader, app.program.county(), int(*year)));
        JsonWriter json;
        json.begin_object();
        write_head_members(json, head);
        return json.key("public_key").string(journal.public_key()).end_object().take();
    });
}

/// Proof that entry `sequence` stands under the newest head: its leaf and the audit path (RFC 6962, 2.1.1).
Response journal_proof(App& app, Request const& request) {
    auto const wanted = request.query_integer("sequence", -1, 0, std::int64_t(1) << 62);
    if (wanted.has_error()) return Response::problem(wanted.error());
    store::Sequence const sequence{*wanted};
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        auto& journal = app.program.store->journal();
        auto const county = app.program.county();
        FX_TRY(auto const head, journal.head(reader, county, sequence.year()));
        FX_TRY(auto const entries, journal.feed(reader, county, store::Sequence{sequence.value - 1}, 1));
        if (sequence.index() >= head.size || entries.empty() || entries.front().sequence != sequence)
            return Problem(ProblemKind::not_found, {std::to_string(sequence.value)}).at("sequence");
        FX_TRY(auto const path, journal.inclusion(reader, county, sequence.year(), sequence.index(), head.size));
        JsonWriter json;
        json.begin_object().key("sequence").integer(sequence.value).key("index").integer(sequence.index());
        json.key("leaf").string(to_hex(entries.front().leaf)).key("path").begin_array();
        for (auto const& hash : path) json.string(to_hex(hash));
        json.end_array().key("head").begin_object();
        write_head_members(json, head);
        return json.end_object().key("public_key").string(journal.public_key()).end_object().take();
    });
}

}  // namespace fx::app
