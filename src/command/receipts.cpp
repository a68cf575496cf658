#include "command/receipts.hpp"

#include <algorithm>
#include <numeric>

namespace fx::command {

std::int64_t Progress::addressed() const { return std::accumulate(at.begin(), at.end(), std::int64_t(0)); }

void Progress::add(Progress const& other) {
    for (std::size_t i = 0; i < at.size(); ++i) at[i] += other.at[i];
    lapsed += other.lapsed;
}

Result<std::map<Place, Progress>> progress_of(store::Reader& reader, std::int64_t county, Id const& order, Place first,
                                              Place last) {
    std::map<Place, Progress> out;
    FX_CHECK(reader.each(
        "SELECT place, state, COUNT(*) FROM r_order_receipt WHERE county = $1 AND of_order = $2 AND place "
        "BETWEEN $3 AND $4 GROUP BY place, state",
        std::vector<Value>{county, order, first.value, last.value}, [&](Row& row) {
            auto const step = std::find(steps.begin(), steps.end(), *text_in(row[1]));
            auto& here = out[{*integer_in(row[0])}];
            (step == steps.end() ? here.lapsed : here.at[std::size_t(step - steps.begin())]) += *integer_in(row[2]);
        }));
    return out;
}

Progress whole(std::map<Place, Progress> const& nodes) {
    Progress sum;
    for (auto const& [place, progress] : nodes) sum.add(progress);
    return sum;
}

Result<std::vector<Conflict>> conflicts_of(store::Reader& reader, std::int64_t county, std::string_view topic,
                                           std::vector<Id> posts) {
    constexpr std::size_t conflicts_max = 20;
    std::sort(posts.begin(), posts.end());
    std::map<Id, std::int64_t, std::greater<>> shared;
    FX_CHECK(
        reader.each("SELECT r.of_order, r.post FROM r_order o JOIN r_order_receipt r ON r.county = o.county AND "
                    "r.of_order = o.id WHERE o.county = $1 AND o.state = 'issued' AND o.topic = $2 AND r.state <> 'lapsed'",
                    std::vector<Value>{county, std::string(topic)}, [&](Row& row) {
                        if (std::binary_search(posts.begin(), posts.end(), std::get<Id>(row[1])))
                            ++shared[std::get<Id>(row[0])];
                    }));
    std::vector<Conflict> out;
    for (auto const& [order, count] : shared)
        if (out.size() < conflicts_max) out.push_back({order, count});
    return out;
}

Result<Waiting> waiting_for(store::Reader& reader, std::int64_t county, Id const& post, Instant now) {
    Waiting waiting;
    FX_CHECK(
        reader.each("SELECT r.state, r.acknowledge_by, r.report_by FROM r_order_receipt r JOIN r_order o ON o.county = "
                    "r.county AND o.id = r.of_order WHERE r.county = $1 AND r.post = $2 AND o.state = 'issued'",
                    std::vector<Value>{county, post}, [&](Row& row) {
                        auto const step = std::find(steps.begin(), steps.end(), *text_in(row[0])) - steps.begin();
                        auto const* due = integer_in(row[step < 2 ? 1 : 2]);
                        if (due == nullptr || step > 3) return;
                        ++(step < 2 ? waiting.acknowledge : waiting.report);
                        if (now.ms > *due) ++(step < 2 ? waiting.acknowledge_overdue : waiting.report_overdue);
                    }));
    FX_TRY(auto const verify,
           reader.query("SELECT COUNT(*) FROM r_order o JOIN r_order_receipt r ON r.county = o.county AND "
                        "r.of_order = o.id WHERE o.county = $1 AND o.state = 'issued' AND o.made_by = $2 "
                        "AND r.state = 'reported'",
                        {county, post}));
    FX_TRY(auto const raised,
           reader.query("SELECT COUNT(*) FROM r_escalation WHERE county = $1 AND recipient = $2 AND state "
                        "= 'raised'",
                        {county, post}));
    waiting.verify = *integer_in(verify[0][0]);
    waiting.escalations = *integer_in(raised[0][0]);
    return waiting;
}

}  // namespace fx::command
