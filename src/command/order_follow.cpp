#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/order.hpp"
#include "records/place.hpp"
#include "records/query.hpp"

#include <algorithm>
#include <limits>
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
    bool owes_acknowledgement() const { return state == receipt::states::issued || state == receipt::states::delivered; }
    bool owes() const {
        bool const working = state == receipt::states::acknowledged || state == receipt::states::acting;
        return owes_acknowledgement() || (reports && working);
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
    // Also what was acknowledged: issued again, it is owed anew with a deadline of its own.
    for (auto const duty : {acknowledgement_duty, report_duty})
        effects.withdraw.push_back({duty_period(of.county, duty, of.id), post});
}

void revive(records::Effects& effects, records::Record const& of, network::Post const& post, Told const& told,
            Deadlines const& by) {
    std::vector<std::pair<int, Value>> values;
    auto const set = [&](auto const& handle, Value value) { values.emplace_back(handle.index, std::move(value)); };
    set(receipt::acknowledge_by, Value(by.acknowledge.ms));
    if (by.report) set(receipt::report_by, Value(by.report->ms));
    for (auto const& handle : {receipt::delivered_at.index, receipt::acknowledged_at.index, receipt::reported_at.index,
                               receipt::report.index, receipt::return_reason.index})
        values.emplace_back(handle, Value());
    effects.update.push_back(
        {std::string(receipt::record_type), told.id, std::move(values), std::string(receipt::states::issued), post.place});
    open_duties(effects, of, post, by);
}

/// Whom the rows mean now, as the issuing post.
struct Meant {
    std::map<Id, network::Post> posts;
    bool queried = false;  ///< a row names a saved query, which is asked once: whom it meant is not known any more
    bool failed = false;   ///< a row could not be looked up
    bool is_all() const { return !queried && !failed; }
};

Meant meant_by(records::Engine const& engine, store::Reader& reader, network::Network const& network,
               records::Record const& of, records::Actor const& issuer, Date today) {
    constexpr auto any_number = std::numeric_limits<std::int64_t>::max();
    auto const& receipt_type = engine.table(receipt::record_type)->type();
    Meant out;
    for (auto& row : addressee_rows(get(of.values, order::addressees).value_or("[]"))) {
        std::vector<AddresseeRow> one{std::move(row)};
        if (one[0].query) {
            out.queried = true;
            continue;
        }
        if (look_up(engine, reader, issuer, one).has_error()) {
            out.failed = true;
            continue;
        }
        auto const posts = addressees(network.view(), receipt_type, issuer, one, today, any_number);
        if (posts.has_value())
            for (auto const& post : *posts) out.posts.emplace(post.id, post);
        else
            out.failed = out.failed || posts.error().kind() != ProblemKind::order_to_nobody;
    }
    return out;
}

/// The issuing post, while it is in force: once it has ended nobody is told any more.
std::optional<records::Actor> issuer_of(network::Network const& network, records::Record const& of, Date today) {
    auto const view = network.view();
    auto const* post = view.posts().find(of.made_by);
    if (post == nullptr || !post->in_force(today)) return std::nullopt;
    return records::Actor{{}, post->id, post->role, post->place};
}

}  // namespace

Result<std::vector<Id>> orders_in_force(store::Reader& reader, std::int64_t county) {
    std::vector<Id> out;
    FX_CHECK(reader.each("SELECT id FROM r_order WHERE county = $1 AND state = $2",
                         std::vector<Value>{county, std::string(order::states::issued)},
                         [&](Row& row) { out.push_back(std::get<Id>(row[0])); }));
    return out;
}

Result<Following> follow_posts(records::Engine const& engine, store::Reader& reader, network::Network const& network,
                               std::int64_t county, Id const& id, Instant now) {
    Following out;
    FX_TRY(auto const of, records::stored(engine, reader, *engine.table(order::record_type), county, id));
    if (!of || of->state != order::states::issued) return out;
    auto const today = date_at(now);
    out.issuer = issuer_of(network, *of, today);
    FX_TRY(auto told, told_of(reader, *of));
    auto const meant = out.issuer ? meant_by(engine, reader, network, *of, *out.issuer, today) : Meant();
    auto const by = deadlines_from(engine, *of, now);
    {
        auto const view = network.view();
        for (auto const& [post, one] : told) {
            auto const* known = view.posts().find(post);
            bool const stands = known != nullptr && known->in_force(today);
            bool const wanted = out.issuer && (meant.queried || meant.posts.contains(post));
            bool const dropped = out.issuer && meant.is_all() && !wanted;
            if (one.owes() && (!stands || dropped)) lapse(out.effects, *of, post, one);
            if (one.lapsed() && stands && wanted) revive(out.effects, *of, *known, one, by);
        }
    }
    for (auto const& [post, known] : meant.posts)
        if (!told.contains(post)) tell(out.effects, *of, known, by);
    return out;
}

}  // namespace fx::command
