#pragma once
/// The product's own catalogue, for tests.
#include "catalog/catalogue.hpp"

#include <gtest/gtest.h>

namespace fx::catalog {

inline Catalogue const& product() {
    static auto const loaded = load(embedded_sources());
    for (auto const& mistake : loaded.mistakes)
        ADD_FAILURE() << mistake.file << ":" << mistake.line << ": " << mistake.what.en << ". " << mistake.remedy.en;
    return *loaded.catalogue;
}

}  // namespace fx::catalog
