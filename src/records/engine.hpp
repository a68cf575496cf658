#pragma once
/// The record engine: create, change and move any record the catalogue declares, with authority through the tree of
/// posts. It names no record type. Reading is records/query.hpp.

#include "catalog/catalogue.hpp"
#include "records/actor.hpp"
#include "records/effects.hpp"
#include "records/obligation.hpp"
#include "records/record.hpp"
#include "records/responsibility.hpp"
#include "store/store.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace fx::records {

/// A create command that has passed the catalogue's checks, ready for the writer's thread.
struct PreparedCreate {
    RecordTable const* table = nullptr;
    Id id;
    Instant stated_at;  ///< by the server's clock
    std::vector<Value> values;
    std::string body = {};  ///< of its journal entry, unless a hook sets a derived field; empty = made when it is stored
    std::int64_t clock_offset_ms = 0;  ///< how far the device's clock, which stated the time, was ahead; 0 = right
};

struct ChangeCommand {
    RecordTable const* table = nullptr;
    Id id;
    Id command;  ///< device-made: a repeat is known by it
    std::int64_t base_version = 0;
    Instant stated_at;                 ///< by the server's clock
    std::int64_t clock_offset_ms = 0;  ///< as of PreparedCreate
    boost::json::object fields;
    std::string transition;  ///< empty = a change; else the move's name
    bool exact = false;      ///< refused (409.230) when the record has changed since base_version at all, instead of merged
};

/// What a change brought about, for the person who made it.
struct EffectSummary {
    std::string what;  ///< "created", "updated", "obligation"
    std::string type;  ///< record type or obligation type
    Id id;             ///< record or subject
    std::optional<Instant> due_at;
};

struct Receipt {
    enum class Outcome { created, changed, merged, repeat } outcome = Outcome::created;
    std::int64_t county = 0;
    Id id;
    std::int64_t version = 0;
    store::Sequence sequence;
    std::vector<EffectSummary> effects;
};

/// One field two people changed to different values.
struct FieldConflict {
    std::string field;
    std::string theirs;  ///< JSON of the stored value
    std::string yours;   ///< JSON of the refused value
};

/// A write's result: a receipt, or every problem found, with the conflicting fields when there are any.
struct Outcome {
    std::optional<Receipt> receipt;
    std::vector<Problem> problems;
    std::vector<FieldConflict> conflicts;
    bool ok() const { return receipt.has_value(); }
};

/// Subjects of obligations by place; implemented by network.
class Subjects {
public:
    virtual ~Subjects() = default;
    using Visit = std::function<void(Id const& subject, Place place)>;
    /// Every living subject of the type within the range, in place order.
    virtual void each(std::string_view subject_type, Place first, Place last, Visit const& visit) const = 0;
};

class Engine {
public:
    struct Parts {
        std::shared_ptr<catalog::Catalogue const> catalogue;
        Responsibility const* responsibility = nullptr;
        Subjects const* subjects = nullptr;
        Sealer const* sealer = nullptr;
        store::Journal* journal = nullptr;
        ObligationListener* listener = nullptr;  ///< may be null
        std::int64_t clock_ahead_minutes_max = 10;
    };
    explicit Engine(Parts parts);
    ~Engine();

    /// Called by domains at start-up, before the first write. Hooks of one type run in the order they were added.
    void add_hook(std::string_view type, Hook hook);
    /// The period that a fulfilling record speaks of, for an obligation whose rule names no field that holds it. Called at
    /// start-up like add_hook. Pure.
    using PeriodOf = std::function<std::optional<Id>(Record const&)>;
    void add_period(std::string_view obligation, PeriodOf period_of);
    /// Reads the open periods. Once, at start-up.
    Result<void> start(store::Reader& reader);

    RecordTable const* table(std::string_view type) const;  ///< nullptr when there is no such type
    catalog::Catalogue const& catalogue() const { return *parts_.catalogue; }
    Sealer const& sealer() const { return *parts_.sealer; }
    Responsibility const& responsibility() const { return *parts_.responsibility; }
    /// The living subjects of a type, in memory; null for a type that no obligation has as its subject.
    Subjects const* subjects(std::string_view type) const {
        return subject_types_.contains(type) ? parts_.subjects : nullptr;
    }

    /// Pure: parse and check, on any thread. All problems found, or the command.
    struct Prepared {
        std::optional<PreparedCreate> command;
        std::vector<Problem> problems;
    };
    Prepared prepare_create(std::string_view type, Id id, Instant stated_at, boost::json::object const& fields,
                            Instant now) const;

    /// The rest runs on the writer's thread, inside a Tx. When the outcome is not ok nothing has been put, unless
    /// the job goes on to quarantine the item. Effects are stored with the change.
    Outcome create(store::Tx& tx, Actor const& actor, PreparedCreate const& command);
    Outcome change(store::Tx& tx, Actor const& actor, ChangeCommand const& command);
    /// Fetches what create() of these will look at, in few round trips.
    Result<void> prefetch(store::Tx& tx, std::span<PreparedCreate const* const> commands);
    /// For calendars and domains: effects without a causing record (`cause` seeds the ids of new records).
    Result<std::vector<EffectSummary>> run_effects(store::Tx& tx, Actor const& actor, std::int64_t county, Id const& cause,
                                                   Effects effects);

    std::vector<Period> open_periods(std::int64_t county) const;  ///< on the writer's thread, or before the first write

private:
    class Work;
    friend class Work;
    std::span<catalog::ObligationRule const* const> rules_for(std::string_view fulfilling_type) const;

    Parts parts_;
    std::map<std::string, std::unique_ptr<RecordTable>, std::less<>> tables_;
    std::map<std::string, std::vector<Hook>, std::less<>> hooks_;
    std::map<std::string, std::vector<catalog::ObligationRule const*>, std::less<>> rules_;  ///< by fulfilling type
    std::map<std::string, PeriodOf, std::less<>> periods_of_;                                ///< by obligation
    std::set<std::string, std::less<>> subject_types_;
    std::unordered_map<Id, Period> periods_;  ///< open ones, by id; written by commits only
};

}  // namespace fx::records
