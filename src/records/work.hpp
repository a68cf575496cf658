#pragma once
/// One command under way on the writer's thread: the steps create, change and effects share.

#include "records/engine.hpp"

#include <map>
#include <set>

namespace fx::records {

class Engine::Work final : public Lookup {
public:
    Work(Engine& engine, store::Tx& tx, Actor const& actor);

    Outcome create(PreparedCreate const& command);
    Outcome change(ChangeCommand const& command);
    /// Effects of `cause` in `county`; `depth` counts effects of effects.
    Result<void> run(Effects effects, std::int64_t county, Id const& cause, Instant stated_at, int depth);
    /// Hands the collected events to the listener once the transaction is durable.
    void finish();
    std::vector<EffectSummary> summary;

    // Lookup
    Result<std::optional<Record>> record(std::string_view type, std::int64_t county, Id const& id) override;
    Result<std::vector<Record>> where(std::string_view type, std::int64_t county, std::string_view field, Value const& value,
                                      int limit, std::optional<Range> within = {}) override;
    Result<std::optional<Obligation>> obligation(std::int64_t county, Id const& period, Id const& subject) override;
    std::vector<Period> open_periods(std::int64_t county, std::string_view type) override;
    Place place_of(std::string_view subject_type, Id const& subject) override;
    bool covers(Place upper, Place lower) const override;
    store::Reader& committed() override { return tx_; }

private:
    /// Fields another command changed since the version this command saw, by name.
    using ChangedSince = std::set<std::string, std::less<>>;

    // work.cpp
    Result<std::optional<Record>> record(RecordTable const& table, std::int64_t county, Id const& id);
    Result<Effects> judge(Change const& change);
    store::Sequence put(RecordTable const& table, Record& record, std::string const& action, Id const& command,
                        Instant stated_at, std::string body);
    Result<void> prefetch(std::span<NewRecord const> wanted, std::int64_t county);
    Result<void> create_derived(NewRecord wanted, Id const& cause, Instant stated_at, int depth);
    Result<void> update_derived(std::int64_t county, RecordUpdate wanted, Id const& cause, Instant stated_at, int depth);

    // work_create.cpp
    Outcome existing(RecordTable const& table, Record const& record, PreparedCreate const& command);
    Result<store::Sequence> insert(RecordTable const& table, Record record, Id const& command, Instant stated_at, int depth,
                                   bool judged = false, std::string const& prepared_body = {});

    // work_change.cpp
    Result<std::optional<Receipt>> repeat(Record const& current, ChangeCommand const& command, ChangedSince& changed_since);
    Outcome apply(RecordTable const& table, Record const& before, ChangeCommand const& command,
                  ChangedSince const& changed_since);
    Outcome store_change(RecordTable const& table, Record const& before, Record after, ChangeCommand const& command,
                         std::span<int const> changed);
    Result<store::Sequence> update(RecordTable const& table, Record const& before, Record after, std::string const& action,
                                   Id const& command, Instant stated_at, int depth);

    // work_fulfil.cpp
    Result<void> fulfil_by_rules(RecordTable const& table, Record const* before, Record const& after, Instant stated_at);
    Result<void> fulfil_by_rule(catalog::ObligationRule const& rule, RecordTable const& table, Record const* before,
                                Record const& after, Instant stated_at);
    struct Target {
        Id subject, period;
        bool operator==(Target const&) const = default;
    };
    std::optional<Target> target(catalog::ObligationRule const& rule, RecordTable const& table, Record const& record) const;
    Result<Instant> spoken_since(catalog::ObligationRule const& rule, RecordTable const& table, Record const& record);
    Result<void> void_fulfilment(catalog::ObligationRule const& rule, RecordTable const& table, Record const& record,
                                 Target const& was);
    Result<void> fulfil_from_records(catalog::ObligationRule const& rule, RecordTable const& table, std::int64_t county,
                                     Target const& of, Id const& except);
    Result<void> fulfil_if_done(Period const& of, Id const& subject);
    Result<void> fulfil(std::int64_t county, FulfilObligation const& what);

    // work_obligations.cpp
    Result<void> withdraw(std::int64_t county, WithdrawObligation const& what);
    Result<void> open(Period const& period, OpenObligation const& wanted);
    Result<void> open_all(Period const& period, OpenForAll const& wanted);
    Result<void> follow_subjects(Period const& period);
    Result<void> open_missing(Period const& period, std::vector<std::pair<Id, Place>> const& subjects);
    Result<void> move_due(std::int64_t county, MoveDue const& wanted);
    /// Tells memory of a duty as it stands, whatever memory holds.
    void store_anew(Obligation const& obligation);
    Result<void> set_closed(std::int64_t county, Id const& id, bool closed);
    Result<void> follow_subject(RecordTable const& table, Record const* before, Record const& after);
    Period const* period(Id const& id);
    std::map<Id, Period> const& known_open();
    void store(Obligation const& obligation, ObligationEvent::What what);

    Engine& engine_;
    store::Tx& tx_;
    Actor const& actor_;
    std::vector<ObligationEvent> events_;
    std::optional<std::map<Id, Period>> known_open_;  ///< see known_open()
    std::map<Id, Period>
        opened_;  ///< periods this job opens, reopens or moves, before the commit makes them known to the engine
    std::map<Id, Period> closed_;
    std::int64_t clock_offset_ms_ = 0;  ///< of the command under way; its entries keep it beside the time it gave
};

}  // namespace fx::records
