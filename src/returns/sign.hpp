#pragma once
/// Signing a daily report: the figures are counted at that moment and kept with the signature.

#include "records/engine.hpp"
#include "returns/daily_report.hpp"

#include <boost/json/object.hpp>

namespace fx::returns {

/// What a person states; the figures are the server's.
struct Signature {
    Id command;  ///< device-made: a repeat is known by it
    Id unit;
    Date date;
    bool nil = false;
    std::int64_t base_version = 0;  ///< of the report that was looked at; 0 = none yet
    boost::json::object fields;     ///< sites_checked, publicity, matters, reason
};

/// The unit's own figures of the days that its report of `day` covers, from a snapshot: counting is not the writer's. 404.55
/// for an unknown unit.
Result<Sheet> count_unit(records::Engine const& engine, store::Reader& reader, catalog::Return const& form,
                         std::int64_t county, Id const& unit, Date day);

/// Signs for the first time, or anew after a return or to correct. Figures signed before stay in the record's history.
/// 403.51 and 403.244 for a post that is not the unit's own, 404.55 and 422.246 for a unit that reports not, 422.240 for a
/// day that is closed, 422.319 for one on which its calendar owes none, 422.241 and 422.242 for a nil statement that does
/// not fit the figures, 422.243 without a reason, and 409.245 when somebody signed meanwhile. `sheet` is from count_unit,
/// just before.
Result<records::Receipt> sign(records::Engine& engine, store::Journal& journal, store::Tx& tx, records::Actor const& actor,
                              Signature const& signature, Sheet const& sheet);

}  // namespace fx::returns
