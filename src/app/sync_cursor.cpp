#include "app/sync_cursor.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>

namespace fx::app {

std::string format(SyncCursor const& cursor) {
    JsonWriter json;
    json.begin_array().integer(cursor.after.value).integer(cursor.at.ms).integer(cursor.place.value).string(cursor.list);
    auto const text = json.end_array().take();
    return to_hex({reinterpret_cast<std::uint8_t const*>(text.data()), text.size()});
}

Result<SyncCursor> parse_sync_cursor(std::string const& text) {
    auto const bad = Problem(ProblemKind::bad_cursor).at("cursor");
    if (text.size() > 4096) return bad;
    auto const bytes = from_hex(text);
    boost::system::error_code error;
    auto const json = boost::json::parse(std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()), error);
    if (error || !json.is_array() || json.get_array().size() != 4) return bad;
    auto const& parts = json.get_array();
    for (std::size_t i = 0; i < 3; ++i)
        if (!parts[i].is_int64() || parts[i].get_int64() < 0) return bad;
    if (!parts[3].is_string()) return bad;
    return SyncCursor{
        {parts[0].get_int64()}, {parts[1].get_int64()}, {parts[2].get_int64()}, std::string(parts[3].get_string())};
}

}  // namespace fx::app
