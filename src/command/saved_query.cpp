#include "command/saved_query.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "records/query.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::command {
namespace {

namespace saved = handles::saved_query;

/// Matches lie at no more places than a large county has groups.
constexpr int places_max = 50'000;

Problem wrong(std::string why) { return Problem(ProblemKind::saved_query_wrong, {std::move(why)}).at("filter"); }

struct Wanted {
    records::RecordTable const* table = nullptr;
    records::ListQuery query;
};

Result<Wanted> wanted(records::Engine const& engine, records::Actor const& actor, std::string_view of_type,
                      std::string_view filter) {
    Wanted out{engine.table(of_type), {}};
    if (out.table == nullptr) return wrong(std::string(of_type));
    boost::system::error_code error;
    auto const json = boost::json::parse(filter, error);
    if (error || !json.is_object()) return wrong("JSON");
    for (auto const& [member, value] : json.get_object())
        if (member != "place" && member != "state" && member != "where") return wrong(std::string(member));
    auto query = records::parse_list_filter(json.get_object(), *out.table, actor);
    if (query.has_error()) return wrong(query.error().detail());
    out.query = std::move(*query);
    if (names_identity(out.query.where, out.table->type())) return wrong("identity");
    return out;
}

}  // namespace

bool names_identity(catalog::Predicate const& predicate, catalog::RecordType const& type) {
    auto const field = std::size_t(predicate.field);
    if (predicate.field >= 0 && field < type.fields.size() && type.fields[field].privacy == catalog::Privacy::identity)
        return true;
    return std::ranges::any_of(predicate.parts, [&](auto const& part) { return names_identity(part, type); });
}

Result<void> check_query(records::Engine const& engine, records::Actor const& actor, std::string_view of_type,
                         std::string_view filter) {
    FX_TRY(auto const checked, wanted(engine, actor, of_type, filter));
    if (!checked.table->type().allows("read", actor.role)) return wrong(std::string(of_type));
    return {};
}

Result<std::vector<Place>> places_of_query(records::Engine const& engine, store::Reader& reader,
                                           records::Actor const& issuer, Id const& query) {
    FX_TRY(auto const record, records::find(engine, reader, issuer, *engine.table(saved::record_type), query));
    if (record.state != saved::states::kept)
        return Problem(ProblemKind::saved_query_dropped, {std::string(get(record.values, saved::name).value_or(""))});
    FX_TRY(auto const of, wanted(engine, issuer, get(record.values, saved::of_type).value_or(""),
                                 get(record.values, saved::filter).value_or("")));
    return records::places(engine, reader, issuer, *of.table, of.query, places_max);
}

}  // namespace fx::command
