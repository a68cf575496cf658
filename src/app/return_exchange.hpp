#pragma once
/// A filled return as DHIS2 and ADX (IHE QRPH) take it, under the names a superior gave: catalog/exchange.hpp.

#include "app/return_sheet.hpp"
#include "catalog/exchange.hpp"

namespace fx::app {

/// The codes of this site, read anew for each export: a corrected file needs no restart. 422.156 with a mistake in it.
Result<catalog::ExchangeCodes> exchange_codes(Program const& program);

/// Both days included, as DHIS2 writes it: 20200203, 202002 (a whole month), 2020W6, 2020SatW5 (a week that begins on a
/// Wednesday, Thursday, Saturday or Sunday). Nothing for other stretches: DHIS2 Developer guide, "Date and period format".
std::optional<std::string> dhis2_period(Date since, Date day);
/// As ADX writes it, first day and duration: 2020-02-03/P1D, 2020-02-01/P1M, 2020-02-03/P7D.
std::string adx_period(Date since, Date day);

/// Codes and texts, as they leave. No value where there is no answer.
struct ExchangeValues {
    struct Value {
        std::string element, combo, text;
    };
    struct Unit {
        std::string code;
        std::vector<Value> values;
    };
    catalog::ExchangeCodes codes;
    std::string data_set;
    Date since, day;
    std::vector<Unit> units;
};

/// Without codes of the site: data set = return, element = return.cell, unit = 12 digits of the division, scheme CODE.
/// 422.156 where the scheme is UID and none is known.
Result<ExchangeValues> exchange_values(catalog::ExchangeCodes const& codes, returns::Sheet const& sheet,
                                       ExchangeUnits units);

/// One unit: a data value set of that unit, complete once its day is over. Several: values in bulk, which DHIS2 takes
/// without dataSet and completeDate. 422.322 for days that DHIS2 has no period for.
Result<std::string> data_value_set(ExchangeValues const& values, Instant now);
/// 400.7 where a category option combination is to be told.
Result<std::string> adx(ExchangeValues const& values, Instant now);

}  // namespace fx::app
