#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/order.hpp"
#include "records/place.hpp"
#include "records/query.hpp"

#include <algorithm>
#include <map>

namespace fx::command {
namespace {

namespace order = handles::order;
namespace receipt = handles::order_receipt;

struct Told {
    Id id;
    std::string state;
    bool reports = false;

    bool lapsed() const { return state == receipt::states::lapsed; }
    bool owes() const {
        return state == receipt::states::issued || state == receipt::states::delivered ||
               (reports && (state == receipt::states::acknowledged || state == receipt::states::acting));
    }
};

/// The receipts of the order by post.
Result<std::map<Id, Told>> told_of(store::Reader& reader, records::Record const& of) {
    std::map<Id, Told> out;
    FX_CHECK(
        reader.each("SELECT id, post, state, report_by FROM r_order_receipt WHERE county = $1 AND of_order = $2",
                    std::vector<Value>{of.county, of.id}, [&](Row& row) {
                        out[std::get<Id>(row[1])] = {std::get<Id>(row[0]), std::string(*text_in(row[2])), !is_null(row[3])};
                    }));
    return out;
}

Deadlines deadlines_from(records::Engine const& engine, records::Record const& of, Instant now) {
    auto const minutes = engine.table(order::record_type)->type().setting(order::settings::late_minutes);
    auto const late = now + minutes * ms_per_minute;
    Deadlines by{std::max(get(of.values, order::acknowledge_by).value_or(late), late), get(of.values, order::report_by)};
    if (by.report) by.report = std::max(*by.report, by.acknowledge);
    return by;
}

void lapse(records::Effects& effects, records::Record const& of, Id const& post, Told const& told) {
    effects.update.push_back({std::string(receipt::record_type), told.id, {}, std::string(receipt::states::lapsed), {}});
    for (auto const duty : {acknowledgement_duty, report_duty})
        effects.withdraw.push_back({duty_period(of.county, duty, of.id), post});
}

void revive(records::Effects& effects, records::Record const& of, network::Post const& post, Told const& told,
            Deadlines const& by) {
    std::vector<std::pair<int, Value>> values;
    auto const set = [&](auto const& handle, Value value) { values.emplace_back(handle.index, std::move(value)); };
    set(receipt::acknowledge_by, Value(by.acknowledge.ms));
    if (by.report) set(receipt::report_by, Value(by.report->ms));
    set(receipt::delivered_at, Value());
    set(receipt::acknowledged_at, Value());
    effects.update.push_back(
        {std::string(receipt::record_type), told.id, std::move(values), std::string(receipt::states::issued), post.place});
    open_duties(effects, of, post, by);
}

/// Whom the rows mean now, as the issuing post; nobody once that post has ended. A row that means nobody is no mistake here.
Result<std::vector<network::Post>> meant_by(records::Engine const& engine, store::Reader& reader,
                                            network::Network const& network, records::Record const& of, Date today) {
    records::Actor issuer;
    {
        auto const view = network.view();
        auto const* post = view.posts().find(of.made_by);
        if (post == nullptr || !post->in_force(today)) return std::vector<network::Post>();
        issuer = {{}, post->id, post->role, post->place};
    }
    auto rows = addressee_rows(get(of.values, order::addressees).value_or("[]"));
    std::erase_if(rows, [](auto const& row) { return row.query.has_value(); });
    FX_CHECK(look_up(engine, reader, issuer, rows));
    auto const& receipt_type = engine.table(receipt::record_type)->type();
    auto const addressed_max = engine.table(order::record_type)->type().setting(order::settings::addressed_max);
    std::vector<network::Post> out;
    for (auto& row : rows) {
        auto posts = addressees(network.view(), receipt_type, issuer, {std::move(row)}, today, addressed_max);
        if (posts.has_value()) std::ranges::move(*posts, std::back_inserter(out));
    }
    return out;
}

Result<void> follow(records::Effects& effects, records::Engine const& engine, store::Reader& reader,
                    network::Network const& network, records::Record const& of, Instant now) {
    auto const today = date_at(now);
    auto const by = deadlines_from(engine, of, now);
    FX_TRY(auto told, told_of(reader, of));
    FX_TRY(auto const meant, meant_by(engine, reader, network, of, today));
    {
        auto const view = network.view();
        for (auto const& [id, one] : told) {
            auto const* post = view.posts().find(id);
            bool const stands = post != nullptr && post->in_force(today);
            if (one.owes() && !stands) lapse(effects, of, id, one);
            if (one.lapsed() && stands) revive(effects, of, *post, one, by);
        }
    }
    for (auto const& post : meant)
        if (told.try_emplace(post.id).second) tell(effects, of, post, by);  // two rows may mean the same post
    return {};
}

}  // namespace

Result<records::Effects> follow_posts(records::Engine const& engine, store::Reader& reader, network::Network const& network,
                                      std::int64_t county, Instant now) {
    auto const& table = *engine.table(order::record_type);
    std::vector<records::Record> orders;
    FX_TRY(auto const rows, reader.query(records::select_all(table.table()) + " WHERE county = $1 AND state = $2",
                                         {county, std::string(order::states::issued)}));
    for (auto const& row : rows) {
        FX_TRY(auto record, table.from_row(row, engine.sealer()));
        orders.push_back(std::move(record));
    }
    records::Effects effects;
    for (auto const& of : orders) FX_CHECK(follow(effects, engine, reader, network, of, now));
    return effects;
}

}  // namespace fx::command
