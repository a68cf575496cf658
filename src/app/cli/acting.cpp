#include "app/cli/acting.hpp"

#include "app/json_body.hpp"

#include <fstream>
#include <sstream>

namespace fx::app::cli {

Result<records::Actor> acting_as(Program const& program, Id const& post) {
    auto const view = program.network->view();
    auto const* found = view.posts().find(post);
    if (found == nullptr) return Problem(ProblemKind::record_not_found, {format(post)}).at("--post");
    if (!found->held(date_at(program.clock.now()))) return Problem(ProblemKind::order_needs_post).at("--post");
    return records::Actor{found->holder, found->id, found->role, found->place};
}

Result<boost::json::object> fields_in(std::string const& file) {
    std::ifstream in(file);
    if (!in) return Problem(ProblemKind::file_unreadable, {file}).at("file");
    std::ostringstream text;
    text << in.rdbuf();
    auto fields = json_object(text.str());
    if (fields.has_error()) return Problem(fields.error()).at("file");
    return fields;
}

Result<Id> create_record(Program& program, records::Actor const& by, std::string_view type,
                         boost::json::object const& fields) {
    auto const now = program.clock.now();
    auto const id = make_id(now, program.random);
    auto prepared = program.engine->prepare_create(type, id, now, fields, now);
    if (!prepared.command) return prepared.problems.front();
    FX_CHECK(program.store->write([&](store::Tx& tx) -> Result<void> {
        auto const outcome = program.engine->create(tx, by, *prepared.command);
        if (!outcome.ok()) return outcome.problems.front();
        return {};
    }));
    return id;
}

}  // namespace fx::app::cli
