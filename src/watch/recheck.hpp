#pragma once
/// Random re-check: a seeded sample of households reported as done is visited again by another post, and the true
/// coverage is estimated beside the reported one.

#include "base/id.hpp"
#include "base/random.hpp"
#include "records/effects.hpp"

#include <vector>

namespace fx::watch {

/// A household reported as done, with the screening that says so.
struct Done {
    Id household;
    Id screening;
    Place place;
};

/// `size` of `done` without replacement, every subset equally likely (Floyd 1987, doi:10.1145/30401.315996), in the
/// order of `done`. size <= done.size(). The same seed and list give the same sample.
std::vector<Done> draw(std::vector<Done> const& done, std::size_t size, Random& random);

/// The re-check records of a draw; ids follow from `command`, so that a repeat draws nothing new.
records::Effects recheck_effects(std::vector<Done> const& sample, Id const& round, Id const& command, std::uint64_t seed,
                                 Instant now, Instant due_at);

struct Estimate {
    double reported = 0;  ///< fulfilled / expected
    int sampled = 0;      ///< re-checks finished with a result
    int agreed = 0;
    double estimate = 0, low = 0, high = 0;  ///< of true coverage; 0..1
};

/// Reported coverage times the share of re-checks that agree, with the 95 % Wilson score interval of that share
/// (Wilson 1927, doi:10.1080/01621459.1927.10502953). Households not reported as done count as not covered. With
/// nothing sampled yet the interval is 0 to the reported coverage.
Estimate true_coverage(int expected, int fulfilled, int sampled, int agreed);

}  // namespace fx::watch
