#include "app/cli/acting.hpp"
#include "app/cli/cli.hpp"
#include "app/exposures.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace fx::app::cli {
namespace {

struct ExposedArguments {
    std::string id, post, add;
    ExposureQuery query;
};

std::string reason_words(Context const& context, std::string_view reason) {
    if (reason == "household") return context.say("同住", "lives together");
    if (reason == "work") return context.say("同单位", "same workplace");
    if (reason == "vehicle") return context.say("同乘", "same journey");
    return context.say("同场所", "same place");
}

void print_exposed(Context const& context, boost::json::object const& answer) {
    auto const text = [](boost::json::value const& value) { return std::string(value.as_string()); };
    fmt::print("{} {} … {}\n", context.say("传染期", "Could infect"), text(answer.at("from")), text(answer.at("until")));
    int generation = 0;
    for (auto const& exposed : answer.at("generations").as_array()) {
        auto const number = std::to_string(++generation);
        fmt::print("{}  {}\n", context.say("第 " + number + " 代", "generation " + number), exposed.as_int64());
    }
    for (auto const& item : answer.at("items").as_array()) {
        auto const& who = item.at("person").as_object();
        auto const* name = who.if_contains("name");
        fmt::print("  {}  {}  {} min  {} {}  {}\n", item.at("generation").as_int64(), name == nullptr ? "-" : text(*name),
                   item.at("minutes").as_int64(), reason_words(context, text(item.at("reason"))), text(item.at("place")),
                   text(who.at("id")));
    }
}

/// Everybody of the first generation who is no contact yet, two hundred at a time.
Result<std::size_t> register_all(Program& program, records::Actor const& actor, Id const& id,
                                 ExposedArguments const& arguments) {
    auto query = arguments.query;
    query.generations = 1;
    query.limit = SIZE_MAX;
    FX_TRY(auto const json, exposed_json(program, actor, id, query));
    NewContacts wanted;
    FX_TRY(wanted.fields, fields_in(arguments.add));
    std::vector<Id> persons;
    auto const answer = boost::json::parse(json);
    for (auto const& item : answer.at("items").as_array())
        if (item.at("contact").is_null())
            persons.push_back(parse_id(std::string_view(item.at("person").at("id").as_string())).value());
    std::size_t made = 0;
    for (std::size_t first = 0; first < persons.size(); first += contacts_at_once_max) {
        auto const last = std::min(persons.size(), first + contacts_at_once_max);
        wanted.command = make_id(program.clock.now(), program.random);
        wanted.persons.assign(persons.begin() + std::ptrdiff_t(first), persons.begin() + std::ptrdiff_t(last));
        FX_TRY(auto const done, add_contacts(program, actor, id, wanted));
        for (auto const& one : done) {
            if (one.refused) return *one.refused;
            ++made;
        }
    }
    return made;
}

Result<void> run(Context const& context, Program& program, ExposedArguments const& arguments) {
    auto const post = parse_id(arguments.post);
    if (post.has_error()) return Problem(post.error()).at("--post");
    auto const id = parse_id(arguments.id);
    if (id.has_error()) return Problem(id.error()).at("case");
    FX_TRY(auto const actor, acting_as(program, *post));
    if (!arguments.add.empty()) {
        FX_TRY(auto const made, register_all(program, actor, *id, arguments));
        fmt::print("{}\n", context.json ? fmt::format("{{\"made\":{}}}", made)
                                        : fmt::format("{} {}", made, context.say("名接触者已登记", "contacts registered")));
        return {};
    }
    FX_TRY(auto const json, exposed_json(program, actor, *id, arguments.query));
    if (context.json)
        fmt::print("{}\n", json);
    else
        print_exposed(context, boost::json::parse(json).as_object());
    return {};
}

}  // namespace

void add_exposed(CLI::App& app, Context& context) {
    auto const arguments = std::make_shared<ExposedArguments>();
    auto* command = app.add_subcommand("exposed", "Whom a case exposed, by household, workplace, place and journey");
    common(*command, context);
    command->add_option("case", arguments->id, "Id of the case")->required();
    command->add_option("--post", arguments->post, "Id of the post that asks: its area and rights")->required();
    command->add_option("--generations", arguments->query.generations, "Those exposed to the exposed too, so far")
        ->check(CLI::Range(1, 3))
        ->capture_default_str();
    command->add_option("--minutes-min", arguments->query.minutes_min, "Only those together so long at least")
        ->check(CLI::Range(1, 1440))
        ->capture_default_str();
    command->add_option("--limit", arguments->query.limit, "At most so many rows")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("--add", arguments->add,
                        "Register generation 1 as contacts, with the fields of this JSON file, such as the determination");
    command->footer(
        "Example: fangxian exposed CASE --post POST --generations 3 --data /srv/ganquan\n"
        "         fangxian exposed CASE --post POST --add decided.json --data /srv/ganquan\n"
        "         where decided.json holds {\"decision\":\"1\",\"managed_by\":\"1\",\"measure\":\"2\"}");
    command->callback([&context, arguments] {
        auto const program = open(context, arguments->add.empty());
        if (!program) return;
        auto const done = run(context, *program, *arguments);
        if (done.has_error()) context.fail(done.error());
    });
}

}  // namespace fx::app::cli
