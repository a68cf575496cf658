#include "site.hpp"

#include "app/push_batch.hpp"

namespace fx::sim {

Site::Site() : ticker_(std::make_unique<app::Ticker>(county_.program(), std::chrono::milliseconds(0))) {}

Answer Site::push(records::Actor const& actor, std::string const& text) {
    auto const batch = app::read_batch(program(), text);
    if (batch.has_error()) return {batch.error(), {}, {}};
    std::string answer;
    auto const done = program().store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(answer, app::store_batch(program(), tx, {actor, actor.user, ""}, **batch));
        return {};
    });
    if (done.has_error()) return {done.error(), {}, {}};
    return {{}, boost::json::parse(answer).at("results").as_array(), program().store->journal().newest(story::county_code)};
}

void Site::restart() {
    ticker_.reset();
    county_.restart();
    ticker_ = std::make_unique<app::Ticker>(county_.program(), std::chrono::milliseconds(0));
}

store::Rows Site::query(std::string const& sql, std::vector<Value> const& parameters) {
    store::Rows rows;
    program()
        .store
        ->read([&](store::Reader& reader) -> Result<void> {
            FX_TRY(rows, reader.query(sql, std::span<Value const>(parameters)));
            return {};
        })
        .value();
    return rows;
}

}  // namespace fx::sim
