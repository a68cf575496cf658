#include "app/cli/people.hpp"

#include "base/log.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

namespace fx::app::cli {

namespace post = handles::post;

People::People(Program& program) : program_(program), accounts_(program) {
    auto const loaded = program_.store->read([this](store::Reader& reader) { return accounts_.load(reader); });
    if (loaded.has_error()) log::error(loaded.error().en());
}

Result<void> People::add(store::Tx& tx, NewHolder const& holder, std::string const& hash, Id const& account, Id const& id) {
    auto const actor = program_.local_actor();
    FX_CHECK(accounts_.create(tx, actor, account, holder.username, holder.name, hash, holder.must_change));
    Draft draft(post::fields);
    draft.set(post::name, holder.post_name)
        .set(post::role, holder.role)
        .set(post::area, holder.area)
        .set(post::holder, account);
    draft.set(post::holder_name, holder.name).set(post::valid_from, holder.since.value_or(date_at(tx.now())));
    if (!holder.phone.empty()) draft.set(post::phone, holder.phone);
    records::Effects effects;
    effects.create.push_back({std::string(post::record_type), id, draft.take(), "", false});
    FX_CHECK(program_.engine->run_effects(tx, actor, program_.county(), account, std::move(effects)));
    return {};
}

Result<std::string> People::add_with_post(NewHolder const& holder) {
    auto password = holder.can_sign_in ? server::make_one_time_password(program_.random) : std::string();
    std::string hash = "!";  // matches no password
    if (holder.can_sign_in) {
        FX_TRY(hash, server::hash_password(password, accounts_.cost));
    }
    auto const now = program_.clock.now();
    auto const account = make_id(now, program_.random), id = make_id(now, program_.random);
    FX_CHECK(program_.store->write([&](store::Tx& tx) { return add(tx, holder, hash, account, id); }));
    return password;
}

Result<void> People::add_posts(std::vector<NewHolder> const& holders) {
    auto const now = program_.clock.now();
    return program_.store->write([&](store::Tx& tx) -> Result<void> {
        for (auto const& holder : holders)
            FX_CHECK(add(tx, holder, "!", make_id(now, program_.random), make_id(now, program_.random)));
        return {};
    });
}

Result<std::string> People::reset_password(std::string const& username) {
    auto const account = accounts_.find(username);
    if (!account) return Problem(ProblemKind::not_found, {username}).at("username");
    auto password = server::make_one_time_password(program_.random);
    FX_TRY(auto const hash, server::hash_password(password, accounts_.cost));
    FX_CHECK(program_.store->write(
        [&](store::Tx& tx) { return accounts_.set_password(tx, program_.local_actor(), account->id, hash, true); }));
    return password;
}

Result<std::string> People::make_token(std::string const& username, std::string const& label, int days) {
    auto const account = accounts_.find(username);
    if (!account) return Problem(ProblemKind::not_found, {username}).at("username");
    FX_TRY(auto const caller, accounts_.in_post(*account, {}));
    auto const fresh = server::make_api_token(program_.random);
    auto const now = program_.clock.now();
    ApiToken const token{fresh.id, account->id, caller.actor.post, label, fresh.hash, now, now + days * ms_per_day, {}};
    FX_CHECK(program_.store->write([&](store::Tx& tx) { return accounts_.put_token(tx, program_.local_actor(), token); }));
    return fresh.text;
}

}  // namespace fx::app::cli
