#include "app/cli/demo_steps.hpp"

#include <algorithm>

namespace fx::app::cli {

std::optional<network::Post> demo_post(Program& program, std::string_view role, Place place) {
    auto const view = program.network->view();
    std::optional<network::Post> first;
    for (auto const* post : view.posts().at(place))
        if (post->role == role && (!first || post->id < first->id)) first = *post;
    return first;
}

records::Actor demo_actor(network::Post const& post) { return {{}, post.id, post.role, post.place}; }

std::vector<network::Post> demo_posts(Program& program) {
    std::vector<network::Post> posts;
    auto const view = program.network->view();
    for (auto const* post : view.posts_within(program.site.county, date_at(program.clock.now()))) posts.push_back(*post);
    std::ranges::sort(posts, {}, [](auto const& post) { return std::pair(post.place, post.id); });
    return posts;
}

Place demo_place(Program& program, Level level, int n) {
    auto const view = program.network->view();
    for (auto const& node : view.divisions().subtree(program.site.county))
        if (node.level == level && --n == 0) return node.place;
    return {};
}

Result<Id> make_at(Program& program, store::Tx& tx, records::Actor const& by, std::string_view type,
                   std::vector<Value> values, Instant at) {
    records::PreparedCreate command;
    command.table = program.engine->table(type);
    command.id = make_id(at, program.random);
    command.stated_at = at;
    command.values = std::move(values);
    auto const outcome = program.engine->create(tx, by, command);
    if (!outcome.ok()) return outcome.problems.front();
    return command.id;
}

Result<void> step_at(Program& program, store::Tx& tx, records::Actor const& by, std::string_view type, Id const& id,
                     std::int64_t version, std::string transition, Instant at, boost::json::object fields) {
    records::ChangeCommand command;
    command.table = program.engine->table(type);
    command.id = id;
    command.command = make_id(at, program.random);
    command.base_version = version;
    command.stated_at = at;
    command.transition = std::move(transition);
    command.fields = std::move(fields);
    auto const outcome = program.engine->change(tx, by, command);
    if (!outcome.ok()) return outcome.problems.front();
    return {};
}

}  // namespace fx::app::cli
