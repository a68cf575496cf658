#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "command/duty.hpp"

namespace fx::command {

namespace shift = handles::duty_shift;
namespace turn = handles::duty_turn;

Result<records::Effects> start_shifts(store::Reader& reader, std::int64_t county, Instant now) {
    FX_TRY(auto const rows, reader.query("SELECT id FROM r_duty_shift WHERE county = $1 AND state = $2 AND starts_at <= $3",
                                         {county, std::string(shift::states::planned), now.ms}));
    records::Effects effects;
    for (auto const& row : rows)
        effects.update.push_back(
            {std::string(shift::record_type), std::get<Id>(row[0]), {}, std::string(shift::states::running), {}});
    return effects;
}

Result<std::map<Place, std::vector<Id>>> on_duty(store::Reader& reader, std::int64_t county, Instant now) {
    constexpr std::int64_t stays_ms = 2 * ms_per_hour;  // who has not been relieved by then has gone home
    struct Node {
        std::vector<Id> here, before, on_call;
    };
    std::map<Place, Node> nodes;
    FX_CHECK(
        reader.each("SELECT t.area, t.post, t.duty_role, t.state, t.ends_at FROM r_duty_shift s JOIN r_duty_turn t ON "
                    "t.county = s.county AND t.of_shift = s.id WHERE s.county = $1 AND s.state = $2 "
                    "ORDER BY t.area, t.starts_at DESC, t.post",
                    std::vector<Value>{county, std::string(shift::states::running)}, [&](Row& row) {
                        auto& node = nodes[Place{*integer_in(row[0])}];
                        auto const ends = *integer_in(row[4]);
                        bool const now_on = now.ms < ends;
                        auto const post = std::get<Id>(row[1]);
                        auto const& state = *text_in(row[3]);
                        if (!on_site(*text_in(row[2]))) {
                            if (now_on && state != turn::states::cancelled) node.on_call.push_back(post);
                        } else if (state == turn::states::signed_in && now.ms < ends + stays_ms) {
                            (now_on ? node.here : node.before).push_back(post);
                        }
                    }));
    std::map<Place, std::vector<Id>> out;
    for (auto& [place, node] : nodes) {
        auto& posts = !node.here.empty() ? node.here : !node.before.empty() ? node.before : node.on_call;
        if (!posts.empty()) out[place] = std::move(posts);
    }
    return out;
}

}  // namespace fx::command
