#pragma once
/// A filled return as it leaves the program: JSON for the pages, a table for an office, DHIS2's exchange formats.

#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "returns/sheet.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace fx::app {

/// Place, parts and days of a return for this site. 404.76 for an unknown place, 422 for a `since` after `day` or more than
/// a month before it.
Result<returns::Scope> return_scope(Program const& program, Place place, Date day, std::optional<Date> since = {});

/// The newest version whose day has come, or the one named by its first day; 404 without one.
Result<catalog::ReturnVersion const*> return_version(catalog::Return const& form, Date day, std::string_view named);

/// {"return","label",…,"cells":[…],"node":{…},"children":[…],"own":{…}}; a percentage in per cent, a date as text, no answer
/// as null. A cell that counts records brings type, where and state, one of duties its periods: with them the lists of
/// records and of coverage show what was counted.
void write_sheet(JsonWriter& json, Program const& program, returns::Sheet const& sheet, Place place, Instant now);

/// One cell of it, and one figure: a number, a text (dates, codes) or null.
void write_cell(JsonWriter& json, returns::Sheet const& sheet, catalog::Cell const& cell);
void write_figure(JsonWriter& json, catalog::Cell const& cell, returns::Figure const& figure);
/// As a person reads it: a code by its label.
std::string figure_words(catalog::Cell const& cell, returns::Figure const& figure, bool zh);

enum class ReturnFile { xlsx, csv, json, dhis2, adx };
/// Nothing for another word.
std::optional<ReturnFile> return_file(std::string_view word);
/// The ending of such a file.
std::string_view ending(ReturnFile format);

/// Whose figures leave for another system: the total of the place, its parts, or both.
enum class ExchangeUnits { own, children, both };
std::optional<ExchangeUnits> exchange_units(std::string_view word);

struct ReturnPrint {
    Program const& program;
    returns::Sheet const& sheet;
    bool zh = true;
    std::string watermark = {};  ///< at the foot of every page
    ExchangeUnits units = ExchangeUnits::own;
};
/// Writes `file`. DHIS2 and ADX as return_exchange.hpp has it: `units` is for them, the tables hold parts and
/// total.
Result<void> write_return(std::filesystem::path const& file, ReturnFile format, ReturnPrint const& print);

}  // namespace fx::app
