#pragma once
/// The persons of a village not yet placed in a household, by sex and age. Taking is without replacement, so the
/// village's age and sex totals come out exactly whatever the households look like.

#include "base/random.hpp"
#include "roster/census.hpp"

#include <array>

namespace fx::roster {

struct Body {
    Sex sex = Sex::male;
    int age = 0;  ///< completed years on census day
};

class AgePool {
public:
    static constexpr int age_max = 110;

    /// Spreads each five-year group evenly over its years; from 85 on each year keeps four fifths of the one before.
    AgePool(AgeSex const&, Random&);

    std::int64_t count(int from, int to) const;                    ///< both sexes, ages from..to
    bool take_near(Sex, int wanted, int from, int to, Body& out);  ///< the nearest age in from..to; false if none
    bool take_any(Random&, int from, int to, Body& out);           ///< every remaining person equally likely
    bool take_any(Random&, Sex, int from, int to, Body& out);

private:
    std::int64_t& at(Sex sex, int age) { return left_[std::size_t(sex) - 1][std::size_t(age)]; }
    std::int64_t count(Sex sex, int from, int to) const;

    std::array<std::array<std::int64_t, age_max + 1>, 2> left_{};
};

}  // namespace fx::roster
