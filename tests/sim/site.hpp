#pragma once
/// The server's side of the simulation: the story county's real program, reached as POST /api/push reaches it.

#include "app/ticker.hpp"
#include "county.hpp"

#include <boost/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fx::sim {

/// What the server answers to a batch: results for each item with the head of that commit, or one refusal of the whole.
struct Answer {
    std::optional<Problem> refused;
    boost::json::array results;
    std::optional<store::Head> head;
};

class Site {
public:
    Site();

    story::County& county() { return county_; }
    app::Program& program() { return county_.program(); }
    Instant now() { return county_.clock().now(); }

    Answer push(records::Actor const& actor, std::string const& text);
    /// Closes and opens, as after a restart: the calendar forgets what it has done.
    void restart();
    Result<void> tick() { return ticker_->tick(); }
    /// Rows of a query over committed data.
    store::Rows query(std::string const& sql, std::vector<Value> const& parameters = {});

private:
    story::County county_;
    std::unique_ptr<app::Ticker> ticker_;
};

}  // namespace fx::sim
