#include "line.hpp"

namespace fx::sim {

Fate fate(Random& dice) {
    auto const n = dice.below(100);
    return n < 55   ? Fate::arrives
           : n < 70 ? Fate::answer_lost
           : n < 78 ? Fate::lost
           : n < 86 ? Fate::cut
           : n < 93 ? Fate::late
                    : Fate::twice;
}

char const* name(Fate of) {
    switch (of) {
        case Fate::arrives: return "arrives";
        case Fate::answer_lost: return "answer lost";
        case Fate::lost: return "lost";
        case Fate::cut: return "cut";
        case Fate::late: return "late";
        case Fate::twice: return "twice";
    }
    return "";
}

}  // namespace fx::sim
