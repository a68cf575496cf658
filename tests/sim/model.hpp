#pragma once
/// What the server must hold, by the rules written plainly: the records in memory maps, each duty judged by looking at
/// every accepted record that speaks of it. It shares no code with src/records, src/watch or src/network but the ids that
/// periods and derived records get.

#include "county.hpp"
#include "item.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace fx::sim {

/// How an item must be answered. `number` is of the first problem, empty when any will do.
struct Verdict {
    std::string status;
    std::string number;
};

struct Known {
    std::string type;
    boost::json::object fields;  ///< without the empty ones
    boost::json::object first;   ///< as its maker sent it
    std::int64_t version = 1;
    std::map<std::string, std::int64_t> changed_at;  ///< field -> newest version that changed it
    std::map<Id, std::int64_t> commands;             ///< command -> the version it made
    Place place;
    std::string state;
    Id maker;           ///< account; nil: derived or imported
    Instant since;      ///< stated time from which it speaks as it does now of the duty it speaks of
    bool sent = false;  ///< made by a device: its content is checked field by field
};

struct Duty {
    enum State { open = 0, done = 1, late = 2, withdrawn = 3 };
    Place place;
    Instant due;
    State state = open;
};

struct Period {
    std::string type;
    Place area;
    Instant due;
    bool open = true;
    Id round;  ///< nil: a half-day
};

/// Why an item was refused the first time it was sent: that reason stays with it.
struct Reason {
    std::string kind;  ///< bad, conflict
    std::string number;
};
/// Refused items, which must be kept: by record id and JSON as sent.
using Kept = std::map<std::pair<Id, std::string>, Reason>;

using DutyKey = std::pair<Id, Id>;  ///< period, subject

class Model {
public:
    /// Starts from the county's roster as it was imported.
    explicit Model(story::County& county);

    /// How the server must answer, at `now`; what must be stored is taken in.
    Verdict take(Instant now, records::Actor const& actor, Item const& item);
    /// The calendar looks at the clock.
    void calendar(Instant now);

    std::map<Id, Known> const& records() const { return records_; }
    std::map<DutyKey, Duty> const& duties() const { return duties_; }
    std::map<Id, Period> const& periods() const { return periods_; }
    Kept const& kept() const { return kept_; }

private:
    // model.cpp: commands
    Verdict judge(Instant now, records::Actor const& actor, Item const& item);
    Verdict create(Instant now, records::Actor const& actor, Item const& item);
    Verdict change(Instant now, records::Actor const& actor, Item const& item);
    Verdict refuse_fields(Instant now, std::string const& type, boost::json::object const& fields) const;
    Verdict apply_move(Instant now, Known& after, Item const& item);
    Known const* find(std::string const& type, Id const& id) const;
    Place place_for(std::string const& type, boost::json::object const& fields) const;

    // model_duties.cpp: what follows
    void follow(Instant now, Id const& id, Known const* before, Item const& item);
    void follow_household(Id const& id, Known const* before);
    void follow_screening(Instant now, Id const& id, Item const& item);
    void follow_reading(Instant now, Id const& id, Known const* before, Item const& item);
    void follow_registration(Instant now, Id const& id, Item const& item);
    void follow_round(Id const& id, std::string const& move);
    void reopen_round(Id const& round);
    void found(Instant now, Id const& person, boost::json::object const& form, Item const& item, std::size_t n);
    void owe_reading(Instant now, Id const& person);
    void open(Id const& period, Id const& subject, Place place, Instant due);
    void withdraw_all(Id const& subject);
    void judge_duty(DutyKey const& key);
    std::vector<Instant> times(DutyKey const& key) const;
    bool active(Id const& record) const;
    void add_person(Id const& id, Id const& household);

    struct Observation {
        Id record;  ///< the key person's
        Date from, until;
    };
    std::map<Id, Known> records_;
    std::map<DutyKey, Duty> duties_;
    std::map<Id, Period> periods_;
    std::map<DutyKey, std::vector<Instant>> registered_;  ///< when registration duties were answered
    std::map<Id, Observation> observed_;                  ///< by person
    Kept kept_;
};

/// The id a record's fields hold under `name`; nil when there is none.
Id id_of(boost::json::object const& fields, std::string_view name);
/// Whether this outcome says that the household has been screened; whether it asks for another visit.
bool screened(std::string const& outcome);
bool wants_revisit(std::string const& outcome);
/// The period and subject a record speaks of, when it fulfils: a screening its round, a reading its half-day.
std::optional<DutyKey> speaks_of(Known const& record);

}  // namespace fx::sim
