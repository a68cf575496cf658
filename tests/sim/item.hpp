#pragma once
/// One command as a phone or a desk sends it in a batch of POST /api/push.

#include "base/id.hpp"
#include "base/time.hpp"

#include <boost/json.hpp>

#include <string>

namespace fx::sim {

struct Item {
    std::string type;
    Id id;
    Id command;               ///< nil: a create; else a change or a move
    std::int64_t base = 0;    ///< version the change was made on
    std::string transition;   ///< empty: a change
    Instant stated_at;        ///< by the clock of the device, right or wrong
    std::int64_t offset = 0;  ///< how far the device says its clock is ahead, ms; 0: it says nothing
    boost::json::object fields;
    std::string spoiled;  ///< what is wrong with it in a way no server may accept; empty: nothing

    /// By the server's clock, as far as the device knows.
    Instant at() const { return stated_at + -offset; }
    bool creates() const { return command.is_nil(); }
    boost::json::object json() const;
};

/// The last six digits of an id: enough to follow a record through a trace.
std::string brief(Id const& id);
/// "screening …a1b2c3 create", for traces.
std::string describe(Item const& item);

}  // namespace fx::sim
