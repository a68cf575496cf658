#include "app/cli/cli.hpp"
#include "app/cli/rounds.hpp"
#include "base/json_writer.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/place.hpp"
#include "records/query.hpp"

namespace fx::app::cli {

namespace round = handles::screening_round;

namespace {

std::optional<Problem> first_problem(records::Outcome const& outcome) {
    return outcome.ok() ? std::nullopt : std::optional(outcome.problems.front());
}

records::Actor county_actor(Program const& program) { return {{}, {}, "county_officer", program.site.county}; }

void list_rounds(Context& context, Program& program) {
    auto const* table = program.engine->table(round::record_type);
    auto const listed = program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const rows,
               reader.query(records::select_all(table->table()) + " WHERE county = $1 ORDER BY id DESC LIMIT 200",
                            {program.county()}));
        JsonWriter json;
        json.begin_array();
        for (auto const& row : rows) {
            FX_TRY(auto const record, table->from_row(row, *program.sealer));
            auto const name = std::string(get(record.values, round::name).value_or(""));
            auto const due = format(get(record.values, round::due_at).value_or(Instant{}));
            json.begin_object()
                .key("id")
                .string(format(record.id))
                .key("name")
                .string(name)
                .key("state")
                .string(record.state);
            json.key("due_at").string(due).end_object();
            if (!context.json)
                std::printf("%s  %-7s  %s  %s\n", format(record.id).c_str(), record.state.c_str(), due.c_str(),
                            name.c_str());
        }
        if (context.json) std::printf("%s\n", json.end_array().text().c_str());
        return {};
    });
    if (listed.has_error()) context.fail(listed.error());
}

}  // namespace

Result<Id> open_round(Program& program, records::Actor const& actor, NewRound const& wanted) {
    auto const now = program.clock.now();
    Draft draft(program.catalogue->type(round::record_type)->fields.size());
    draft.set(round::name, wanted.name).set(round::area, wanted.area).set(round::rule, wanted.rule);
    draft.set(round::opens_at, wanted.opens_at).set(round::due_at, wanted.due_at);
    records::PreparedCreate const create{program.engine->table(round::record_type), make_id(now, program.random), now,
                                         draft.take()};
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        if (auto problem = first_problem(program.engine->create(tx, actor, create))) return *problem;
        return {};
    }));
    FX_CHECK(move_round(program, actor, create.id, "open"));
    return create.id;
}

Result<void> move_round(Program& program, records::Actor const& actor, Id const& id, std::string const& transition) {
    auto const* table = program.engine->table(round::record_type);
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const record, records::stored(*program.engine, tx, *table, program.county(), id));
        if (!record) return Problem(ProblemKind::record_not_found, {format(id)});
        records::ChangeCommand command;
        command.table = table;
        command.id = id;
        command.command = make_id(tx.now(), program.random);
        command.base_version = record->version;
        command.stated_at = tx.now();
        command.transition = transition;
        if (auto problem = first_problem(program.engine->change(tx, actor, command))) return *problem;
        return {};
    });
}

void add_round(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("round", "Screening rounds: list, open, close, reopen");
    group->require_subcommand(1);
    auto* list = group->add_subcommand("list", "All rounds, newest first");
    common(*list, context);
    list->callback([&context] {
        if (auto const program = open(context, true)) list_rounds(context, *program);
    });

    struct Arguments {
        std::string name, area, due, id;
    };
    auto const arguments = std::make_shared<Arguments>();
    auto* start = group->add_subcommand("open", "Open a new round over an area, from now to a cut-off");
    common(*start, context);
    start->add_option("--name", arguments->name, "Name shown to people")->required();
    start->add_option("--area", arguments->area, "Division code (default: the whole county)");
    start->add_option("--due", arguments->due, "Cut-off, e.g. 2020-02-05T18:00:00+08:00")->required();
    start->footer("Example: fangxian round open --data /srv/ganquan --name 第二轮排查 --due 2020-02-05T18:00:00+08:00");
    start->callback([&context, arguments] {
        auto const due = parse_instant(arguments->due);
        if (due.has_error()) return context.misuse(Problem(due.error()).at("--due"));
        auto const program = open(context, false);
        if (!program) return;
        auto const area = arguments->area.empty() ? Result<Place>(program->site.county) : parse_place(arguments->area);
        if (area.has_error()) return context.misuse(Problem(area.error()).at("--area"));
        auto const id =
            open_round(*program, county_actor(*program), {arguments->name, *area, program->clock.now(), *due, "1"});
        if (id.has_error()) return context.fail(id.error());
        std::printf(context.json ? "{\"id\":\"%s\"}\n" : "%s\n", format(*id).c_str());
    });

    for (auto const* transition : {"close", "reopen"}) {
        auto* move = group->add_subcommand(transition, std::string(transition) + " a round");
        common(*move, context);
        move->add_option("id", arguments->id, "Id of the round")->required();
        move->callback([&context, arguments, transition] {
            auto const id = parse_id(arguments->id);
            if (id.has_error()) return context.misuse(Problem(id.error()).at("id"));
            auto const program = open(context, false);
            if (!program) return;
            if (auto const moved = move_round(*program, county_actor(*program), *id, transition); moved.has_error())
                context.fail(moved.error());
        });
    }
}

}  // namespace fx::app::cli
