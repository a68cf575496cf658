#include "app/api.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/query.hpp"
#include "watch/recheck.hpp"

namespace fx::app {

using server::Request;
using server::Response;

namespace {

namespace recheck = handles::recheck;

std::int64_t integer(boost::json::object const& from, std::string_view name, std::int64_t fallback) {
    auto const* value = from.if_contains(name);
    if (value == nullptr) return fallback;
    return value->is_int64() ? value->get_int64() : -1;  // no number asked for here may be negative
}

/// Households of the round reported as done, in the order of their ids: the list a seed draws from is the same every time.
Result<std::vector<watch::Done>> done_in(store::Reader& reader, std::int64_t county, Id const& round, Place first,
                                         Place last) {
    FX_TRY(auto const rows,
           reader.query(
               "SELECT subject, fulfilled_by, place FROM obligation WHERE county = $1 AND period = $2 AND state IN (1, 2) "
               "AND place BETWEEN $3 AND $4 ORDER BY subject",
               {county, round, first.value, last.value}));
    std::vector<watch::Done> done;
    for (auto const& row : rows)
        if (auto const* screening = id_in(row[1]))
            done.push_back({std::get<Id>(row[0]), *screening, {std::get<std::int64_t>(row[2])}});
    return done;
}

}  // namespace

void draw_rechecks(App& app, Request request, server::Responder to) {
    auto const body = body_object(request);
    auto const round = id_param(request, "id");
    if (body.has_error()) return to.respond(Response::problem(body.error()));
    if (round.has_error()) return to.respond(Response::problem(round.error()));
    auto const actor = caller(request).actor;
    auto const size = integer(*body, "size", 50), seed = integer(*body, "seed", 1), hours = integer(*body, "due_hours", 48);
    if (size < 1 || size > 5000)
        return to.respond(Response::problem(Problem(ProblemKind::invalid_parameter, {"size", "1…5000"}).at("size")));
    if (seed < 0) return to.respond(Response::problem(Problem(ProblemKind::invalid_parameter, {"seed", "0…"}).at("seed")));
    if (hours < 1 || hours > 720)
        return to.respond(
            Response::problem(Problem(ProblemKind::invalid_parameter, {"due_hours", "1…720"}).at("due_hours")));
    auto const* text = body->if_contains("command");
    auto const command =
        text != nullptr && text->is_string() ? parse_id(std::string_view(text->get_string())) : Result<Id>(Problem());
    if (command.has_error())
        return to.respond(Response::problem(Problem(ProblemKind::missing_member, {"command"}).at("command")));
    write(*app.program.store, std::move(to),
          [&app, actor, round = *round, size, seed, hours, command = *command](store::Tx& tx) -> Result<Response> {
              auto const county = app.program.county();
              // The same command again draws nothing: its first record is there.
              auto const* table = app.program.engine->table(recheck::record_type);
              FX_TRY(auto const known,
                     tx.get(table->table(), table->key(county, records::derived_id(command, recheck::record_type, 0))));
              if (known) return Response::json("{\"drawn\":0,\"repeat\":true}");
              auto const* rounds = app.program.engine->table(handles::screening_round::record_type);
              FX_TRY(auto const of, tx.get(rounds->table(), rounds->key(county, round)));
              if (!of) return Problem(ProblemKind::record_not_found, {format(round)}).at("id");
              auto const [first, last] = app.program.network->range(actor.place);
              FX_TRY(auto const done, done_in(tx, county, round, first, last));
              if (done.size() < std::size_t(size))
                  return Problem(ProblemKind::sample_too_large, {std::to_string(done.size()), std::to_string(size)})
                      .at("size");
              SeededRandom random{std::uint64_t(seed)};
              auto const sample = watch::draw(done, std::size_t(size), random);
              auto effects = watch::recheck_effects(sample, round, command, std::uint64_t(seed), tx.now(),
                                                    tx.now() + hours * ms_per_hour);
              FX_CHECK(app.program.engine->run_effects(tx, actor, county, command, std::move(effects)));
              return Response::json("{\"drawn\":" + std::to_string(sample.size()) + "}", 201);
          });
}

Response true_coverage(App& app, Request const& request) {
    auto const round = id_param(request, "id");
    if (round.has_error()) return Response::problem(round.error());
    auto const place = place_or_own(request);
    if (place.has_error()) return Response::problem(place.error());
    if (!app.program.network->covers(caller(request).actor.place, *place))
        return Response::problem(Problem(ProblemKind::not_responsible, {format(*place)}).at("place"));
    coverage::Figures figures;
    {
        auto const view = app.program.network->view();
        if (view.period(*round) == nullptr)
            return Response::problem(Problem(ProblemKind::record_not_found, {format(*round)}).at("id"));
        figures = view.figures(*round, *place).value_or(coverage::Figures{});
    }
    auto const [first, last] = app.program.network->range(*place);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const rows, reader.query("SELECT result, COUNT(*) FROM r_recheck WHERE county = $1 AND round = $2 AND "
                                             "place BETWEEN $3 AND $4 GROUP BY result",
                                             {app.program.county(), *round, first.value, last.value}));
        std::int64_t agreed = 0, differed = 0, unchecked = 0, open = 0;
        for (auto const& row : rows) {
            auto const* result = text_in(row[0]);
            (result == nullptr ? open
             : *result == "1"  ? agreed
             : *result == "2"  ? differed
                               : unchecked) += std::get<std::int64_t>(row[1]);
        }
        auto const estimate =
            watch::true_coverage(int(figures.expected), int(figures.fulfilled), int(agreed + differed), int(agreed));
        JsonWriter json;
        json.begin_object().key("round").string(format(*round)).key("place").string(format(*place));
        json.key("expected")
            .integer(figures.expected)
            .key("fulfilled")
            .integer(figures.fulfilled)
            .key("reported")
            .number(estimate.reported);
        json.key("drawn")
            .integer(agreed + differed + unchecked + open)
            .key("open")
            .integer(open)
            .key("unchecked")
            .integer(unchecked);
        json.key("sampled")
            .integer(estimate.sampled)
            .key("agreed")
            .integer(estimate.agreed)
            .key("estimate")
            .number(estimate.estimate);
        json.key("low")
            .number(estimate.low)
            .key("high")
            .number(estimate.high)
            .key("method")
            .string("Wilson 95 %")
            .end_object();
        return json.take();
    });
}

}  // namespace fx::app
