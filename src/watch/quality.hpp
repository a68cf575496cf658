#pragma once
/// Flags on reports that look invented. A flag accuses nobody; it asks for an explanation.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/time.hpp"

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace fx::watch {

struct Point {
    double latitude = 0, longitude = 0;  ///< degrees
};

/// One screening as far as its truth can be judged from outside.
struct Visit {
    Id screening, round, household, post;
    Place place;
    Instant visited_at;
    bool on_foot = false;  ///< visit_mode 1: somebody went there
    std::string answers;   ///< canonical answers about persons, without who they are; empty when none were given
    std::vector<std::int64_t> temperatures;  ///< tenths of a degree
    std::optional<Point> entered_at, dwelling;
};

struct Flag {
    std::string kind;  ///< code of quality_flag_kind: 1 replayed, 2 identical temperatures, 3 too many visits, 4 outside
    Visit visit;       ///< the one that raised it
    int count = 0;     ///< records concerned
};

struct QualityRules {
    int replayed = 5;   ///< households running with the same answers about persons
    int identical = 8;  ///< readings running with the same temperature
    int visits = 12;    ///< visits on foot within…
    std::int64_t within_ms = 10 * ms_per_minute;
    double outside_m = 2000;  ///< metres from the dwelling
};

/// Watches each post's visits in order of arrival. One flag per post, kind and day: a bad afternoon is one question.
class QualityWatch {
public:
    explicit QualityWatch(QualityRules rules) : rules_(rules) {}
    std::vector<Flag> take(Visit const& visit);

private:
    struct Recent {
        std::deque<Instant> on_foot;
        std::string last_answers;
        int same_answers = 0;
        std::int64_t last_temperature = 0;
        int same_temperature = 0;
        std::unordered_map<std::string, Date> raised;  ///< kind -> day
    };
    QualityRules rules_;
    std::unordered_map<Id, Recent> posts_;
};

/// Great-circle distance in metres (haversine, mean earth radius 6,371,008.8 m).
double distance_m(Point const& a, Point const& b);

}  // namespace fx::watch
