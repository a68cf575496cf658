#include "base/assert.hpp"
#include "base/text.hpp"
#include "names/duplicates.hpp"
#include "names/id_card.hpp"
#include "names/pinyin.hpp"

/// Whatever is typed as a name, a number or a phone: what is accepted is accepted again in its own form.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace fx::names;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (!fx::is_utf8(text)) return 0;
    fx::Date const today{18295};
    if (auto const card = parse_id_card(text, today); card.has_value())
        FX_ASSERT(parse_id_card(card->number, today)->number == card->number);
    auto const normal = normal_name(text);
    FX_ASSERT(fx::is_utf8(normal) && normal_name(normal) == normal);
    FX_ASSERT(normal_pinyin(pinyin(text).full) == normal_pinyin(normal_pinyin(pinyin(text).full)));
    auto const profile = profile_of({.name = text});
    FX_ASSERT(likeness(profile, profile).score < probable_score);  // a name alone never is enough
    return 0;
}
