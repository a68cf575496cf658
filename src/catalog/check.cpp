#include "catalog/rows.hpp"
#include "catalog/validate.hpp"

#include "base/assert.hpp"
#include "catalog/kind.hpp"

namespace fx::catalog {

Checked check(RecordType const& type, boost::json::object const& input, Date today) {
    Checked out;
    out.values.resize(type.fields.size());
    FieldSet named, failed;
    CheckScope const scope{type.fields, type.index, today, "", out.problems};
    read_members(scope, input, out.values, named, failed);
    apply_rules(scope, out.values, failed);
    return out;
}

CheckedChange check_change(RecordType const& type, std::span<Value const> current, boost::json::object const& input,
                           Date today) {
    FX_ASSERT(current.size() == type.fields.size());
    CheckedChange out;
    std::vector<Value> read(current.size());
    FieldSet named, failed;
    CheckScope const scope{type.fields, type.index, today, "", out.problems};
    read_members(scope, input, read, named, failed);
    out.merged.assign(current.begin(), current.end());
    for (std::size_t i = 0; i < read.size(); ++i)
        if (named.test(i) && !failed.test(i)) out.merged[i] = std::move(read[i]);

    // A new answer may make older ones irrelevant, those make others: they go, unless this change names them.
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 0; i < out.merged.size(); ++i) {
            if (named.test(i) || is_null(out.merged[i]) || type.fields[i].derived) continue;
            if (holds(type.fields[i].relevant, out.merged)) continue;
            out.merged[i] = Value();
            again = true;
        }
    }
    apply_rules(scope, out.merged, failed);
    for (std::size_t i = 0; i < out.merged.size(); ++i)
        if (out.merged[i] != current[i]) out.changed.push_back(int(i));
    return out;
}

std::string canonical(RecordType const& type, std::span<Value const> values, std::span<int const> which) {
    FX_ASSERT(values.size() == type.fields.size());
    JsonWriter json;
    json.reserve(512);
    json.begin_object();
    if (which.empty()) {
        write_members(json, type.fields, values);
    } else {
        for (int const at : which) {
            auto const i = std::size_t(at);
            FX_ASSERT(at >= 0 && i < values.size());
            json.key(type.fields[i].name);
            if (is_null(values[i]))
                json.null();
            else
                type.fields[i].kind->write(json, values[i], type.fields[i]);
        }
    }
    json.end_object();
    return json.take();
}

}  // namespace fx::catalog
