#include "watch/quality.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fx::watch {

double distance_m(Point const& a, Point const& b) {
    constexpr double radius_m = 6'371'008.8, radians = std::numbers::pi / 180;
    double const across = std::sin((b.latitude - a.latitude) * radians / 2),
                 along = std::sin((b.longitude - a.longitude) * radians / 2);
    double const h = across * across + std::cos(a.latitude * radians) * std::cos(b.latitude * radians) * along * along;
    return 2 * radius_m * std::asin(std::min(1.0, std::sqrt(h)));
}

std::vector<Flag> QualityWatch::take(Visit const& visit) {
    auto& recent = posts_[visit.post];
    std::vector<Flag> flags;
    auto const day = date_at(visit.visited_at);
    auto const raise = [&](std::string kind, int count) {
        auto const [known, fresh] = recent.raised.try_emplace(kind, day);
        if (!fresh && known->second == day) return;
        known->second = day;
        flags.push_back({std::move(kind), visit, count});
    };

    if (!visit.answers.empty()) {
        recent.same_answers = visit.answers == recent.last_answers ? recent.same_answers + 1 : 1;
        recent.last_answers = visit.answers;
        if (recent.same_answers >= rules_.replayed) raise("1", recent.same_answers);
    }
    for (auto const temperature : visit.temperatures) {
        recent.same_temperature = temperature == recent.last_temperature ? recent.same_temperature + 1 : 1;
        recent.last_temperature = temperature;
        if (recent.same_temperature >= rules_.identical) raise("2", recent.same_temperature);
    }
    if (visit.on_foot) {
        // A phone that was offline sends its visits late and perhaps out of order: what counts is when they were made.
        auto& times = recent.on_foot;
        times.insert(std::upper_bound(times.begin(), times.end(), visit.visited_at), visit.visited_at);
        if (times.size() > 500) times.pop_front();
        auto const from = std::lower_bound(times.begin(), times.end(), visit.visited_at + -rules_.within_ms);
        auto const to = std::upper_bound(times.begin(), times.end(), visit.visited_at);
        if (auto const count = int(to - from); count > rules_.visits) raise("3", count);
    }
    if (visit.entered_at && visit.dwelling && distance_m(*visit.entered_at, *visit.dwelling) > rules_.outside_m)
        raise("4", 1);
    return flags;
}

}  // namespace fx::watch
