#pragma once
/// A table of figures as a file: CSV with NA for what is missing, or JSON with null.

#include "base/json_writer.hpp"

#include <string>
#include <vector>

namespace fx::app::cli {

/// As R writes it: NA, Inf, else digits that read back as the same double.
std::string csv_number(double value);

struct NumberTable {
    struct Column {
        std::string name;
        std::vector<double> values;
        bool date = false;  ///< days since 1970-01-01, written 2020-02-03
    };
    std::vector<Column> columns;  ///< equally long

    /// The column of that name, made when there is none.
    std::vector<double>& operator[](std::string const& name);
};

std::string table_csv(NumberTable const& table);
/// [{"name": value, ...}, ...]
void table_json(JsonWriter& json, NumberTable const& table);

}  // namespace fx::app::cli
