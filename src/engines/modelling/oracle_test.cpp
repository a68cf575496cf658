#include "engines/surveillance/oracle_files.hpp"

#include "engines/modelling/nowcast.hpp"
#include "engines/modelling/projection.hpp"
#include "engines/modelling/reproduction.hpp"
#include "engines/modelling/serial_interval.hpp"

#include <algorithm>
#include <filesystem>

namespace fx::modelling {
namespace {

namespace oracle = surveillance::oracle;

double number_after(std::string const& note, std::string const& key) {
    auto const at = note.find(key);
    return at == std::string::npos ? surveillance::missing : std::stod(note.substr(at + key.size()));
}

std::vector<double> weights(std::string const& series, std::string const& config, std::string const& note,
                            std::size_t size) {
    auto const mean = number_after(note, "mean_si="), sd = number_after(note, "std_si=");
    if (!surveillance::is_missing(mean)) return discretised_serial_interval(mean, sd, size);
    auto const like = config == "wtnp7" ? "nonpar7" : config;
    return oracle::columns(oracle::folder() + "epiestim/si/" + series + "__" + like + ".csv").at("w");
}

std::vector<DayWindow> windows_of(std::map<std::string, std::vector<double>> const& reference) {
    std::vector<DayWindow> windows;
    for (std::size_t row = 0; row < reference.at("t_start").size(); ++row)
        windows.push_back({std::size_t(reference.at("t_start")[row]) - 1, std::size_t(reference.at("t_end")[row]) - 1});
    return windows;
}

GammaPrior prior_of(std::string const& config) {
    return config == "par3step" ? GammaPrior{2, 2} : config == "par14" ? GammaPrior{1, 0.5} : GammaPrior{};
}

void expect_same(double x, double reference, std::string const& where) {
    EXPECT_TRUE(oracle::same(x, reference)) << where << ": " << x << " is not " << reference;
}

TEST(Oracle, ReproductionAgreesWithEpiEstim) {
    if (oracle::folder().empty()) GTEST_SKIP() << "shared/oracle is not here: figures not compared with EpiEstim";
    std::size_t files = 0, rows = 0;
    for (auto const& entry : oracle::rows(oracle::folder() + "manifest_rt.csv")) {
        auto const& file = entry.at("file");
        if (!file.starts_with("epiestim/") || file.find("__") == std::string::npos) continue;
        auto const reference = oracle::columns(oracle::folder() + file);
        if (!reference.contains("t_start")) continue;
        auto const input = oracle::columns(oracle::folder() + "epiestim/inputs/" + entry.at("series") + ".csv");
        auto const incidence = incidence_of(input.at("local"), input.at("imported"));
        auto const interval = weights(entry.at("series"), entry.at("config"), entry.at("note"), incidence.size());
        auto const windows = windows_of(reference);
        if (entry.at("algorithm") == "wallinga_teunis") {
            auto all = incidence.local;
            for (std::size_t t = 0; t < all.size(); ++t) all[t] += incidence.imported[t];
            auto const means = wallinga_teunis(all, interval, windows);
            ASSERT_EQ(means.size(), windows.size()) << file;
            for (std::size_t row = 0; row < means.size(); ++row, ++rows)
                expect_same(means[row].mean, reference.at("mean")[row], file + " row " + std::to_string(row));
        } else {
            auto const estimates = estimate_reproduction(incidence, interval, windows, prior_of(entry.at("config")));
            static char const* const names[] = {"q025", "q05", "q25", "median", "q75", "q95", "q975"};
            for (std::size_t row = 0; row < estimates.size(); ++row, ++rows) {
                auto const where = file + " row " + std::to_string(row);
                expect_same(estimates[row].mean, reference.at("mean")[row], where);
                expect_same(estimates[row].sd, reference.at("std")[row], where);
                for (std::size_t i = 0; i < quantile_levels.size(); ++i)
                    expect_same(estimates[row].quantiles[i], reference.at(names[i])[row], where + names[i]);
            }
        }
        ++files;
    }
    EXPECT_GT(files, 0u);
    std::printf("epiestim: %zu files, %zu rows agree\n", files, rows);
}

TEST(Oracle, SerialIntervalAgreesWithEpiEstim) {
    if (oracle::folder().empty()) GTEST_SKIP() << "shared/oracle is not here: figures not compared with EpiEstim";
    auto const grid = oracle::columns(oracle::folder() + "epiestim/discr_si_grid.csv");
    for (std::size_t row = 0; row < grid.at("k").size(); ++row) {
        auto const k = std::size_t(grid.at("k")[row]);
        auto const own = discretised_serial_interval(grid.at("mu")[row], grid.at("sigma")[row], k + 1);
        expect_same(own[k], grid.at("w")[row], "row " + std::to_string(row));
    }
}

TEST(Oracle, ProjectionAndInfectivityAgreeWithR) {
    if (oracle::folder().empty()) GTEST_SKIP() << "shared/oracle is not here: figures not compared with R";
    std::map<std::string, std::pair<double, double>> interval_of;
    for (auto const& row : oracle::rows(oracle::folder() + "series_rt.csv"))
        interval_of[row.at("series")] = {std::stod(row.at("mean_si")), std::stod(row.at("std_si"))};
    std::map<std::string, std::vector<double>> projected;
    std::size_t rows = 0;
    for (auto const& row : oracle::rows(oracle::folder() + "epiestim/projection_mean.csv")) {
        auto const& series = row.at("series");
        auto const key = series + row.at("cut") + row.at("R");
        if (!projected.contains(key)) {
            auto const input = oracle::columns(oracle::folder() + "epiestim/inputs/" + series + ".csv");
            auto cases = input.at("local");
            for (std::size_t t = 0; t < cases.size(); ++t) cases[t] += input.at("imported")[t];
            cases.resize(std::size_t(std::stoul(row.at("cut"))));
            auto const [mean, sd] = interval_of.at(series);
            auto const interval = discretised_serial_interval(mean, sd, cases.size() + 15);
            projected[key] = project_mean(cases, interval, std::stod(row.at("R")), 14);
        }
        expect_same(projected[key][std::size_t(std::stoul(row.at("h"))) - 1], std::stod(row.at("mean")), key);
        ++rows;
    }
    for (std::string const series : {"Flu2009", "SARS2003", "covid_CN"}) {
        auto const input = oracle::columns(oracle::folder() + "epiestim/inputs/" + series + ".csv");
        auto const incidence = incidence_of(input.at("local"), input.at("imported"));
        auto const [mean, sd] = interval_of.at(series);
        auto const own = infectivity(incidence, discretised_serial_interval(mean, sd, incidence.size()));
        auto const reference = oracle::columns(oracle::folder() + "epiestim/lambda/" + series + "__par.csv").at("lambda");
        for (std::size_t t = 0; t < own.size(); ++t, ++rows) expect_same(own[t], reference[t], series);
    }
    std::printf("projection and infectivity: %zu figures agree\n", rows);
}

ReportingTriangle triangle_of(std::string const& name) {
    std::vector<double> cells;
    std::size_t delays = 0;
    for (auto const& row : oracle::rows(oracle::folder() + "nowcast/triangles/" + name + ".csv")) {
        delays = row.size() - 1;
        for (std::size_t delay = 0; delay < delays; ++delay) cells.push_back(oracle::number(row.at(std::to_string(delay))));
    }
    return {std::move(cells), delays};
}

TEST(Oracle, NowcastAgreesWithBaselinenowcastAndSurveillance) {
    if (oracle::folder().empty()) GTEST_SKIP() << "shared/oracle is not here: figures not compared with R";
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::directory_iterator(oracle::folder() + "nowcast/baselinenowcast")) {
        auto const name = entry.path().stem().string();
        auto const at = name.find("__n");
        auto const triangle = triangle_of(name.substr(0, at));
        auto const delay = chain_ladder_delay(triangle.last(std::stoul(name.substr(at + 3))));
        auto const reference = oracle::columns(entry.path().string());
        if (name.ends_with("__pmf")) {
            for (std::size_t i = 0; i < delay.size(); ++i) expect_same(delay[i], reference.at("pmf")[i], name);
        } else {
            auto const totals = chain_ladder(triangle, delay);
            auto const& theirs = reference.at("nowcast");
            for (std::size_t i = 0; i < theirs.size(); ++i)
                expect_same(totals[totals.size() - theirs.size() + i], theirs[i], name + " row " + std::to_string(i));
        }
        ++files;
    }
    for (auto const& entry : std::filesystem::directory_iterator(oracle::folder() + "nowcast/surveillance")) {
        auto const name = entry.path().stem().string();
        if (!name.ends_with("__lawless__cdf")) continue;
        auto const cdf = lawless_delay_cdf(triangle_of(name.substr(0, name.find("__"))));
        auto const reference = oracle::columns(entry.path().string()).at("delayCDF");
        for (std::size_t i = 0; i < reference.size(); ++i)
            expect_same(i < cdf.size() ? cdf[i] : 1, reference[i], name + " " + std::to_string(i));
        ++files;
    }
    EXPECT_GT(files, 0u);
    std::printf("nowcast: %zu files agree\n", files);
}

}  // namespace
}  // namespace fx::modelling
