#include "store/session.hpp"

namespace fx::store {

Cell Cell::of(Value const& value) {
    if (auto const* number = integer_in(value)) return of(*number);
    if (auto const* text = text_in(value)) return Cell::text(*text);
    if (auto const* found = id_in(value)) return of(*found);
    if (auto const* bytes = bytes_in(value)) return blob(*bytes);
    return {};
}

Result<Rows> Session::query(std::string_view sql, std::span<Value const> parameters) {
    Rows rows;
    FX_CHECK(each(sql, parameters, [&rows](Row& row) { rows.push_back(std::move(row)); }));
    return rows;
}

}  // namespace fx::store
