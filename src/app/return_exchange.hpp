#pragma once
/// A filled return as DHIS2 and ADX (IHE QRPH) take it, under the names a superior gave: catalog/exchange.hpp.

#include "app/return_sheet.hpp"
#include "catalog/exchange.hpp"

namespace fx::app {

/// The codes of this site, read anew for each export: a corrected file needs no restart. 422.156 with a mistake in it.
Result<catalog::ExchangeCodes> exchange_codes(Program const& program);

/// A period as DHIS2 writes it, 20200203 or 2020W6; a week is the ISO week that holds `day`.
enum class ExchangePeriod { day, week };
std::string dhis2_period(Date day, ExchangePeriod length);
/// As ADX writes it, first day and duration: 2020-02-03/P1D, 2020-02-03/P7D.
std::string adx_period(Date day, ExchangePeriod length);

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

    /// Neither format names other stretches of days than these: events of several days are told as those of the last.
    ExchangePeriod length() const {
        bool const week = iso_weekday(since) == 1 && day == since + 6;
        return week ? ExchangePeriod::week : ExchangePeriod::day;
    }
};

/// Without codes of the site: data set = return, element = return.cell, unit = 12 digits of the division, scheme CODE.
/// 422.156 where the scheme is UID and none is known.
Result<ExchangeValues> exchange_values(catalog::ExchangeCodes const& codes, returns::Sheet const& sheet,
                                       ExchangeUnits units);

/// One unit: a data value set of that unit, complete once its day is over. Several: values in bulk, which DHIS2 takes
/// without dataSet and completeDate.
std::string data_value_set(ExchangeValues const& values, Instant now);
/// 400.7 where a category option combination is to be told.
Result<std::string> adx(ExchangeValues const& values, Instant now);

}  // namespace fx::app
