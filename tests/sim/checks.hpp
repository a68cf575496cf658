#pragma once
/// Both sides compared: what the server holds against what the model says it must hold.

#include "model.hpp"
#include "site.hpp"

#include <string>
#include <vector>

namespace fx::sim {

/// What the server said it stored.
struct Receipt {
    std::string type;
    Id record;
    std::int64_t version = 0, sequence = 0;
};

/// Each finding is one sentence with the brief ids of what it is about. Empty: all is well.
using Findings = std::vector<std::string>;

/// Every record once, with the content that was sent or merged; nothing else stored.
void check_records(Site& site, Model const& model, Findings& findings);
/// Every refused item kept with its reason, and nothing else kept.
void check_quarantine(Site& site, Model const& model, Findings& findings);
/// The obligation table against the model, row by row, and coverage against plain SQL at every node.
void check_duties(Site& site, Model const& model, Findings& findings);
/// What was acknowledged stands in the journal at that place; leaves, trees, heads and rows verify; every head ever given
/// out is a beginning of the newest.
void check_journal(Site& site, std::vector<Receipt> const& receipts, std::vector<store::Head> const& heads,
                   Findings& findings);

}  // namespace fx::sim
