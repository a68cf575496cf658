#pragma once
/// What several kinds share: refusals that carry the field's labels, numbers and their ranges.

#include "catalog/kind.hpp"

#include <string>

namespace fx::catalog {

/// A problem of `field`; `more` are the texts' {1}, {2}…
Problem refuse(ProblemKind kind, Field const& field, std::vector<Words> more = {});
/// 422.21 with what was expected.
Problem wrong_type(Field const& field, std::string zh, std::string en);

/// The whole number or decimal of `json`, scaled by 10^field.digits, exactly: 422.28 when it has more digits after the
/// point than the field, 422.21 when it is not a number or beyond ±2^53.
Result<std::int64_t> scaled_number(boost::json::value const& json, Field const& field);
/// The same from "36.7", with or without the field's unit, half- or full-width.
Result<std::int64_t> scaled_number_in(std::string_view text, Field const& field);
/// 422.27 when the value is outside field.min..max.
Result<Value> in_range(std::int64_t value, Field const& field);
/// `value` as people read it: 36.7, 2020-02-03.
std::string readable(std::int64_t value, Field const& field);

/// Full-width digits, letters and signs (U+FF01..U+FF5E) as ASCII; the rest unchanged; trimmed.
std::string half_width(std::string_view text);
/// Characters that nobody sees and that make one name look like another or run backwards: C0 and C1 controls, DEL, the
/// zero-width and bidirectional ones (U+00AD, U+200B, U+200E, U+200F, U+202A..U+202E, U+2060..U+2069, U+FEFF). `lines`: new
/// lines and tabs are allowed, and the joiners U+200C and U+200D, which emoji are made with; in one line they are not.
bool has_control_characters(std::string_view utf8, bool lines);

/// JSON text of a Value that holds text: the canonical form of most kinds stored as text.
void write_text(JsonWriter& json, Value const& value);

}  // namespace fx::catalog
