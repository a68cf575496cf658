#pragma once
/// A return in a superior's own form: tables/template.hpp says what becomes of the workbook, this which marks there are.

#include "app/return_sheet.hpp"
#include "tables/template.hpp"

#include <string>
#include <string_view>

namespace fx::app {

inline constexpr std::size_t template_bytes_max = tables::template_limits.file_bytes_max;

/// Marks: a cell by its name or its label in either language, [[missing]] [[未排查户数]]; of the n-th part in the order of
/// the divisions [[missing@1]], at the place itself and none of its parts
/// [[missing@0]]; [[#place]] [[#place@1]] names, [[#date]] 2020-02-03, [[#date_zh]] 2020年2月3日, [[#since]].
/// Lines for more parts than there are stay empty. 422.320 for a form without marks, 422.321 for one that nothing answers to
/// or two cells do, 400.7 when the form has fewer lines than there are parts, and what fill_template() refuses.
Result<std::string> fill_return(std::string_view xlsx, ReturnPrint const& print);

}  // namespace fx::app
