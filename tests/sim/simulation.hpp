#pragma once
/// One county for some days, all of it following from a seed.

#include "checks.hpp"
#include "line.hpp"
#include "phone.hpp"

#include <string>
#include <vector>

namespace fx::sim {

class Simulation {
public:
    Simulation(std::uint64_t seed, int steps);

    /// Nothing when both sides agreed to the end; else what did not, with the lines of the trace that tell of it.
    std::string run();
    int step() const { return step_; }
    std::vector<std::string> const& trace() const { return trace_; }

private:
    void take_step();
    void pass_time();
    // the field
    void use_phone(std::size_t index);
    void happen_to(Phone& phone);
    void download(Phone& phone);
    void send(std::size_t index);
    void deliver_cut(Phone& phone, std::string const& text);
    void arrive_late();
    // the desk
    void desk();
    void new_round();
    void move_round();
    void move_household();
    void release();
    void order(std::string const& who, Item item);

    /// The batch reaches the server; the answer, each of its results compared with the model's.
    Answer deliver(std::string const& who, records::Actor const& actor, std::string const& text,
                   std::vector<Item> const& items);
    void compare(Item const& item, Verdict const& wanted, boost::json::object const& result);
    void check();
    void note(std::string const& line);
    std::string report() const;
    Item desk_item(std::string type, Id const& id, std::int64_t base, std::string transition = {});

    std::uint64_t seed_;
    int steps_, step_ = 0;
    SeededRandom dice_;
    Site site_;
    Model model_;
    std::vector<Phone> phones_;
    std::vector<Straggler> stragglers_;
    std::vector<Id> rounds_;
    std::vector<Receipt> receipts_;
    std::vector<store::Head> heads_;
    std::vector<std::string> trace_;
    Findings findings_;
};

}  // namespace fx::sim
