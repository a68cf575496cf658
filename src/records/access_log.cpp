#include "records/access_log.hpp"

#include "base/text.hpp"

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

Result<void> log_unmasking(store::Tx& tx, Actor const& actor, RecordTable const& table, std::int64_t county,
                           Id const& record, std::string const& purpose, Random& random) {
    auto const length = utf8_length(purpose);
    if (length < 4 || length > 200) return Problem(ProblemKind::purpose_needed).at("purpose");
    if (!table.type().allows("unmask", actor.role))
        return Problem(ProblemKind::not_permitted, {actor.role, table.type().label.zh});
    tx.put(access_log_table(), {county, make_id(tx.now(), random), tx.now().ms, actor.user, actor.post,
                                std::string("unmask"), table.type().name, record, purpose});
    return {};
}

}  // namespace fx::records
