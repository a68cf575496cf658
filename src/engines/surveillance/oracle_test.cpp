#include "engines/surveillance/cidars.hpp"
#include "engines/surveillance/cusum.hpp"
#include "engines/surveillance/ears.hpp"
#include "engines/surveillance/farrington.hpp"
#include "engines/surveillance/farrington_flexible.hpp"
#include "engines/surveillance/glr.hpp"
#include "engines/surveillance/oracle_files.hpp"
#include "engines/surveillance/poisson_fit.hpp"
#include "engines/surveillance/same_season.hpp"

#include <boost/json.hpp>

#include <functional>
#include <sstream>

namespace fx::surveillance {
namespace {

using Columns = std::map<std::string, std::vector<double>>;
struct Known {
    int frequency;
    bool dated;
};

std::map<std::string, Known> known_series() {
    std::map<std::string, Known> known;
    for (auto const& row : oracle::rows(oracle::folder() + "series.csv"))
        known[row.at("series")] = {std::stoi(row.at("freq")), row.at("epochAsDate") == "1"};
    return known;
}

/// The columns of one reference file as this engine computes them, by t from 1.
using Entry = std::map<std::string, std::string>;  // a row of the manifest
using Compute = std::function<Columns(Series const&, Columns const& reference, Entry const&)>;

/// Every file of the manifest whose path begins with `family`, every column and row of it.
void compare_family(std::string const& manifest, std::string const& family, Compute const& compute) {
    if (oracle::folder().empty()) GTEST_SKIP() << "shared/oracle is not here: figures not compared with R";
    auto const known = known_series();
    std::size_t files = 0, values = 0;
    for (auto const& entry : oracle::rows(oracle::folder() + manifest)) {
        if (!entry.at("file").starts_with(family + "/")) continue;
        auto const& [frequency, dated] = known.at(entry.at("series"));
        auto const reference = oracle::columns(oracle::folder() + entry.at("file"));
        auto const computed = compute(oracle::series(entry.at("series"), frequency, dated), reference, entry);
        auto const& own_t = computed.at("t");
        for (std::size_t row = 0, own = 0; row < reference.at("t").size(); ++row) {
            while (own < own_t.size() && own_t[own] < reference.at("t")[row]) ++own;
            ASSERT_LT(own, own_t.size()) << entry.at("file");
            ASSERT_EQ(own_t[own], reference.at("t")[row]) << entry.at("file");
            for (auto const& [name, column] : reference) {
                ++values;
                ASSERT_TRUE(oracle::same(computed.at(name)[own], column[row]))
                    << entry.at("file") << " t " << own_t[own] << " " << name << ": " << computed.at(name)[own] << " is not "
                    << column[row];
            }
        }
        ++files;
    }
    EXPECT_GT(files, 0u) << "no file of " << family << " was compared";
    std::printf("%s: %zu files, %zu values agree\n", family.c_str(), files, values);
}

template <class Verdicts>
Columns columns_of(Series const& series, Verdicts const& verdicts, std::size_t first) {
    Columns columns;
    for (auto const& verdict : verdicts) {
        columns["t"].push_back(double(verdict.t + first + 1));
        columns["observed"].push_back(series.observed[verdict.t + first]);
        columns["upperbound"].push_back(verdict.upperbound);
        columns["alarm"].push_back(oracle::value(verdict.alarm));
        columns["m"].push_back(verdict.expected);
        columns["mu0"].push_back(verdict.expected);
    }
    return columns;
}

Columns ears_columns(Series const& series, Columns const&, Entry const& entry) {
    auto const& config = entry.at("config");
    EarsControl control;
    control.method = config.starts_with("c1") ? EarsMethod::c1 : config.starts_with("c2") ? EarsMethod::c2 : EarsMethod::c3;
    control.alpha = config.starts_with("c3") ? 0.025 : 0.001;
    if (config.ends_with("b14_s05")) control.baseline = 14, control.minimum_sigma = 0.5;
    if (config.ends_with("b28_s1")) control.baseline = 28, control.minimum_sigma = 1, control.alpha = 0.01;
    return columns_of(series, ears(series.observed, control, Mode::r_compat), 0);
}

Columns cusum_columns(Series const& series, Columns const& reference, Entry const& entry) {
    auto const& config = entry.at("config");
    CusumControl control;
    control.transform = config == "cusum_standard"   ? CusumTransform::standard
                        : config == "cusum_anscombe" ? CusumTransform::anscombe
                        : config == "cusum_negbin"   ? CusumTransform::negative_binomial
                                                     : CusumTransform::rossi;
    auto const first = std::size_t(reference.at("t").front()) - 1;
    std::vector<double> mean;
    if (config == "cusum_rossi_glm") {
        mean = seasonal_mean(series.observed, first, series.frequency).value().mean;
    } else {
        double sum = 0;
        for (std::size_t t = 0; t < first; ++t) sum += series.observed[t];
        mean.assign(series.size(), sum / double(first));
    }
    auto const judged = std::span(series.observed).subspan(first);
    auto const verdicts = cusum(judged, std::span(mean).subspan(first), control, Mode::r_compat);
    auto columns = columns_of(series, verdicts, first);
    for (auto const& verdict : verdicts) columns["cusum"].push_back(verdict.cusum);
    return columns;
}

Columns same_season_columns(Series const& series, Columns const&, Entry const& entry) {
    auto const& config = entry.at("config");
    SameSeason season;
    season.frequency = series.frequency;
    if (config.ends_with("2")) season.years = 1;
    if (config.ends_with("3")) season = {2, 4, false, series.frequency};
    return columns_of(
        series,
        config.starts_with("rki") ? rki(series.observed, season, Mode::r_compat) : bayes(series.observed, season, 0.05), 0);
}

Columns glr_columns(Series const& series, Columns const& reference, Entry const& entry) {
    auto const& config = entry.at("config");
    GlrControl control;
    if (config.find("nb") != std::string::npos) control.overdispersion = 0.2;
    if (config.ends_with("_w")) control.window = 20;
    if (config.starts_with("lr")) control.kappa = 0.7;
    auto const first = std::size_t(reference.at("t").front()) - 1;
    auto const judged = std::span(series.observed).subspan(first, reference.at("t").size());
    auto const verdicts = glr(judged, reference.at("mu0"), control, Mode::r_compat);
    auto columns = columns_of(series, verdicts, first);
    for (auto const& verdict : verdicts) columns["value"].push_back(verdict.value);
    return columns;
}

Columns cidars_columns(Series const& series, Columns const&, Entry const& entry) {
    auto const& config = entry.at("config");
    CidarsControl control;
    control.years = config.find("Y3") == std::string::npos ? 5 : 3;
    Columns columns;
    for (auto const& verdict : cidars(series, control)) {
        columns["t"].push_back(double(verdict.t + 1));
        columns["current"].push_back(verdict.current);
        for (std::size_t i = 0; i < verdict.percentiles.size(); ++i)
            columns["p" + std::to_string(50 + 10 * i)].push_back(verdict.percentiles[i]);
        columns["frac_below"].push_back(verdict.below);
        columns["baseline_mean"].push_back(verdict.mean);
    }
    return columns;
}

std::vector<std::size_t> points_of(Columns const& reference) {
    std::vector<std::size_t> points;
    for (auto const t : reference.at("t")) points.push_back(std::size_t(t) - 1);
    return points;
}

FlexibleControl flexible_control(boost::json::object const& given) {
    FlexibleControl control;
    auto const number = [&](char const* key) { return given.at(key).to_number<double>(); };
    control.years = int(number("b"));
    control.half_width = int(number("w"));
    control.periods = int(number("noPeriods"));
    control.past_left_out = int(number("pastWeeksNotIncluded"));
    control.reweight = given.at("reweight").as_bool();
    control.reweight_above = number("weightsThreshold");
    control.alpha = number("alpha");
    control.trend = given.at("trend").as_bool();
    control.trend_p = number("pThresholdTrend");
    control.cases_min = given.at("limit54").at(0).to_number<double>();
    control.cases_periods = given.at("limit54").at(1).to_number<int>();
    auto const& power = given.at("powertrans").as_string();
    control.transform = power == "2/3"   ? PowerTransform::two_thirds
                        : power == "1/2" ? PowerTransform::half
                                         : PowerTransform::none;
    control.population_offset = given.at("populationOffset").as_bool();
    auto const& threshold = given.at("thresholdMethod").as_string();
    control.threshold = threshold == "delta"      ? ThresholdMethod::delta
                        : threshold == "nbPlugin" ? ThresholdMethod::nb_plugin
                                                  : ThresholdMethod::muan;
    return control;
}

Columns flexible_columns(Series const& series, Columns const& reference, boost::json::object const& given) {
    Columns columns;
    for (auto const& verdict : farrington_flexible(series, points_of(reference), flexible_control(given), Mode::r_compat)) {
        columns["t"].push_back(double(verdict.t + 1));
        columns["observed"].push_back(series.observed[verdict.t]);
        columns["alarm"].push_back(oracle::value(verdict.alarm));
        columns["upperbound"].push_back(verdict.upperbound);
        columns["expected"].push_back(verdict.expected);
        columns["phi"].push_back(verdict.dispersion);
        columns["trend"].push_back(verdict.trend ? 1 : 0);
        columns["trendcoef"].push_back(verdict.slope);
        columns["score"].push_back(verdict.score);
        columns["pvalue"].push_back(verdict.p_value);
        columns["mu0"].push_back(verdict.mu0);
    }
    return columns;
}

Columns farrington_columns(Series const& series, Columns const& reference, std::string const& note) {
    std::map<std::string, std::string> given;
    std::istringstream words(note);
    for (std::string word; words >> word;) given[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
    FarringtonControl control;
    control.years = std::stoi(given.at("b"));
    control.half_width = std::stoi(given.at("w"));
    control.alpha = std::stod(given.at("alpha"));
    control.reweight = given.at("reweight") == "TRUE";
    control.trend = given.at("trend") == "TRUE";
    control.cases_min = std::stod(given.at("limit54"));
    control.transform = given.at("powertrans") == "2/3"   ? PowerTransform::two_thirds
                        : given.at("powertrans") == "1/2" ? PowerTransform::half
                                                          : PowerTransform::none;
    Columns columns;
    for (auto const& verdict : farrington(series, points_of(reference), control, Mode::r_compat)) {
        columns["t"].push_back(double(verdict.t + 1));
        columns["observed"].push_back(series.observed[verdict.t]);
        columns["alarm"].push_back(oracle::value(verdict.alarm));
        columns["upperbound"].push_back(verdict.upperbound);
        columns["trend"].push_back(verdict.trend ? 1 : 0);
        columns["pd_q"].push_back(verdict.quantile);
        columns["pd_m"].push_back(verdict.mean);
    }
    return columns;
}

boost::json::object flexible_controls() {
    std::ifstream in(oracle::folder() + "farringtonFlexible/controls.json");
    std::stringstream text;
    text << in.rdbuf();
    return boost::json::parse(text.str()).as_object();
}

TEST(Oracle, EarsAgreesWithR) { compare_family("manifest_detection.csv", "ears", ears_columns); }
TEST(Oracle, CusumAgreesWithR) { compare_family("manifest_detection.csv", "cusum", cusum_columns); }
TEST(Oracle, RkiAgreesWithR) { compare_family("manifest_detection.csv", "rki", same_season_columns); }
TEST(Oracle, BayesAgreesWithR) { compare_family("manifest_detection.csv", "bayes", same_season_columns); }
TEST(Oracle, GlrAgreesWithR) { compare_family("manifest_detection.csv", "glr", glr_columns); }
TEST(Oracle, FarringtonAgreesWithR) {
    compare_family("manifest_detection.csv", "farrington",
                   [](Series const& series, Columns const& reference, Entry const& entry) {
                       return farrington_columns(series, reference, entry.at("note"));
                   });
}
TEST(Oracle, FarringtonFlexibleAgreesWithR) {
    boost::json::object controls;
    if (!oracle::folder().empty()) controls = flexible_controls();
    compare_family("manifest_detection.csv", "farringtonFlexible",
                   [&](Series const& series, Columns const& reference, Entry const& entry) {
                       auto const name = entry.at("series") + "__" + entry.at("config");
                       return flexible_columns(series, reference, controls.at(name).as_object());
                   });
}
TEST(Oracle, CidarsAgreesWithR) { compare_family("manifest_cidars.csv", "cidars", cidars_columns); }

}  // namespace
}  // namespace fx::surveillance
