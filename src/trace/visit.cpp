#include "trace/hooks.hpp"
#include "trace/support.hpp"

#include <cctype>

namespace fx::trace {
namespace {

namespace visit = handles::place_visit;

/// A stay is entered in parts of at most this many days.
constexpr int days_max = 60;

/// The same for what is written in other letters, with or without blanks: "g 123" and "G123".
std::string plain(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (c != ' ' && c != '-') out += char(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

/// A journey is told by its number, its day and its carriage; who names no carriage shared the whole vehicle.
std::string key_of(std::span<Value const> values, Instant began) {
    if (get(values, visit::visit_kind) == "2") {
        auto const number = plain(get(values, visit::trip_number).value_or(""));
        return "trip:" + number + "/" + format(date_at(began)) + "/" + plain(get(values, visit::carriage).value_or(""));
    }
    if (auto const unit = get(values, visit::unit)) return "unit:" + format(*unit);
    return "name:" + plain(get(values, visit::place_name).value_or(""));
}

}  // namespace

Result<records::Effects> on_visit(records::Change const& change, records::Lookup&) {
    records::Effects effects;
    auto const& values = change.after->values;
    FX_CHECK(not_moved(change, visit::person));
    FX_CHECK(not_in_future(change, visit::ended_at));
    auto const began = get(values, visit::began_at).value_or(change.now),
               ended = get(values, visit::ended_at).value_or(began);
    if (ended.ms - began.ms > days_max * ms_per_day)
        return Problem(ProblemKind::visit_too_long, {std::to_string(days_max)}).at(std::string(visit::ended_at.name));
    effects.set.emplace_back(visit::place_key.index, key_of(values, began));
    return effects;
}

}  // namespace fx::trace
