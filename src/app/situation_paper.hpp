#pragma once
/// A situation report on one A4 page.

#include "app/situation.hpp"

namespace fx::app {

/// The bytes of the PDF. The same report gives the same bytes. However much there is to tell, it stays one page: the least
/// complete places are named and the rest summed, lists are cut with what is left counted, a long text ends in an ellipsis.
Result<std::string> situation_paper(Program const& program, Situation const& report, bool zh);

/// "situation_610627_2020-02-03_1"
std::string situation_file_name(Situation const& report);

}  // namespace fx::app
