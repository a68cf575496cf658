#pragma once
/// The apostrophe that keeps a spreadsheet from changing a CSV cell. A cell that begins with = + - @ tab CR or LF (or
/// the full-width = + - @) is taken for a formula when the file is opened: a name such as =HYPERLINK(…) would run, a
/// phone +86138… would become a number (OWASP, "CSV Injection"). Such a cell is written with one apostrophe
/// before it. Plain negative numbers (-12.5) are left alone: they cannot run and totals need them.
/// Reading takes the apostrophe away again, so that what was written is what is read.

#include <string>
#include <string_view>

namespace fx::tables {

/// Whether `cell` must be written with an apostrophe. `long_numbers`: also numbers a spreadsheet would show as
/// 6.1E+17 or strip of their leading zero (12 and more digits; 2 and more digits beginning with 0).
bool needs_guard(std::string_view cell, bool long_numbers);
/// Whether the first character of `cell`, as read, is such an apostrophe.
bool is_guarded(std::string_view cell);

}  // namespace fx::tables
