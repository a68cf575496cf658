#pragma once
/// How many each case infects, from the daily numbers of cases and the serial interval.
///
///   estimate_reproduction   Cori A et al. 2013, Am J Epidemiol 178:1505-1512: those infected in a window by all cases
///                           before; R EpiEstim 2.2-4, estimate_R. Imported cases infect but were not infected here.
///   wallinga_teunis         Wallinga J, Teunis P 2004, Am J Epidemiol 160:509-516: those whom the cases of a window
///                           infected in the end; EpiEstim's wallinga_teunis. Days less than a serial interval from the
///                           end are too low, as their cases have infected some who are not yet counted.

#include <array>
#include <span>
#include <vector>

namespace fx::modelling {

/// Days from the first, nothing missing.
struct Incidence {
    std::vector<double> local;     ///< cases infected here
    std::vector<double> imported;  ///< infected elsewhere; as many as local

    std::size_t size() const { return local.size(); }
};

/// With what is missing as 0, and the cases of the first day imported, whom nobody before can have infected.
/// `imported` is empty where all other cases are local.
Incidence incidence_of(std::span<double const> local, std::span<double const> imported);

/// Days of a window, counted from 0, both included. estimate_reproduction: first >= 1.
struct DayWindow {
    std::size_t first = 0, last = 0;
};
/// Windows of `days` days that end on each day from the second whole one on; none when there are too few days.
std::vector<DayWindow> sliding_windows(std::size_t size, std::size_t days);

struct GammaPrior {
    double mean = 5, sd = 5;  ///< both > 0
};

inline constexpr std::array quantile_levels{0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975};

/// Everything missing where the window ends before the mean serial interval has passed.
struct ReproductionEstimate {
    DayWindow window;
    double mean, sd;
    std::array<double, quantile_levels.size()> quantiles;
    double shape, scale;  ///< of the gamma posterior
    bool few_cases;       ///< fewer than a coefficient of variation of 0.3 needs
};

/// Cases of each day that would infect on it: sum over k of w_k I_{t-k}; missing on the first day.
/// `interval`: w_0, w_1 ...; shorter than the series is as if 0 followed.
std::vector<double> infectivity(Incidence const& incidence, std::span<double const> interval);

/// O(days x interval), then O(1) a window and quantile. `interval` may be shorter or longer than the series.
std::vector<ReproductionEstimate> estimate_reproduction(Incidence const& incidence, std::span<double const> interval,
                                                        std::span<DayWindow const> windows, GammaPrior const& prior);

struct CohortReproduction {
    DayWindow window;
    double mean;
    bool incomplete;  ///< less than 95 % of what its last day's cases infect is before the end of the series
};
/// Without windows that have no case, and without leading ones that begin before the first.
std::vector<CohortReproduction> wallinga_teunis(std::span<double const> cases, std::span<double const> interval,
                                                std::span<DayWindow const> windows);

}  // namespace fx::modelling
