#pragma once
/// The names a superior's system knows our returns by: catalog/exchange/codes.jsonc of a site, read with its overlay.

#include "catalog/returns.hpp"

#include <map>
#include <string>

namespace fx::catalog {

/// The codes of one return. A cell that is not listed is not asked for and does not leave.
struct ExchangeReturn {
    struct Element {
        std::string data_element;
        std::string option_combo;  ///< categoryOptionCombo; empty = the default one
    };
    std::string data_set;
    std::map<std::string, Element, std::less<>> cells;
};

/// Without a file everything goes by our own codes under the scheme CODE.
struct ExchangeCodes {
    std::string id_scheme = "CODE", data_element_scheme = "CODE", org_unit_scheme = "CODE";  ///< CODE or UID
    std::map<Place, std::string> org_units;
    std::map<std::string, ExchangeReturn, std::less<>> returns;
};

struct LoadedExchange {
    ExchangeCodes codes;
    std::vector<Mistake> mistakes;
};

/// From the overlay's folder "exchange"; the names in it must be those of `returns`.
LoadedExchange load_exchange(std::vector<Source> const& overlay, LoadedReturns const& returns);

}  // namespace fx::catalog
