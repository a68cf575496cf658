#include "command/overdue.hpp"

namespace fx::command {

Result<std::vector<OverdueOrder>> orders_within(store::Reader& reader, std::int64_t county, Place first, Place last,
                                                Instant now) {
    std::vector<OverdueOrder> orders;
    FX_CHECK(reader.each(
        "SELECT o.id, o.subject, o.place, COUNT(*), SUM(CASE WHEN (r.state IN ('issued', 'delivered') AND "
        "r.acknowledge_by < $4) OR (r.state IN ('acknowledged', 'acting') AND r.report_by < $4) THEN 1 ELSE 0 "
        "END) AS overdue FROM r_order_receipt r JOIN r_order o ON o.county = r.county AND o.id = r.of_order "
        "WHERE r.county = $1 AND o.state = 'issued' AND r.place BETWEEN $2 AND $3 GROUP BY o.id, o.subject, "
        "o.place ORDER BY overdue DESC, o.id",
        std::vector<Value>{county, first.value, last.value, now.ms}, [&](Row& row) {
            orders.push_back(
                {std::get<Id>(row[0]), *text_in(row[1]), {*integer_in(row[2])}, *integer_in(row[3]), *integer_in(row[4])});
        }));
    return orders;
}

Result<OpenEscalations> escalations_within(store::Reader& reader, std::int64_t county, Place first, Place last,
                                           std::int64_t limit) {
    OpenEscalations out;
    FX_TRY(auto const total, reader.query("SELECT COUNT(*) FROM r_escalation WHERE county = $1 AND state = 'raised' AND "
                                          "place BETWEEN $2 AND $3",
                                          {county, first.value, last.value}));
    out.total = *integer_in(total[0][0]);
    FX_CHECK(reader.each(
        "SELECT id, about, place, missing FROM r_escalation WHERE county = $1 AND state = 'raised' AND "
        "place BETWEEN $2 AND $3 ORDER BY raised_at, id LIMIT $4",
        std::vector<Value>{county, first.value, last.value, limit}, [&](Row& row) {
            out.first.push_back({std::get<Id>(row[0]), *text_in(row[1]), {*integer_in(row[2])}, *integer_in(row[3])});
        }));
    return out;
}

}  // namespace fx::command
