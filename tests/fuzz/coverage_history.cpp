// Any history: two bytes a step, on nine places and 256 subjects; at the end every figure is counted again by hand.
#include "base/assert.hpp"
#include "engines/coverage/coverage.hpp"

#include <map>

using namespace fx;
using namespace fx::coverage;

namespace {

struct Known {
    Place place;
    Status status = Status::not_expected;
};

bool below(Place place, Place top) { return top.value == 1 || place == top || place.value / 10 == top.value; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::vector<Branch> const branches{{{1}, {}},     {{11}, {1}},   {{12}, {1}},   {{111}, {11}}, {{112}, {11}},
                                       {{113}, {11}}, {{121}, {12}}, {{122}, {12}}, {{123}, {12}}};
    Tree tree;
    FX_ASSERT(tree.add(branches).empty());
    Population people(tree, 1);
    auto& series = people.open({"screening", "1"});
    std::map<Id, Known> known;
    for (std::size_t at = 0; at + 1 < size; at += 2) {
        Id id;
        id.bytes[15] = 1;
        id.bytes[14] = data[at + 1];
        auto const place = branches[(data[at] >> 3) % branches.size()].place;
        auto const found = known.find(id);
        bool const here = found != known.end(), expected = here && found->second.status != Status::not_expected;
        auto const fulfilled = data[at] & 8 ? Status::late : Status::on_time;
        switch (data[at] % 8) {
            case 0:
            case 1:
                FX_ASSERT((people.add(id, place) == Change::applied) == known.try_emplace(id, Known{place}).second);
                break;
            case 2: FX_ASSERT((people.remove(id) == Change::applied) == (known.erase(id) > 0)); break;
            case 3:
                FX_ASSERT((people.move(id, place) == Change::applied) == (here && found->second.place != place));
                if (here) found->second.place = place;
                break;
            case 4:
                FX_ASSERT((series.expect(id) == Change::applied) == (here && !expected));
                if (here && !expected) found->second.status = Status::missing;
                break;
            case 5:
                FX_ASSERT((series.unexpect(id) == Change::applied) == expected);
                if (here) found->second.status = Status::not_expected;
                break;
            case 6:
                (void)series.fulfil(id, fulfilled == Status::late);
                if (expected) found->second.status = fulfilled;
                break;
            case 7:
                (void)series.reopen(id);
                if (expected) found->second.status = Status::missing;
                break;
        }
    }
    for (auto const& [top, parent] : branches) {
        Figures figures;
        for (auto const& [id, person] : known) {
            if (!below(person.place, top)) continue;
            figures.expected += person.status != Status::not_expected;
            figures.fulfilled += person.status == Status::on_time || person.status == Status::late;
            figures.late += person.status == Status::late;
        }
        FX_ASSERT(series.figures(top) == figures);
        auto const page = people.list(series, top, Filter::missing, {}, page_limit_max).value();
        FX_ASSERT(page.subjects.size() == figures.missing());
        for (auto const& subject : page.subjects) FX_ASSERT(known.at(subject.id).status == Status::missing);
    }
    return 0;
}
