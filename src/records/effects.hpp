#pragma once
/// What domains add to the record engine: pure functions from a change to its effects.

#include "base/place.hpp"
#include "base/result.hpp"
#include "base/value.hpp"
#include "catalog/catalogue.hpp"
#include "records/actor.hpp"
#include "records/obligation.hpp"
#include "records/record.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fx::store {
class Reader;
}

namespace fx::records {

/// A change about to be stored. For a create `before` is null.
struct Change {
    catalog::RecordType const* type = nullptr;
    std::string action;  ///< "create", "change", "move:<transition>"
    Record const* before = nullptr;
    Record const* after = nullptr;
    Actor const* actor = nullptr;
    Instant now;        ///< server time
    Instant stated_at;  ///< the device's time of the act
    catalog::Catalogue const* catalogue = nullptr;

    /// A number of the rules, of this type or another, as it holds at this site.
    std::int64_t setting(SettingHandle of) const {
        return of.type == type->name ? type->setting(of) : catalogue->setting(of);
    }
};

/// What a hook may look at besides the change: committed data and this job's own writes. Never the clock.
class Lookup {
public:
    virtual ~Lookup() = default;
    virtual Result<std::optional<Record>> record(std::string_view type, std::int64_t county, Id const& id) = 0;
    /// Bounds of a number, date or instant, both included.
    struct Range {
        std::string_view field;
        std::int64_t from = 0, to = 0;
    };
    /// Records of `type` in `county` whose field equals `value`, at most `limit` (<= 1000), any order; with `within` only
    /// those in that range too. The field must be indexed.
    virtual Result<std::vector<Record>> where(std::string_view type, std::int64_t county, std::string_view field,
                                              Value const& value, int limit, std::optional<Range> within = {}) = 0;
    virtual Result<std::optional<Obligation>> obligation(std::int64_t county, Id const& period, Id const& subject) = 0;
    /// Open periods of one obligation type in `county`.
    virtual std::vector<Period> open_periods(std::int64_t county, std::string_view type) = 0;
    virtual Place place_of(std::string_view subject_type, Id const& subject) = 0;
    virtual bool covers(Place upper, Place lower) const = 0;
    /// For what the others cannot ask: committed data, perhaps without this job's own writes.
    virtual store::Reader& committed() = 0;
};

/// Whether a record in this state still stands: the initial state, or any when the type has no workflow.
bool living(catalog::RecordType const& type, std::string const& state);

/// The id of the n-th record of `type` that `cause` (a record or a command) brings about: a replay makes the same one.
Id derived_id(Id const& cause, std::string_view type, std::size_t n);

/// A record the change brings about.
struct NewRecord {
    std::string type;
    Id id;                      ///< from derived_id
    std::vector<Value> values;  ///< in catalogue order
    std::string state;          ///< empty = the type's initial state
    bool judged = false;        ///< judged in bulk already: its hooks are not run
};

struct RecordUpdate {
    std::string type;
    Id id;
    std::vector<std::pair<int, Value>> values;  ///< field index, new value
    std::string state;                          ///< empty = unchanged
    std::optional<Place> place;                 ///< where it stands now, when what it stands by has moved
};

/// Everything a change brings about, stored in the same transaction as the change.
struct Effects {
    std::vector<std::pair<int, Value>> set;  ///< derived fields of the record itself (a create or a change only)
    std::string state;                       ///< of the record itself when it is created; empty = the type's initial state
    std::vector<NewRecord> create;
    std::vector<RecordUpdate> update;
    std::vector<Period> open_periods;
    std::vector<Id> close_periods;
    std::vector<Id> reopen_periods;
    std::vector<MoveDue> move_due;
    std::vector<OpenObligation> open;
    std::vector<OpenForAll> open_for_all;
    std::vector<FulfilObligation> fulfil;
    std::vector<WithdrawObligation> withdraw;

    void append(Effects other);
};

/// Judges and extends one change; a Problem refuses it.
using Hook = std::function<Result<Effects>(Change const&, Lookup&)>;

}  // namespace fx::records
