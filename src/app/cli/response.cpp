#include "app/cli/acting.hpp"
#include "app/cli/cli.hpp"
#include "app/response_view.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <boost/json.hpp>

namespace fx::app::cli {
namespace {

namespace response = handles::response;
namespace json = boost::json;

struct ResponseArguments {
    std::string name, id, division, post, file;
};

/// The label of a code in the language of the terminal.
std::string level_text(Context const& context, Program const& program, std::string_view level) {
    auto const* codes = program.catalogue->code_list("response_level");
    auto const* code = codes == nullptr ? nullptr : codes->find(level);
    return code == nullptr ? std::string(level) : context.say(code->label.zh, code->label.en);
}

void list_plans(Context& context) {
    auto const program = open(context, true);
    if (!program) return;
    JsonWriter out;
    out.begin_array();
    for (auto const& plan : program->plans.plans) {
        catalog::write_plan(out, plan);
        if (context.json) continue;
        std::string levels;
        for (auto const& one : plan.levels)
            levels += (levels.empty() ? "" : " < ") + level_text(context, *program, one.level);
        std::printf("%-20s %s\n%-20s %s\n", plan.name.c_str(), context.say(plan.label.zh, plan.label.en).c_str(), "",
                    levels.c_str());
    }
    if (context.json) std::printf("%s\n", out.end_array().text().c_str());
}

void print_plan(Context const& context, Program const& program, catalog::Plan const& plan) {
    std::printf("%s\n%s\n", context.say(plan.label.zh, plan.label.en).c_str(),
                context.say(plan.source.zh, plan.source.en).c_str());
    for (auto const& level : plan.levels) {
        std::printf("\n%s  %s\n", level_text(context, program, level.level).c_str(),
                    context.say(level.when_text.zh, level.when_text.en).c_str());
        for (auto const& measure : plan.measures)
            if (measure.at(level.level)) std::printf("  %s\n", context.say(measure.label.zh, measure.label.en).c_str());
    }
}

void show_plan(Context& context, std::string const& name) {
    auto const program = open(context, true);
    if (!program) return;
    auto const* plan = program->plans.find(name);
    if (plan == nullptr) return context.misuse(Problem(ProblemKind::plan_unknown, {name}).at("name"));
    JsonWriter out;
    catalog::write_plan(out, *plan);
    if (context.json)
        std::printf("%s\n", out.text().c_str());
    else
        print_plan(context, *program, *plan);
}

/// What is in force anywhere in the area, nearest the root first.
Result<void> list_responses(Context const& context, Program const& program, store::Reader& reader, Place area) {
    FX_TRY(auto const in_force, responses_in_force(program, reader));
    auto const view = program.network->view();
    JsonWriter out;
    out.begin_array();
    for (auto const& one : in_force) {
        if (!view.divisions().is_within(one.place, area)) continue;
        auto const level = std::string(get(one.values, response::level).value_or(""));
        auto const until = format(get(one.values, response::ends_at).value_or(Instant{}));
        out.begin_object().key("id").string(format(one.id)).key("place").string(format(one.place)).key("level");
        out.string(level).key("scheme").string(get(one.values, response::scheme).value_or("")).key("ends_at").string(until);
        out.end_object();
        if (!context.json)
            std::printf("%s  %-14s %s  %s\n", format(one.id).c_str(), level_text(context, program, level).c_str(),
                        until.substr(0, 16).c_str(), view.divisions().full_name(one.place).c_str());
    }
    if (context.json) std::printf("%s\n", out.end_array().text().c_str());
    return {};
}

std::string named(Context const& context, json::value const& of) {
    auto const& measure = of.as_object();
    if (auto const* label = measure.if_contains("label")) return std::string(label->at(context.say("zh", "en")).as_string());
    return std::string(measure.at("subject").as_string());
}

/// The answer of a preview, a line a measure.
void print_preview(Context const& context, std::string const& text) {
    auto const whole = json::parse(text);
    struct Group {
        std::string_view key;
        std::string title;
    };
    for (auto const& [key, title] :
         {Group{"opens", context.say("启动", "opens")}, Group{"continues", context.say("继续", "goes on")},
          Group{"ends", context.say("终止", "ends")}}) {
        for (auto const& one : whole.at(key).as_array()) {
            auto const* left_out = one.as_object().if_contains("left_out");
            std::printf("%-8s %s%s\n", left_out == nullptr ? title.c_str() : context.say("不采取", "left out").c_str(),
                        named(context, one).c_str(),
                        left_out == nullptr ? "" : (" (" + std::string(left_out->as_string()) + ")").c_str());
        }
    }
    for (auto const& problem : whole.at("problems").as_array())
        std::printf("%s %s\n", problem.at("code").as_string().c_str(),
                    problem.at(context.say("zh", "en")).as_string().c_str());
}

Result<void> preview(Context const& context, Program const& program, Id const& post, json::object const& fields) {
    FX_TRY(auto const actor, acting_as(program, post));
    return program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const text, preview_response(program, reader, actor, fields));
        if (context.json)
            std::printf("%s\n", text.c_str());
        else
            print_preview(context, text);
        return {};
    });
}

Result<Id> declare(Program& program, Id const& post, json::object const& fields) {
    FX_TRY(auto const actor, acting_as(program, post));
    return create_record(program, actor, response::record_type, fields);
}

void add_declaring(CLI::App& group, Context& context, std::shared_ptr<ResponseArguments> const& arguments, bool for_real) {
    auto* command = for_real ? group.add_subcommand("declare", "Declare a level from a post")
                             : group.add_subcommand("preview", "What a declaration would open, keep and end");
    common(*command, context);
    command->add_option("--post", arguments->post, "Id of the declaring post")->required();
    command->add_option("file", arguments->file, "JSON of its fields, as POST /api/records/response takes them")->required();
    command->callback([&context, arguments, for_real] {
        auto const post = parse_id(arguments->post);
        if (post.has_error()) return context.misuse(Problem(post.error()).at("--post"));
        auto const fields = fields_in(arguments->file);
        if (fields.has_error()) return context.fail(fields.error());
        auto const program = open(context, !for_real);
        if (!program) return;
        if (!for_real) {
            if (auto const done = preview(context, *program, *post, *fields); done.has_error()) context.fail(done.error());
            return;
        }
        auto const id = declare(*program, *post, *fields);
        if (id.has_error()) return context.fail(id.error());
        std::printf(context.json ? "{\"id\":\"%s\"}\n" : "%s\n", format(*id).c_str());
    });
}

}  // namespace

void add_plan(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("plan", "Plans: what is done at which level of a response");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<ResponseArguments>();
    auto* list = group->add_subcommand("list", "Every plan with its levels, lowest first");
    common(*list, context);
    list->callback([&context] { list_plans(context); });
    auto* show = group->add_subcommand("show", "One plan: its levels, and the measures of each");
    common(*show, context);
    show->add_option("name", arguments->name, "Name of the plan, e.g. community_2020")->required();
    show->callback([&context, arguments] { show_plan(context, arguments->name); });
}

void add_response(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("response", "Responses: which level is in force where; declare one");
    group->require_subcommand(1);
    auto const arguments = std::make_shared<ResponseArguments>();
    auto* list = group->add_subcommand("list", "What is in force");
    common(*list, context);
    list->add_option("--division", arguments->division, "Division code (default: the whole site)");
    list->callback([&context, arguments] {
        std::optional<Place> area;
        if (!arguments->division.empty()) {
            auto const place = parse_place(arguments->division);
            if (place.has_error()) return context.misuse(Problem(place.error()).at("--division"));
            area = *place;
        }
        auto const program = open(context, true);
        if (!program) return;
        auto const done = program->store->read([&](store::Reader& reader) {
            return list_responses(context, *program, reader, area.value_or(program->site.county));
        });
        if (done.has_error()) context.fail(done.error());
    });
    auto* show = group->add_subcommand("show", "One response with its measures and their orders, as JSON");
    common(*show, context);
    show->add_option("id", arguments->id, "Id of the response")->required();
    show->callback([&context, arguments] {
        auto const id = parse_id(arguments->id);
        if (id.has_error()) return context.misuse(Problem(id.error()).at("id"));
        auto const program = open(context, true);
        if (!program) return;
        auto const done = program->store->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(auto const text, one_response(*program, reader, program->local_actor(), *id));
            std::printf("%s\n", text.c_str());
            return {};
        });
        if (done.has_error()) context.fail(done.error());
    });
    add_declaring(*group, context, arguments, false);
    add_declaring(*group, context, arguments, true);
    group->footer("Example: fangxian response preview --data /srv/ganquan --post 0170… response.json");
}

}  // namespace fx::app::cli
