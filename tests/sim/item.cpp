#include "item.hpp"

namespace fx::sim {

boost::json::object Item::json() const {
    boost::json::object out;
    out["type"] = spoiled == "type" ? "no_such_type" : type;
    if (spoiled != "id") out["id"] = format(id);
    if (!creates()) {
        out["command"] = format(command);
        out["base_version"] = base;
        if (!transition.empty()) out["transition"] = transition;
    }
    out["stated_at"] = spoiled == "time" ? "yesterday" : format(stated_at);
    if (offset != 0) out["device_offset_ms"] = offset;
    out["fields"] = fields;
    if (spoiled == "member") out["fields"].get_object()["no_such_field"] = 1;
    return out;
}

std::string brief(Id const& id) { return format(id).substr(30); }

std::string describe(Item const& item) {
    auto const what = item.creates() ? "create" : item.transition.empty() ? "change" : item.transition;
    auto text = item.type + " " + brief(item.id) + " " + what;
    if (!item.creates()) text += " on " + std::to_string(item.base) + " (" + brief(item.command) + ")";
    if (!item.spoiled.empty()) text += " spoiled:" + item.spoiled;
    return text + " stated " + format(item.stated_at) + " " + boost::json::serialize(item.fields);
}

}  // namespace fx::sim
