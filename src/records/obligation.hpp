#pragma once
/// Obligations: who must be visited, measured or answered, in which period, by when. One mechanism opens, fulfils
/// and withdraws all of them; coverage follows from its events.

#include "base/id.hpp"
#include "base/place.hpp"
#include "base/time.hpp"
#include "catalog/predicate.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fx::records {

enum class Duty { open = 0, fulfilled = 1, fulfilled_late = 2, withdrawn = 3 };

/// One run of an obligation type: a screening round, the morning of a day. (county, id) is its key.
struct Period {
    std::int64_t county = 0;
    Id id;
    std::string type;   ///< name of the catalogue's ObligationRule
    std::string label;  ///< shown to people: "第一轮排查", "2020-02-03 上午"
    Place area;
    Instant opens_at;
    Instant due_at;  ///< default for its obligations
    std::optional<Instant> closed_at;
    Id source;  ///< the record that opened it; nil = a calendar
    std::string subject_type;
};

struct Obligation {
    std::int64_t county = 0;
    Id period;
    Id subject;
    std::string type;
    Place place;
    Instant opened_at;
    Instant due_at;
    Duty state = Duty::open;
    std::optional<Instant> fulfilled_at;
    Id fulfilled_by;  ///< the record that fulfilled it
};

struct OpenObligation {
    Id period;
    Id subject;
    Place place;
    Instant due_at;
    bool look = false;  ///< the subject is not new: records that fulfil the duty may have come before it
};
/// One obligation for every living subject of the period's subject type in its area for which `where` holds.
struct OpenForAll {
    Id period;
    catalog::Predicate where = {};
    bool again = false;  ///< the period was open before: its duties are brought up to date with who lives where now
};
/// The cut-off of an open period is another now. Where the period is its own source (a round), its duties move with it, and
/// those done are judged by it; duties of other periods (revisits) have dates of their own and keep them.
struct MoveDue {
    Id period;
    Instant due_at;
};
struct FulfilObligation {
    Id period;
    Id subject;
    Instant at;  ///< when the duty was done, as the device stated it: late is judged by this
    Id by;
};
/// The duty no longer applies (the household closed, the person was released), or its fulfilment proved void (`reopen`).
/// A withdrawn duty that is opened again is judged by the records that fulfil it then.
struct WithdrawObligation {
    Id period;
    Id subject;
    bool reopen = false;
};

/// The id of a calendar period, the same wherever it is computed: from county, type and name ("2020-02-03/1").
Id period_id(std::int64_t county, std::string_view type, std::string_view name);

/// What happened to one obligation, or to a subject of obligations, in a committed transaction, in order.
/// A record type is a subject type when an ObligationRule names it; a subject lives while it is in its initial state.
struct ObligationEvent {
    enum class What { opened, fulfilled, reopened, withdrawn, subject_added, subject_moved, subject_removed } what;
    std::int64_t county = 0;
    Id period;  ///< nil for subject events
    Id subject;
    Place place;               ///< opened and subject events: where the subject stands
    bool late = false;         ///< fulfilled
    std::string subject_type;  ///< subject events
};

/// Told of committed changes on the writer's thread, before the answers leave: coverage follows through this.
class ObligationListener {
public:
    virtual ~ObligationListener() = default;
    virtual void period_opened(Period const& period) = 0;
    virtual void period_closed(Period const& period) = 0;
    virtual void apply(std::vector<ObligationEvent> const& events) = 0;
    /// False only when it is certain that no committed obligation of `subject` in `period` is open or done.
    virtual bool may_owe(Id const& period, Id const& subject) const = 0;
};

store::Table const& period_table();
store::Table const& obligation_table();
Row to_row(Period const& period);
Row to_row(Obligation const& obligation);
Period period_from(Row const& row);
Obligation obligation_from(Row const& row);

}  // namespace fx::records
