#pragma once
/// 行踪: who was where, who lives and works with whom, in memory, for the question whom a case has exposed.

#include "engines/tracing/tracing.hpp"
#include "records/engine.hpp"
#include "store/store.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace fx::trace {

/// Read from the store at the first question, not before: a site that traces nobody pays nothing. From then on the writer's
/// thread only notes which records have changed, and the next question reads these. Safe from many threads; questions
/// wait for one another.
class Whereabouts {
public:
    /// Follows the store's commits from now on. All three must outlive it.
    Whereabouts(records::Engine const& engine, store::Store& store, std::int64_t county);

    struct Question {
        Id person;
        Instant from, until;  ///< when the person could infect others: [from, until)
        tracing::ExposureOptions options;
        std::function<bool(Id const& person)> visible;  ///< whom the asker may see; the others are counted only
        std::size_t offset = 0, limit = 50;             ///< of the visible ones
    };
    struct Exposure {
        Id person;
        Id through;  ///< of the generation before
        std::uint32_t generation = 1;
        std::int64_t minutes = 0;
        Instant first, last;
        tracing::Reason reason = tracing::Reason::visit;
        std::string place;  ///< place_key of a visit, name of a workplace, empty for a household
    };
    struct Answer {
        std::vector<std::size_t> exposed;  ///< by generation, from 1: all
        std::size_t visible = 0;
        std::vector<Exposure> rows;  ///< by generation, then most minutes
    };
    /// Definitions: engines/tracing/exposure.hpp. Records of one person that were merged count as one person. Nobody is
    /// exposed to a person the roster does not know. Fails as the engine does (400, invalid_parameter) and as the store.
    Result<Answer> exposed(Question const& question);

private:
    static constexpr std::uint32_t none = UINT32_MAX;
    struct Person {
        Id id;
        std::uint32_t household = none, workplace = none;
        tracing::Minute from = 0, until = 0;  ///< of the household
    };
    struct Pending {
        bool listening = false;
        std::unordered_set<Id> visits, persons;
    };
    Result<void> refresh();
    Result<void> load(store::Reader& reader);
    Result<void> apply(store::Reader& reader, Pending const& changed);
    Result<void> arrange_groups();
    void put_person(Row const& row);
    Result<void> put_visit(Row const& row);
    void forget();
    void grow_index();
    Result<void> move_visits_of_merged();
    std::uint32_t number_of(Id const& person);
    /// Of a merged person, whom it was merged into, at last; `none` for somebody who is not on the roster.
    std::uint32_t survivor(Id person) const;
    std::uint32_t place_of(std::string const& key);

    records::Engine const& engine_;
    store::Store& store_;
    std::int64_t const county_;

    std::mutex noting_;
    Pending pending_;

    std::mutex asking_;
    std::vector<Person> persons_;
    std::unordered_map<Id, std::uint32_t> numbers_;     // of persons
    std::unordered_map<Id, Id> merged_;                 // into whom
    std::unordered_map<Id, std::uint32_t> households_;  // their numbers
    std::unordered_map<std::string, std::uint32_t> workplaces_, places_;
    std::vector<std::string> workplace_names_, place_keys_;
    std::unordered_map<Id, tracing::Visit> visits_;  // by record, as the index holds them
    std::optional<tracing::VisitIndex> visit_index_;
    std::optional<tracing::MembershipIndex> membership_index_;
};

}  // namespace fx::trace
