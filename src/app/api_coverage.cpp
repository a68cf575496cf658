#include "app/api.hpp"
#include "app/file_answer.hpp"
#include "app/reporting_rates.hpp"
#include "base/json_writer.hpp"
#include "catalog/handles.hpp"
#include "records/permitted.hpp"
#include "returns/daily_report.hpp"

#include <algorithm>
#include <map>

namespace fx::app {

using network::Network;
using server::Request;
using server::Response;

namespace {

/// Overdue = missing whose due time has passed. Kinds with one due time for all: all missing or none.
struct Period {
    records::Period period;
    bool past_due = false;
};

/// What posts owe one another (orders) is for those above the issuer; every other period is everybody's.
bool is_for(Network::View const& view, records::Actor const& actor, records::Period const& period) {
    return period.subject_type != handles::post::record_type || view.divisions().is_within(period.area, actor.place);
}

Result<Period> wanted_period(Network::View const& view, Request const& request, Instant now) {
    auto const& actor = caller(request).actor;
    auto const type = text_or(request, "type", "household_screening");
    if (auto const text = request.query_value("period"); text && !text->empty()) {
        auto const id = parse_id(*text);
        auto const* found = id.has_error() ? nullptr : view.period(*id);
        if (found == nullptr || !is_for(view, actor, *found))
            return Problem(ProblemKind::not_found, {"period"}).at("period");
        return Period{*found, now > found->due_at};
    }
    auto periods = view.periods(type);
    std::erase_if(periods, [&](auto const* period) { return !is_for(view, actor, *period); });
    auto const open = std::find_if(periods.begin(), periods.end(), [](auto const* p) { return !p->closed_at; });
    if (open == periods.end() && periods.empty()) return Problem(ProblemKind::not_found, {"period"}).at("period");
    auto const& chosen = open == periods.end() ? *periods.front() : **open;
    return Period{chosen, now > chosen.due_at};
}

void write_node(JsonWriter& json, Network::View const& view, Place place, coverage::Figures const& figures, bool past_due,
                Date today) {
    auto const* division = view.divisions().find(place);
    json.begin_object().key("place").string(format(place)).key("name").string(division ? division->name : "");
    json.key("level").integer(division ? int(division->level) : 0);
    write_figures(json, figures, past_due);
    json.key("responsible");
    write_responsible(json, view, place, today);
    json.end_object();
}

Result<coverage::Filter> filter_of(std::string_view status) {
    if (status == "late") return coverage::Filter::late;
    if (status == "fulfilled") return coverage::Filter::fulfilled;
    if (status == "expected") return coverage::Filter::expected;
    if (status == "missing") return coverage::Filter::missing;
    return Problem(ProblemKind::invalid_parameter, {"status", "missing, late, fulfilled, expected"}).at("status");
}

/// A list names people, and that somebody is on the list of the observed says they are ill or were near illness: it is
/// for who may read both the subject and what is recorded about it. Figures name nobody and are for everyone in the area.
Result<void> may_list(App& app, records::Actor const& actor, records::Period const& period) {
    auto const reads = [&](std::string const& type) {
        auto const* declared = app.program.catalogue->type(type);
        return declared != nullptr && declared->allows("read", actor.role);
    };
    bool allowed = reads(period.subject_type);
    for (auto const* type : app.program.catalogue->types())
        for (auto const& rule : type->obligations)
            if (rule.name == period.type) allowed = allowed && reads(rule.fulfilled_by);
    if (!allowed) return records::not_permitted(*app.program.catalogue, actor.role, period.label);
    return {};
}

}  // namespace

Result<void> in_scope(App& app, Request const& request, Place place) {
    if (!app.program.network->exists(place)) return Problem(ProblemKind::unknown_place, {format(place)}).at("place");
    if (!app.program.network->covers(caller(request).actor.place, place))
        return Problem(ProblemKind::not_responsible, {format(place)}).at("place");
    return {};
}

void write_period(JsonWriter& json, records::Period const& period) {
    json.begin_object()
        .key("id")
        .string(format(period.id))
        .key("type")
        .string(period.type)
        .key("label")
        .string(period.label);
    json.key("area")
        .string(format(period.area))
        .key("opens_at")
        .string(format(period.opens_at))
        .key("due_at")
        .string(format(period.due_at));
    json.key("closed_at");
    if (period.closed_at)
        json.string(format(*period.closed_at));
    else
        json.null();
    json.key("source").string(format(period.source)).key("subject_type").string(period.subject_type).end_object();
}

void write_figures(JsonWriter& json, coverage::Figures const& figures, bool past_due) {
    json.key("expected")
        .integer(figures.expected)
        .key("fulfilled")
        .integer(figures.fulfilled)
        .key("late")
        .integer(figures.late);
    json.key("missing").integer(figures.missing()).key("overdue").integer(past_due ? figures.missing() : 0);
}

void write_responsible(JsonWriter& json, Network::View const& view, Place place, Date today) {
    json.begin_array();
    for (auto const* post : view.responsible(place, today)) {
        json.begin_object()
            .key("post")
            .string(format(post->id))
            .key("post_name")
            .string(post->name)
            .key("role")
            .string(post->role);
        json.key("place").string(format(post->place)).key("holder_name").string(post->holder_name);
        json.key("phone_masked").string(post->phone_masked).end_object();
    }
    json.end_array();
}

Response coverage_of(App& app, Request const& request) {
    auto const place = place_param(request, "place");
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = in_scope(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    auto const now = app.program.clock.now();
    auto const view = app.program.network->view();
    auto const wanted = wanted_period(view, request, now);
    if (wanted.has_error()) return Response::problem(wanted.error());
    auto const& [period, past_due] = *wanted;
    auto const today = date_at(now);
    JsonWriter json;
    json.begin_object().key("type").string(period.type).key("period");
    write_period(json, period);
    json.key("as_of").string(format(now)).key("node");
    write_node(json, view, *place, view.figures(period.id, *place).value_or(coverage::Figures{}), past_due, today);
    json.key("children").begin_array();
    for (auto const& child : view.children(period.id, *place))
        write_node(json, view, child.place, child.figures, past_due, today);
    return Response::json(json.end_array().end_object().take());
}

/// Who is missing (late, fulfilled) below a place, by page, each with who answers for it.
Response coverage_list(App& app, Request const& request) {
    auto const place = place_param(request, "place");
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = in_scope(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    auto const limit = request.query_integer("limit", 50, 1, 500);
    if (limit.has_error()) return Response::problem(limit.error());
    auto const filter = filter_of(text_or(request, "status", "missing"));
    if (filter.has_error()) return Response::problem(filter.error());
    std::optional<coverage::Cursor> from;
    if (auto const text = request.query_value("cursor"); text && !text->empty()) {
        auto const cursor = coverage::parse_cursor(*text);
        if (cursor.has_error()) return Response::problem(Problem(ProblemKind::bad_cursor).at("cursor"));
        from = *cursor;
    }
    auto const now = app.program.clock.now();
    Result<Period> wanted = Problem();
    Result<coverage::Page> page = Problem();
    {
        auto const view = app.program.network->view();
        wanted = wanted_period(view, request, now);
        if (wanted.has_error()) return Response::problem(wanted.error());
        if (auto const allowed = may_list(app, caller(request).actor, wanted->period); allowed.has_error())
            return Response::problem(allowed.error());
        page = view.list(wanted->period.id, *place, *filter, from, std::size_t(*limit));
    }
    if (page.has_error()) return Response::problem(page.error());
    return read(*app.program.store, [&](store::Reader& reader) {
        return subjects_json(app, reader, caller(request).actor, wanted->period, *page);
    });
}

/// The last periods of a type, the newest last, as far as they are the caller's to see.
std::vector<records::Period const*> last_periods(Network::View const& view, Request const& request, std::string const& type,
                                                 std::size_t count) {
    auto periods = view.periods(type);
    std::erase_if(periods, [&](auto const* period) { return !is_for(view, caller(request).actor, *period); });
    if (periods.size() > count) periods.resize(count);
    std::reverse(periods.begin(), periods.end());
    return periods;
}

/// The last periods of a type side by side: rows are the children of a place.
Response coverage_heat(App& app, Request const& request) {
    auto const place = place_param(request, "place");
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = in_scope(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    auto const count = request.query_integer("periods", 14, 1, 60);
    if (count.has_error()) return Response::problem(count.error());
    auto const now = app.program.clock.now();
    auto const view = app.program.network->view();
    auto const periods = last_periods(view, request, text_or(request, "type", "household_screening"), std::size_t(*count));
    std::map<Place, std::vector<std::pair<records::Period const*, coverage::Figures>>> rows;
    JsonWriter json;
    json.begin_object().key("periods").begin_array();
    for (auto const* period : periods) {
        write_period(json, *period);
        for (auto const& child : view.children(period->id, *place)) rows[child.place].emplace_back(period, child.figures);
    }
    json.end_array().key("rows").begin_array();
    for (auto const& [child, cells] : rows) {
        json.begin_object().key("place").string(format(child)).key("name").string(view.divisions().name(child));
        json.key("cells").begin_array();
        for (auto const& [period, figures] : cells) {
            json.begin_object().key("period").string(format(period->id));
            write_figures(json, figures, now > period->due_at);
            json.end_object();
        }
        json.end_array().end_object();
    }
    return Response::json(json.end_array().end_object().take());
}

/// Completeness and timeliness over the last periods, of a place and the places directly below it; as a file too. Figures
/// name nobody: no purpose is asked.
Response coverage_rates(App& app, Request const& request) {
    auto const place = place_param(request, "place");
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = in_scope(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    auto const count = request.query_integer("periods", 14, 1, 60);
    if (count.has_error()) return Response::problem(count.error());
    auto const form = text_or(request, "format", "json");
    if (form != "json" && form != "csv" && form != "xlsx")
        return Response::problem(Problem(ProblemKind::invalid_parameter, {"format", "json, csv, xlsx"}).at("format"));
    auto const now = app.program.clock.now();
    auto const type = text_or(request, "type", std::string(returns::report_duty));
    std::vector<ReportingRate> rates;
    std::string name;
    {
        auto const view = app.program.network->view();
        rates = reporting_rates(view, *place, last_periods(view, request, type, std::size_t(*count)));
        name = view.divisions().full_name(*place);
    }
    if (form == "json") {
        JsonWriter json;
        json.begin_object().key("type").string(type).key("place").string(format(*place)).key("name").string(name);
        json.key("as_of").string(format(now)).key("items").begin_array();
        for (auto const& rate : rates) write_rate(json, rate);
        return Response::json(json.end_array().key("next").null().end_object().take());
    }
    TemporaryFolder const folder;
    auto const file = folder.path / ("rates." + form);
    bool const zh = text_or(request, "lang", "zh") != "en";
    auto const title = name + (zh ? "　上报率 " : "   Reporting rates ") + format(now).substr(0, 10);
    auto const stamp = caller(request).username + "  " + format(now).substr(0, 16);
    auto const written =
        write_rates(file, form == "csv" ? tables::Format::csv : tables::Format::xlsx, rates, title, zh, stamp);
    if (written.has_error()) return Response::problem(written.error());
    return file_answer(file, type + "_rates_" + format(*place) + "_" + format(date_at(now)));
}

Response periods_list(App& app, Request const& request) {
    auto const view = app.program.network->view();
    bool const only_open = text_or(request, "open", "") == "1";
    auto const& actor = caller(request).actor;
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (auto const* period : view.periods(text_or(request, "type", "")))
        if ((!only_open || !period->closed_at) && is_for(view, actor, *period)) write_period(json, *period);
    return Response::json(json.end_array().key("next").null().end_object().take());
}

/// How a round filled: what was done in each hour, on time and late. Sums of it are the curve.
Response coverage_timeline(App& app, Request const& request) {
    auto const place = place_param(request, "place");
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = in_scope(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    records::Period period;
    std::int64_t expected = 0;
    {
        auto const view = app.program.network->view();
        auto const wanted = wanted_period(view, request, app.program.clock.now());
        if (wanted.has_error()) return Response::problem(wanted.error());
        period = wanted->period;
        if (auto const figures = view.figures(period.id, *place)) expected = std::int64_t(figures->expected);
    }
    auto const range = app.program.network->range(*place);
    return read(*app.program.store, [&](store::Reader& reader) -> Result<std::string> {
        FX_TRY(auto const rows,
               reader.query("SELECT fulfilled_at / 3600000 AS hour, state, COUNT(*) FROM obligation WHERE county = $1 AND "
                            "period = $2 AND place BETWEEN $3 AND $4 AND state IN (1, 2) GROUP BY hour, state ORDER BY hour",
                            {period.county, period.id, range.first.value, range.second.value}));
        JsonWriter json;
        json.begin_object().key("period");
        write_period(json, period);
        json.key("expected").integer(expected).key("points").begin_array();
        for (auto const& row : rows) {
            bool const late = *integer_in(row[1]) == std::int64_t(records::Duty::fulfilled_late);
            json.begin_object().key("hour").string(format(Instant{*integer_in(row[0]) * ms_per_hour}));
            json.key(late ? "late" : "on_time").integer(*integer_in(row[2])).end_object();
        }
        return json.end_array().end_object().take();
    });
}

Response uncovered(App& app, Request const& request) {
    auto const place = place_or_own(request);
    if (place.has_error()) return Response::problem(place.error());
    if (auto const allowed = in_scope(app, request, *place); allowed.has_error()) return Response::problem(allowed.error());
    auto const limit = request.query_integer("limit", 100, 1, 500);
    auto const offset = request.query_integer("cursor", 0, 0, 10'000'000);
    if (limit.has_error()) return Response::problem(limit.error());
    if (offset.has_error()) return Response::problem(offset.error());
    auto const view = app.program.network->view();
    auto const all = view.uncovered(*place, date_at(app.program.clock.now()));
    std::size_t households = 0;
    for (auto const& node : all) households += node.households;
    JsonWriter json;
    json.begin_object().key("nodes").integer(std::int64_t(all.size())).key("households").integer(std::int64_t(households));
    json.key("items").begin_array();
    auto const first = std::size_t(*offset), last = std::min(all.size(), first + std::size_t(*limit));
    for (auto i = first; i < last; ++i)
        json.begin_object()
            .key("place")
            .string(format(all[i].place))
            .key("name")
            .string(view.divisions().full_name(all[i].place))
            .key("households")
            .integer(std::int64_t(all[i].households))
            .end_object();
    write_next(json.end_array(), last < all.size() ? std::optional(std::to_string(last)) : std::nullopt);
    return Response::json(json.end_object().take());
}

}  // namespace fx::app
