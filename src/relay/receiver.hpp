#pragma once
/// The upper end: who may speak, what they said, how old it is.

#include "divisions/division_tree.hpp"
#include "relay/settings.hpp"
#include "relay/signature.hpp"
#include "relay/tables.hpp"

#include <functional>

namespace fx::relay {

/// The answer to a statement. After `gap` the lower instance says everything anew.
struct Receipt {
    enum class Outcome { accepted, repeat, gap } outcome = Outcome::accepted;
    std::int64_t acknowledged = 0;  ///< the greatest number taken
    std::string hash;               ///< of that statement
};

/// Information about a lower instance: how good is it?
enum class Standing { fresh, stale, silent };
/// silent: nothing has come for silent_ms, or ever. fresh: what is known is younger than fresh_ms. stale: the rest.
Standing standing_of(Lower const& lower, Instant now, Settings const& settings);
std::string_view name(Standing standing);

class Receiver {
public:
    explicit Receiver(store::Store& store) : store_(store) {}

    /// On a reading thread; waits until the figures are durable. 403.200 an instance nobody has registered, 403.201 a
    /// signature that is not its own, 403.202 figures or periods outside its division, 422.203 and others of
    /// parse_statement. A repeat and a gap change nothing.
    Result<Receipt> receive(Envelope const& envelope);
    /// Told on the writer's thread after figures of an instance were accepted. Before the first receive.
    void on_accepted(std::function<void(Place instance)> told) { told_ = std::move(told); }

private:
    Result<Receipt> take(store::Tx& tx, Lower lower, Statement const& statement, std::string const& hash, Instant known_at);

    store::Store& store_;
    std::function<void(Place)> told_;
};

/// A lower instance may speak from now on; the same again with the same key changes nothing. 409.210 when it is registered
/// with another key, 400.206 for a malformed key, 422.212 when `instance` is not below `site`.
Result<void> register_lower(store::Tx& tx, DivisionTree const& divisions, Place site, Lower lower);
/// Forgets the instance and its figures. 404.5 when it is not registered.
Result<void> remove_lower(store::Tx& tx, Place instance);

/// Each lower instance with its newest period of `type`: an open one if there is one. In place order.
struct Overview {
    Lower lower;
    std::optional<Held> newest;
};
Result<std::vector<Overview>> overview(store::Reader& reader, std::string_view type);
/// Figures of one period at the direct children of `place`, summed; the place itself first.
Result<std::vector<coverage::PlaceFigures>> figures_below(store::Reader& reader, DivisionTree const& divisions,
                                                          Place instance, Id const& period, Place place);

}  // namespace fx::relay
