#include "records/access_log.hpp"

#include "base/text.hpp"
#include "records/permitted.hpp"

namespace fx::records {

store::Table const& access_log_table() {
    using enum store::ColumnType;
    static store::Table const table{"access_log",
                                    {{"county", integer},
                                     {"id", id},
                                     {"at", integer},
                                     {"user_id", id},
                                     {"post_id", id},
                                     {"action", text},
                                     {"type", text},
                                     {"record", id},
                                     {"purpose", text}},
                                    2};
    return table;
}

bool is_purpose(std::string_view text) {
    auto const length = utf8_length(text);
    return length >= 4 && length <= 200;
}

namespace {

Result<void> log_access(store::Tx& tx, Engine const& engine, Actor const& actor, RecordTable const& table,
                        std::int64_t county, std::string const& action, std::string_view permission, Id const& record,
                        std::string const& purpose, std::string const& count, Random& random) {
    if (!is_purpose(purpose)) return Problem(ProblemKind::purpose_needed).at("purpose");
    if (!permission.empty() && !table.type().allows(permission, actor.role))
        return not_permitted(engine.catalogue(), actor.role, table.type().label);
    tx.put(access_log_table(), {county, make_id(tx.now(), random), tx.now().ms, actor.user, actor.post, action,
                                table.type().name, record, purpose + count});
    return {};
}

}  // namespace

Result<void> log_unmasking(store::Tx& tx, Engine const& engine, Actor const& actor, RecordTable const& table,
                           std::int64_t county, Id const& record, std::string const& purpose, Random& random) {
    return log_access(tx, engine, actor, table, county, "unmask", "unmask", record, purpose, "", random);
}

Result<void> log_photo(store::Tx& tx, Engine const& engine, Actor const& actor, RecordTable const& table,
                       catalog::Field const& field, std::int64_t county, Id const& record, std::string const& purpose,
                       Random& random) {
    auto const permission = field.privacy == catalog::Privacy::identity ? "unmask" : "";
    return log_access(tx, engine, actor, table, county, "photo", permission, record, purpose, "", random);
}

void log_preview(store::Tx& tx, Actor const& actor, std::int64_t county, std::string const& what, Random& random) {
    tx.put(access_log_table(), {county, make_id(tx.now(), random), tx.now().ms, actor.user, actor.post,
                                std::string("preview"), std::string("return"), Id{}, what});
}

Result<void> log_export(store::Tx& tx, Engine const& engine, Actor const& actor, RecordTable const& table,
                        std::int64_t county, std::size_t count, std::string const& purpose, Random& random) {
    return log_access(tx, engine, actor, table, county, "export", "export", {}, purpose, " · " + std::to_string(count),
                      random);
}

}  // namespace fx::records
