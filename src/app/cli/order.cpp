#include "app/cli/acting.hpp"
#include "app/cli/cli.hpp"
#include "app/order_view.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/receipts.hpp"
#include "records/place.hpp"

namespace fx::app::cli {
namespace {

namespace order = handles::order;

struct OrderArguments {
    std::string id, division, post, file;
};

Result<command::Progress> whole_progress(Program const& program, store::Reader& reader, records::Record const& of) {
    auto const [first, last] = program.network->range(program.site.county);
    FX_TRY(auto const nodes, command::progress_of(reader, of.county, of.id, first, last));
    return command::whole(nodes);
}

Result<void> list_orders(Context const& context, Program const& program, store::Reader& reader) {
    auto const* table = program.engine->table(order::record_type);
    FX_TRY(auto const rows,
           reader.query(records::select_all(table->table()) + " WHERE county = $1 ORDER BY id DESC LIMIT 200",
                        {program.county()}));
    auto const now = program.clock.now();
    JsonWriter json;
    json.begin_array();
    for (auto const& row : rows) {
        FX_TRY(auto const record, table->from_row(row, *program.sealer));
        FX_TRY(auto const progress, whole_progress(program, reader, record));
        auto const subject = std::string(get(record.values, order::subject).value_or(""));
        json.begin_object().key("id").string(format(record.id)).key("subject").string(subject).key("state");
        json.string(record.state)
            .key("issued_at")
            .string(format(get(record.values, order::issued_at).value_or(record.made_at)))
            .key("progress");
        write_progress(json, record, progress, now);
        json.end_object();
        if (!context.json)
            std::printf("%s  %-10s %4lld/%lld  %s\n", format(record.id).c_str(), record.state.c_str(),
                        static_cast<long long>(progress.addressed() - progress.unacknowledged()),
                        static_cast<long long>(progress.addressed()), subject.c_str());
    }
    if (context.json) std::printf("%s\n", json.end_array().text().c_str());
    return {};
}

Result<void> show_order(Context const& context, Program const& program, store::Reader& reader, Id const& id, Place place) {
    auto const actor = program.local_actor();
    FX_TRY(auto const record, visible_order(program, reader, actor, id));
    auto const now = program.clock.now();
    if (context.json) {
        JsonWriter json;
        json.begin_object();
        write_order(json, program, actor, record);
        FX_CHECK(write_tree(json, program, reader, record, place, now));
        json.key("here");
        FX_CHECK(write_receipts_at(json, program, reader, actor, id, place, date_at(now)));
        std::printf("%s\n", json.end_object().text().c_str());
        return {};
    }
    auto const [first, last] = program.network->range(place);
    FX_TRY(auto const nodes, command::progress_of(reader, record.county, id, first, last));
    std::printf("%s\n%s\n\n", std::string(get(record.values, order::subject).value_or("")).c_str(),
                std::string(get(record.values, order::body).value_or("")).c_str());
    std::printf("%s\n", context.say("发给 未签收 未反馈  单位", "posts silent unreported  place").c_str());
    auto const view = program.network->view();
    for (auto const& [at, progress] : nodes) {
        auto const name = view.divisions().full_name(at);
        std::printf("%4lld %6lld %6lld  %s\n", static_cast<long long>(progress.addressed()),
                    static_cast<long long>(progress.unacknowledged()), static_cast<long long>(progress.unreported()),
                    name.c_str());
    }
    return {};
}

Result<Id> issue_order(Program& program, Id const& post, boost::json::object const& fields) {
    FX_TRY(auto const actor, acting_as(program, post));
    return create_record(program, actor, order::record_type, fields);
}

}  // namespace

void add_order(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("order", "Orders: issue one, see how far they have come");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<OrderArguments>();
    auto const reading = [&context](auto const& work) {
        auto const program = open(context, true);
        if (!program) return;
        if (auto const done = program->store->read([&](store::Reader& reader) { return work(*program, reader); });
            done.has_error())
            context.fail(done.error());
    };
    auto* list = group->add_subcommand("list", "The newest 200 orders: how many posts have acknowledged");
    common(*list, context);
    list->callback([&context, reading] {
        reading([&](Program const& program, store::Reader& reader) { return list_orders(context, program, reader); });
    });

    auto* show = group->add_subcommand("show", "One order, with its receipts at every place");
    common(*show, context);
    show->add_option("id", arguments->id, "Id of the order")->required();
    show->add_option("--division", arguments->division, "Division code (default: the whole county)");
    show->callback([&context, arguments, reading] {
        auto const id = parse_id(arguments->id);
        if (id.has_error()) return context.misuse(Problem(id.error()).at("id"));
        reading([&](Program const& program, store::Reader& reader) -> Result<void> {
            if (arguments->division.empty()) return show_order(context, program, reader, *id, program.site.county);
            FX_TRY(auto const place, parse_place(arguments->division));
            return show_order(context, program, reader, *id, place);
        });
    });

    auto* issue = group->add_subcommand("issue", "Issue an order from a post");
    common(*issue, context);
    issue->add_option("--post", arguments->post, "Id of the issuing post")->required();
    issue->add_option("file", arguments->file, "JSON of its fields, as POST /api/records/order takes them")->required();
    issue->footer("Example: fangxian order issue --data /srv/ganquan --post 0170… order.json");
    issue->callback([&context, arguments] {
        auto const post = parse_id(arguments->post);
        if (post.has_error()) return context.misuse(Problem(post.error()).at("--post"));
        auto const fields = fields_in(arguments->file);
        if (fields.has_error()) return context.fail(fields.error());
        auto const program = open(context, false);
        if (!program) return;
        auto const id = issue_order(*program, *post, *fields);
        if (id.has_error()) return context.fail(id.error());
        std::printf(context.json ? "{\"id\":\"%s\"}\n" : "%s\n", format(*id).c_str());
    });
}

}  // namespace fx::app::cli
