#include "relay/statement.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "store/sha256.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace fx::relay {
namespace {

namespace json = boost::json;

constexpr std::int64_t format_version = 1, place_code_max = 999'999'999'999;
constexpr std::int64_t sequence_max = std::numeric_limits<std::int64_t>::max() - 1;

Problem invalid(std::string const& path, std::string const& why) {
    return Problem(ProblemKind::relay_statement_invalid, {path.empty() ? "statement" : path, why}).at(path);
}

/// The members of one object: each is asked for once, and none may be left over.
class Members {
public:
    Members(json::object const& object, std::string path) : object_(object), path_(std::move(path)) {}

    std::string path(std::string_view name) const {
        return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
    }
    Result<json::value const*> any(std::string_view name) {
        ++asked_;
        auto const* value = object_.if_contains(name);
        if (value == nullptr) return invalid(path(name), "missing");
        return value;
    }
    Result<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max) {
        FX_TRY(auto const* value, any(name));
        if (!value->is_int64() || value->get_int64() < min || value->get_int64() > max)
            return invalid(path(name), "a whole number in range");
        return value->get_int64();
    }
    Result<std::string_view> text(std::string_view name) {
        FX_TRY(auto const* value, any(name));
        if (!value->is_string()) return invalid(path(name), "text");
        return std::string_view(value->get_string());
    }
    Result<Instant> instant(std::string_view name) {
        FX_TRY(auto const at, instant_or_null(name));
        if (!at) return invalid(path(name), "a time");
        return *at;
    }
    Result<std::optional<Instant>> instant_or_null(std::string_view name) {
        FX_TRY(auto const* value, any(name));
        if (value->is_null()) return std::optional<Instant>();
        auto const at = value->is_string() ? parse_instant(value->get_string()) : Result<Instant>(Problem());
        if (at.has_error() || format(*at) != std::string_view(value->get_string())) return invalid(path(name), "a time");
        return std::optional(*at);
    }
    Result<Place> division(std::string_view name) {
        FX_TRY(auto const code, integer(name, 1, place_code_max));
        return Place::division(code);
    }
    Result<json::array const*> array(std::string_view name, std::size_t size_max) {
        FX_TRY(auto const* value, any(name));
        if (!value->is_array() || value->get_array().size() > size_max) return invalid(path(name), "a list");
        return &value->get_array();
    }
    /// Everything there was asked for.
    Result<void> end() const {
        if (object_.size() != asked_) return invalid(path_, "members that do not belong there");
        return {};
    }

private:
    json::object const& object_;
    std::string path_;
    std::size_t asked_ = 0;
};

bool is_type_name(std::string_view name) {
    auto const good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), good);
}

bool is_hash(std::string_view text) {
    auto const good = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 64 && std::all_of(text.begin(), text.end(), good);
}

/// [code, expected, fulfilled, late]
Result<coverage::PlaceFigures> read_row(json::value const& value, std::string const& path) {
    constexpr std::int64_t count_max = std::numeric_limits<std::uint32_t>::max();
    if (!value.is_array() || value.get_array().size() != 4) return invalid(path, "four numbers");
    std::int64_t cells[4];
    for (std::size_t i = 0; i < 4; ++i) {
        auto const& cell = value.get_array()[i];
        if (!cell.is_int64()) return invalid(path, "four numbers");
        cells[i] = cell.get_int64();
    }
    auto const [code, expected, fulfilled, late] = cells;
    if (code < 1 || code > place_code_max) return invalid(path, "a division");
    if (late < 0 || late > fulfilled || fulfilled > expected || expected > count_max)
        return invalid(path, "0 <= late <= fulfilled <= expected");
    return coverage::PlaceFigures{Place::division(code),
                                  {std::uint32_t(expected), std::uint32_t(fulfilled), std::uint32_t(late)}};
}

Result<PeriodFigures> read_period(json::value const& value, std::string const& path) {
    if (!value.is_object()) return invalid(path, "an object");
    Members members(value.get_object(), path);
    PeriodFigures period;
    FX_TRY(auto const id, members.text("id"));
    auto const parsed = parse_id(id);
    if (parsed.has_error() || format(*parsed) != id) return invalid(members.path("id"), "an id");
    period.id = *parsed;
    FX_TRY(auto const type, members.text("type"));
    if (!is_type_name(type)) return invalid(members.path("type"), "the name of a duty");
    period.type = type;
    FX_TRY(period.area, members.division("area"));
    FX_TRY(period.opens_at, members.instant("opens_at"));
    FX_TRY(period.due_at, members.instant("due_at"));
    FX_TRY(period.closed_at, members.instant_or_null("closed_at"));
    FX_TRY(auto const* rows, members.array("figures", statement_bytes_max));
    for (std::size_t i = 0; i < rows->size(); ++i) {
        auto const at = members.path("figures[" + std::to_string(i) + "]");
        FX_TRY(auto const row, read_row((*rows)[i], at));
        if (!period.rows.empty() && row.place <= period.rows.back().place) return invalid(at, "places in order, none twice");
        period.rows.push_back(row);
    }
    FX_CHECK(members.end());
    return period;
}

void write_period(JsonWriter& out, PeriodFigures const& period) {
    out.begin_object().key("id").string(format(period.id)).key("type").string(period.type);
    out.key("area").integer(period.area.division_code());
    out.key("opens_at").string(format(period.opens_at)).key("due_at").string(format(period.due_at)).key("closed_at");
    if (period.closed_at)
        out.string(format(*period.closed_at));
    else
        out.null();
    out.key("figures").begin_array();
    for (auto const& [place, figures] : period.rows)
        out.begin_array()
            .integer(place.division_code())
            .integer(figures.expected)
            .integer(figures.fulfilled)
            .integer(figures.late)
            .end_array();
    out.end_array().end_object();
}

Result<json::value> read_json(std::string_view body) {
    if (body.size() > statement_bytes_max)
        return Problem(ProblemKind::body_too_large, {std::to_string(statement_bytes_max) + " B"});
    if (!is_utf8(body)) return Problem(ProblemKind::invalid_utf8);
    json::parse_options options;
    options.max_depth = 8;
    boost::system::error_code error;
    auto value = json::parse(body, error, {}, options);
    if (error) return Problem(ProblemKind::malformed_json, {error.message()});
    return value;
}

}  // namespace

std::string to_json(PeriodFigures const& period) {
    JsonWriter out;
    write_period(out, period);
    return out.take();
}

Result<PeriodFigures> parse_period(std::string_view text) {
    FX_TRY(auto const value, read_json(text));
    return read_period(value, "");
}

std::string to_json(Statement const& statement) {
    JsonWriter out;
    out.begin_object().key("format").integer(format_version).key("instance").integer(statement.instance.division_code());
    out.key("sequence").integer(statement.sequence).key("previous").string(statement.previous);
    out.key("as_of").string(format(statement.as_of)).key("whole").boolean(statement.whole).key("periods").begin_array();
    for (auto const& period : statement.periods) write_period(out, period);
    return out.end_array().end_object().take();
}

Result<Statement> parse_statement(std::string_view body) {
    FX_TRY(auto const value, read_json(body));
    if (!value.is_object()) return invalid("", "an object");
    Members members(value.get_object(), "");
    Statement statement;
    FX_CHECK(members.integer("format", format_version, format_version));
    FX_TRY(statement.instance, members.division("instance"));
    FX_TRY(statement.sequence, members.integer("sequence", 1, sequence_max));
    FX_TRY(auto const previous, members.text("previous"));
    if (!is_hash(previous)) return invalid("previous", "64 hex digits");
    statement.previous = previous;
    FX_TRY(statement.as_of, members.instant("as_of"));
    FX_TRY(auto const* whole, members.any("whole"));
    if (!whole->is_bool()) return invalid("whole", "true or false");
    statement.whole = whole->get_bool();
    FX_TRY(auto const* periods, members.array("periods", statement_periods_max));
    std::set<Id> seen;
    for (std::size_t i = 0; i < periods->size(); ++i) {
        auto const path = "periods[" + std::to_string(i) + "]";
        FX_TRY(auto period, read_period((*periods)[i], path));
        if (!seen.insert(period.id).second) return invalid(path, "each period once");
        statement.periods.push_back(std::move(period));
    }
    FX_CHECK(members.end());
    return statement;
}

std::string hash_of(std::string_view body) { return to_hex(store::sha256({store::bytes_of(body)})); }

std::string const& no_hash() {
    static std::string const zeros(64, '0');
    return zeros;
}

}  // namespace fx::relay
