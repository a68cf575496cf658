#include "watch/recheck.hpp"

#include "base/assert.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace fx::watch {

std::vector<Done> draw(std::vector<Done> const& done, std::size_t size, Random& random) {
    FX_ASSERT(size <= done.size());
    std::set<std::size_t> chosen;
    for (auto j = done.size() - size; j < done.size(); ++j)
        if (auto const pick = std::size_t(random.below(j + 1)); !chosen.insert(pick).second) chosen.insert(j);
    std::vector<Done> out;
    for (auto const i : chosen) out.push_back(done[i]);
    return out;
}

records::Effects recheck_effects(std::vector<Done> const& sample, Id const& round, Id const& command, std::uint64_t seed,
                                 Instant now, Instant due_at) {
    namespace recheck = handles::recheck;
    records::Effects effects;
    auto const first = records::derived_id(command, recheck::record_type, 0);
    for (std::size_t n = 0; n < sample.size(); ++n) {
        Draft draft(recheck::fields);
        draft.set(recheck::round, round)
            .set(recheck::household, sample[n].household)
            .set(recheck::screening, sample[n].screening);
        draft.set(recheck::draw, first)
            .set(recheck::drawn_at, now)
            .set(recheck::seed, std::int64_t(seed))
            .set(recheck::due_at, due_at);
        effects.create.push_back(
            {std::string(recheck::record_type), records::derived_id(command, recheck::record_type, n), draft.take(), ""});
    }
    return effects;
}

Estimate true_coverage(int expected, int fulfilled, int sampled, int agreed) {
    FX_ASSERT(0 <= agreed && agreed <= sampled && fulfilled <= expected);
    Estimate out;
    out.reported = expected == 0 ? 0 : double(fulfilled) / expected;
    out.sampled = sampled;
    out.agreed = agreed;
    if (sampled == 0) {
        out.estimate = out.high = out.reported;
        return out;
    }
    constexpr double z = 1.959963984540054;  // 97.5 % of the standard normal distribution
    double const n = sampled, share = agreed / n;
    double const centre = (share + z * z / (2 * n)) / (1 + z * z / n);
    double const half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    out.estimate = out.reported * share;
    out.low = out.reported * std::max(0.0, centre - half);
    out.high = out.reported * std::min(1.0, centre + half);
    return out;
}

}  // namespace fx::watch
