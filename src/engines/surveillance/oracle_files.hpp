#pragma once
/// Reference results of R, kept beside the repository and not in it: tests read them where they are, and say so where not.

#include "base/csv_line.hpp"
#include "engines/surveillance/series.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace fx::surveillance::oracle {

/// Empty when it is not there.
inline std::string folder() {
    for (std::string const up : {"..", "../..", "../../.."})
        if (std::filesystem::is_directory(up + "/shared/oracle/given")) return up + "/shared/oracle/given/";
    return {};
}

inline double number(std::string const& text) {
    return text.empty() || text == "NA" || text == "NaN" ? missing : std::stod(text);
}

/// Rows of a CSV as texts by column name.
inline std::vector<std::map<std::string, std::string>> rows(std::string const& file) {
    std::ifstream in(file);
    std::string line;
    std::vector<std::string> names, fields;
    std::vector<std::map<std::string, std::string>> read;
    while (std::getline(in, line)) {
        split_csv_line(line, fields);
        if (names.empty()) {
            names = fields;
            continue;
        }
        for (std::size_t i = 0; i < names.size() && i < fields.size(); ++i) {
            if (i == 0) read.emplace_back();
            read.back()[names[i]] = fields[i];
        }
    }
    return read;
}

/// Columns of a file of numbers.
inline std::map<std::string, std::vector<double>> columns(std::string const& file) {
    std::map<std::string, std::vector<double>> read;
    for (auto const& row : rows(file))
        for (auto const& [name, text] : row) read[name].push_back(name == "date" ? missing : number(text));
    return read;
}

/// `frequency`: time points a year.
inline Series series(std::string const& name, int frequency, bool dated) {
    auto const read = columns(folder() + "inputs/" + name + ".csv");
    Series series;
    series.observed = read.at("observed");
    series.population = read.at("population");
    series.frequency = frequency;
    if (dated) series.epoch.assign(read.at("epoch").begin(), read.at("epoch").end());
    return series;
}

/// |x - reference| <= 1e-6 max(1, |reference|); NA is NA.
inline bool same(double x, double reference) {
    if (is_missing(x) || is_missing(reference)) return is_missing(x) == is_missing(reference);
    return x == reference || std::abs(x - reference) <= 1e-6 * std::max(1.0, std::abs(reference));
}

inline double value(Alarm alarm) { return alarm == Alarm::unknown ? missing : alarm == Alarm::yes ? 1 : 0; }

}  // namespace fx::surveillance::oracle
