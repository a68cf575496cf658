#include "names/duplicates.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <limits>

namespace fx::names {
namespace {

struct Entry {
    std::uint64_t key;
    std::uint32_t person;
    auto operator<=>(Entry const&) const = default;
};

/// splitmix64's finisher: every bit of the parts reaches every bit of the key.
std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

std::uint64_t key(std::uint64_t kind, std::uint64_t a, std::uint64_t b, std::uint64_t c = 0) {
    return mix(mix(mix(a + kind * 0x9e3779b97f4a7c15u) + b) + c) | 1;
}

}  // namespace

std::array<std::uint64_t, keys_max> candidate_keys(Profile const& person) {
    std::array<std::uint64_t, keys_max> keys{};
    auto const sound = person.sound_hash;
    auto const day = person.birth_date ? std::uint64_t(person.birth_date->days) : 0;
    auto const division = std::uint64_t(person.place.division_code());
    bool const named = sound != 0, born = person.birth_date.has_value();
    if (person.id_number_hash != 0) keys[0] = key(1, person.id_number_hash, 0);
    if (person.phone_hash != 0) keys[1] = key(2, person.phone_hash, person.surname_sound);
    if (named && born) keys[2] = key(3, sound, day);
    if (named && division != 0) keys[3] = key(4, sound, division);
    if (person.household != 0) keys[4] = key(5, person.household, person.surname_sound);
    if (named && born && division != 0) keys[5] = key(6, day, person.surname_sound, division / 1'000'000);
    return keys;
}

Candidates candidates(std::span<Profile const> persons, std::size_t block_max) {
    FX_ASSERT(persons.size() < std::numeric_limits<std::uint32_t>::max());
    Candidates found;
    std::vector<Entry> entries;
    entries.reserve(persons.size());
    // One kind of key at a time: a sixth of the memory, and sorted runs that fit the cache better.
    for (std::size_t kind = 0; kind < keys_max; ++kind) {
        entries.clear();
        for (std::uint32_t i = 0; i < persons.size(); ++i)
            if (auto const own = candidate_keys(persons[i])[kind]; own != 0) entries.push_back({own, i});
        std::ranges::sort(entries);
        for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
            while (end < entries.size() && entries[end].key == entries[begin].key) ++end;
            found.largest_block = std::max(found.largest_block, end - begin);
            if (end - begin > block_max) {
                ++found.blocks_left_out;
                continue;
            }
            for (auto a = begin; a < end; ++a)
                for (auto b = a + 1; b < end; ++b) found.pairs.push_back({entries[a].person, entries[b].person});
        }
    }
    std::ranges::sort(found.pairs);
    auto const repeated = std::ranges::unique(found.pairs);
    found.pairs.erase(repeated.begin(), repeated.end());
    return found;
}

std::vector<Duplicate> find_duplicates(std::span<Profile const> persons, double least_score) {
    std::vector<Duplicate> found;
    for (auto const pair : candidates(persons).pairs)
        if (auto const like = likeness(persons[pair.first], persons[pair.second]); like.score >= least_score)
            found.push_back({pair, like});
    std::ranges::sort(found, [](Duplicate const& a, Duplicate const& b) {
        return a.likeness.score != b.likeness.score ? a.likeness.score > b.likeness.score : a.pair < b.pair;
    });
    return found;
}

}  // namespace fx::names
