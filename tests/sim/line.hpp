#pragma once
/// The network between a phone and the server, on a bad day.

#include "phone.hpp"

#include <vector>

namespace fx::sim {

enum class Fate {
    arrives,      ///< and the answer comes back
    answer_lost,  ///< stored, but the phone does not know
    lost,         ///< never arrives
    cut,          ///< arrives without its end
    late,         ///< the phone gives up; it arrives after what the phone sends next
    twice         ///< arrives, and once more later
};

Fate fate(Random& dice);
char const* name(Fate fate);

/// A batch on its way that nobody waits for.
struct Straggler {
    std::size_t phone = 0;
    std::string text;
    std::vector<Item> items;
};

}  // namespace fx::sim
