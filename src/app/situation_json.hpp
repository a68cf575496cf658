#pragma once
/// A situation report as JSON, each figure with the return, place and day that list what it was counted from.

#include "app/situation.hpp"
#include "base/json_writer.hpp"

namespace fx::app {

/// {"id",…,"figures":[…],"trend":[…],"coverage":[…],"missing":[…],"orders":[…],"escalations":[…]}. A figure is
/// {"item","label","share","value","of","yesterday","above","return","cell"}; with `now` also "now": what the records say
/// today.
void write_situation(JsonWriter& json, Program const& program, Situation const& report,
                     std::vector<command::ReportRow> const* now = nullptr);
/// The line of a list: what it is about, and how it stands.
void write_situation_head(JsonWriter& json, Program const& program, Situation const& report);

/// Id and name of something listed.
std::pair<std::string, std::string> named(std::string const& item);

}  // namespace fx::app
