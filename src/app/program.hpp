#pragma once
/// A site at work: catalogue, store, engine, network and domains, put together. The server and every command that
/// touches data make one.

#include "app/devices.hpp"
#include "app/site.hpp"
#include "catalog/catalogue.hpp"
#include "catalog/diseases.hpp"
#include "catalog/plans.hpp"
#include "catalog/returns.hpp"
#include "network/network.hpp"
#include "records/engine.hpp"
#include "store/store.hpp"
#include "trace/whereabouts.hpp"

#include <memory>
#include <string>

namespace fx::app {

class Program {
public:
    struct Options {
        Site site;
        bool read_only = false;  ///< look only: no lock, no migration, no write
    };
    /// Catalogue with overlay, store with migrations, keys, then the in-memory network. Start-up of the demo county is
    /// measured in docs/performance.md.
    static Result<std::unique_ptr<Program>> open(Options options, Clock const& clock, Random& random);
    ~Program();

    Site const site;
    Clock const& clock;
    Random& random;
    std::shared_ptr<catalog::Catalogue const> catalogue;
    catalog::LoadedReturns returns;  ///< refer to the catalogue
    catalog::LoadedPlans plans;
    catalog::LoadedDiseases diseases;
    std::unique_ptr<records::Sealer> sealer;
    std::unique_ptr<trace::Whereabouts> whereabouts;  ///< before the store, whose last commits it is told of
    std::unique_ptr<store::Store> store;
    std::unique_ptr<network::Network> network;
    std::unique_ptr<records::Engine> engine;
    std::unique_ptr<Devices> devices;

    std::int64_t county() const { return site.county.division_code(); }
    /// The actor of set-up commands on this machine: whoever may read the key file is the administrator.
    records::Actor local_actor() const;
    /// Journals the change of what is no record (an account, a lower instance): it stands there like every other change.
    void journal(store::Tx& tx, records::Actor const& by, std::string type, Id const& id, std::string action,
                 std::string body) const;

private:
    Program(Site of, Clock const& time, Random& dice) : site(std::move(of)), clock(time), random(dice) {}
};

}  // namespace fx::app
