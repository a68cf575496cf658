#include "app/cli/acting.hpp"
#include "app/cli/cli.hpp"
#include "records/query.hpp"

#include <boost/json/parse.hpp>

namespace fx::app::cli {
namespace {

struct RecordArguments {
    std::string type, id, move, post, file;
    std::vector<std::string> set;
};

/// "name=value" over what the file says: a value that is JSON (a number, true, a list) is that, everything else is text.
Result<boost::json::object> fields_of(RecordArguments const& arguments) {
    boost::json::object fields;
    if (!arguments.file.empty()) {
        FX_TRY(fields, fields_in(arguments.file));
    }
    for (auto const& one : arguments.set) {
        auto const split = one.find('=');
        if (split == one.npos || split == 0)
            return Problem(ProblemKind::invalid_parameter, {"--set", one + " (NAME=VALUE)"}).at("--set");
        auto const text = one.substr(split + 1);
        boost::system::error_code error;
        auto value = boost::json::parse(text, error);
        fields[one.substr(0, split)] = error ? boost::json::value(text) : std::move(value);
    }
    return fields;
}

Result<records::Actor> actor_of(Program& program, RecordArguments const& arguments) {
    auto const post = parse_id(arguments.post);
    if (post.has_error()) return Problem(post.error()).at("--post");
    return acting_as(program, *post);
}

Result<Id> new_record(Program& program, RecordArguments const& arguments) {
    FX_TRY(auto const fields, fields_of(arguments));
    FX_TRY(auto const actor, actor_of(program, arguments));
    return create_record(program, actor, arguments.type, fields);
}

Result<records::Receipt> move_record(Program& program, RecordArguments const& arguments) {
    FX_TRY(auto fields, fields_of(arguments));
    auto const id = parse_id(arguments.id);
    if (id.has_error()) return Problem(id.error()).at("id");
    FX_TRY(auto const actor, actor_of(program, arguments));
    auto const* table = program.engine->table(arguments.type);
    if (table == nullptr) return Problem(ProblemKind::unknown_record_type, {arguments.type}).at("type");
    records::Receipt receipt;
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(auto const record, records::find(*program.engine, tx, actor, *table, *id));
        auto const now = program.clock.now();
        records::ChangeCommand command{table, *id, make_id(now, program.random), record.version, now, 0, {}, arguments.move};
        command.fields = std::move(fields);
        auto const outcome = program.engine->change(tx, actor, command);
        if (!outcome.ok()) return outcome.problems.front();
        receipt = *outcome.receipt;
        return {};
    }));
    return receipt;
}

void say(Context const& context, Id const& id, std::int64_t version) {
    if (context.json)
        std::printf("{\"id\":\"%s\",\"version\":%lld}\n", format(id).c_str(), static_cast<long long>(version));
    else
        std::printf("%s\n", format(id).c_str());
}

void take_fields(CLI::App& command, RecordArguments& arguments) {
    command.add_option("--post", arguments.post, "Id of the post that does it")->required();
    command.add_option("--set", arguments.set, "Fields entered with it, NAME=VALUE; may be repeated");
    command.add_option("--fields", arguments.file, "JSON of such fields");
}

void add_create(CLI::App& group, Context& context) {
    auto const arguments = std::make_shared<RecordArguments>();
    auto* create = group.add_subcommand("create", "A new record, such as a return-to-work filing");
    common(*create, context);
    create->add_option("type", arguments->type, "Record type")->required();
    take_fields(*create, *arguments);
    create->footer(
        "Example: fangxian record create return_to_work --post POST --fields filing.json --set batch=2 --data /srv/ganquan");
    create->callback([&context, arguments] {
        auto const program = open(context, false);
        if (!program) return;
        auto const id = new_record(*program, *arguments);
        if (id.has_error()) return context.fail(id.error());
        say(context, *id, 1);
    });
}

void add_move(CLI::App& group, Context& context) {
    auto const arguments = std::make_shared<RecordArguments>();
    auto* move = group.add_subcommand("move", "One step of a record, such as asking for or agreeing to a swap of duty");
    common(*move, context);
    move->add_option("type", arguments->type, "Record type")->required();
    move->add_option("id", arguments->id, "The record")->required();
    move->add_option("move", arguments->move, "Name of the step, as the catalogue calls it")->required();
    take_fields(*move, *arguments);
    move->footer(
        "Example: fangxian record move duty_turn TURN ask_swap --post POST --set swap_with=OTHER_POST "
        "--set swap_reason=出差 --data /srv/ganquan");
    move->callback([&context, arguments] {
        auto const program = open(context, false);
        if (!program) return;
        auto const receipt = move_record(*program, *arguments);
        if (receipt.has_error()) return context.fail(receipt.error());
        say(context, receipt->id, receipt->version);
    });
}

}  // namespace

void add_record(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("record", "One record, by what its post may do with it");
    group->require_subcommand(1);
    add_create(*group, context);
    add_move(*group, context);
}

}  // namespace fx::app::cli
