#pragma once
/// A worker's phone: what it knows, what waits to be sent, and what it believes has been settled.

#include "forms.hpp"
#include "records/actor.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fx::sim {

/// A household as the phone last saw it.
struct Copy {
    std::int64_t version = 0;
    Place place;
    std::map<Id, std::int64_t> persons;  ///< id -> version
};

/// A record this phone made and the server has acknowledged: it may be corrected.
struct Settled {
    std::string type;
    Id id;
    std::int64_t version = 0;
};

/// Everything that a backup of the phone holds.
struct Memory {
    std::map<Id, Copy> households;
    std::vector<Item> outbox;
    std::vector<Settled> settled;
    std::int64_t sequence = 0;  ///< of the last batch made
};

class Phone {
public:
    Phone(std::string worker, records::Actor actor, std::uint64_t seed);

    std::string worker;
    records::Actor actor;    ///< as the server knows the worker now: another zone after a transfer
    std::int64_t ahead = 0;  ///< the device's clock minus the server's, ms; negative: behind
    bool online = true;
    Memory memory;
    std::optional<Memory> backup;

    Instant clock(Instant server) const { return server + ahead; }
    Id fresh_id(Instant server) { return make_id(clock(server), dice_); }

    /// The worker enters something; nothing when there is nothing to do.
    void enter(Instant server, std::vector<Id> const& rounds);
    /// What goes into the next batch: the oldest entries, sometimes shuffled, sometimes with one of them twice.
    std::vector<Item> next_batch();
    std::string batch_text(std::vector<Item> const& items);
    /// Takes the answer: only an entry the answer names is settled.
    void settle(std::vector<Item> const& items, boost::json::array const& results);

    void back_up() { backup = memory; }
    /// The phone is as it was at the backup: settled entries of that time wait again. Sometimes an id made since is made
    /// once more, with other content, as by a copied phone.
    void restore();
    /// Lost or broken: what had not been sent is gone, a new phone starts empty.
    void lose();

    Random& dice() { return dice_; }

private:
    Item blank(Instant server, std::string type);
    void enter_screening(Instant server, std::vector<Id> const& rounds);
    void enter_reading(Instant server);
    void enter_registration(Instant server);
    void enter_household(Instant server, std::vector<Id> const& rounds);
    void edit_household(Instant server);
    void correct(Instant server);
    void end_something(Instant server);
    void add(Item item);
    bool waits(Id const& record) const;
    std::pair<Id const, Copy>* any_household();

    SeededRandom dice_;
    std::vector<Settled> reused_;  ///< ids that a restored phone makes again
};

}  // namespace fx::sim
