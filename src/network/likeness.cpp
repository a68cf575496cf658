#include "network/likeness.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <algorithm>

namespace fx::network {
namespace {

namespace person = handles::person;

/// Codes of duplicate_reason.
std::string reason_codes(std::uint32_t evidence) {
    constexpr std::pair<std::uint32_t, char> codes[] = {{names::same_id_number, '1'}, {names::same_phone, '2'},
                                                        {names::same_name, '3'},      {names::same_pinyin, '4'},
                                                        {names::same_household, '5'}, {names::same_birth_date, '6'}};
    std::string json = "[";
    for (auto const& [bit, code] : codes)
        if ((evidence & bit) != 0) json += (json.size() > 1 ? ",\"" : "\"") + std::string(1, code) + "\"";
    return json + "]";
}

/// Within one run only: the hashes never leave the program.
std::uint64_t hash_of(std::optional<std::string_view> text) { return text ? std::hash<std::string_view>()(*text) | 1 : 0; }

}  // namespace

names::Profile profile_of(records::Record const& record) {
    auto const values = std::span<Value const>(record.values);
    auto const sex = get(values, person::sex);
    names::PersonTraits traits;
    traits.name = get(values, person::name).value_or("");
    traits.sex = sex == "1" ? names::Sex::male : sex == "2" ? names::Sex::female : names::Sex::unknown;
    traits.birth_date = get(values, person::birth_date);
    traits.id_number_hash = hash_of(get(values, person::id_number));
    traits.phone_hash = hash_of(get(values, person::phone));
    traits.household = std::hash<Id>()(get(values, person::household).value_or(Id{}));
    traits.place = record.place;
    return names::profile_of(traits);
}

records::NewRecord duplicate_proposal(Id const& first, Id const& second, names::Likeness const& likeness, Instant now) {
    namespace candidate = handles::duplicate_candidate;
    Draft draft(candidate::fields);
    draft.set(candidate::first, first)
        .set(candidate::second, second)
        .set(candidate::score, std::int64_t(likeness.score * 100));
    draft.set(candidate::reasons, reason_codes(likeness.evidence)).set(candidate::found_at, now);
    return {std::string(candidate::record_type),
            records::derived_id(std::max(first, second), format(std::min(first, second)), 0), draft.take(), "", false};
}

}  // namespace fx::network
