#pragma once
/// Typed access to a record's values by the handles catalogc generates (generated/catalog/handles.hpp):
///     auto const outcome = get(values, handles::household_screening::visit_outcome);   // optional<string_view>
/// A field that is renamed or changes its kind breaks the compile of its users. A handle's index is the field's
/// position in `values`; a site's own fields stand after the catalogue's, so that it always holds.

#include "base/assert.hpp"
#include "base/place.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "catalog/kinds/codes.hpp"
#include "catalog/setting.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fx {

enum class KindTag {
    text,
    long_text,
    integer,
    decimal,
    temperature,
    date,
    instant,
    code,
    codes,
    boolean,
    division,
    place,
    household,
    person,
    reference,
    id_card,
    credit_code,
    phone,
    geo_point,
    attachment,
    table
};

template <KindTag tag>
struct KindType {
    using type = std::string_view;  ///< text; a code; canonical JSON of codes, tables and positions
};
template <>
struct KindType<KindTag::integer> {
    using type = std::int64_t;
};
template <>
struct KindType<KindTag::decimal> {
    using type = std::int64_t;
};  ///< × 10^digits
template <>
struct KindType<KindTag::temperature> {
    using type = std::int64_t;
};  ///< tenths of a degree
template <>
struct KindType<KindTag::date> {
    using type = Date;
};
template <>
struct KindType<KindTag::instant> {
    using type = Instant;
};
template <>
struct KindType<KindTag::boolean> {
    using type = bool;
};
template <>
struct KindType<KindTag::division> {
    using type = Place;
};
template <>
struct KindType<KindTag::place> {
    using type = Place;
};
template <>
struct KindType<KindTag::household> {
    using type = Id;
};
template <>
struct KindType<KindTag::person> {
    using type = Id;
};
template <>
struct KindType<KindTag::reference> {
    using type = Id;
};
template <>
struct KindType<KindTag::attachment> {
    using type = Id;
};

/// One field of one record type (or one column of one table); its name is needed for queries and problems.
template <KindTag tag, int index_>
struct FieldHandle {
    using type = typename KindType<tag>::type;
    static constexpr int index = index_;
    std::string_view name;
};

/// The value, or nothing when the field is absent. Texts live as long as `values`.
template <KindTag tag, int index>
std::optional<typename KindType<tag>::type> get(std::span<Value const> values, FieldHandle<tag, index>) {
    using Type = typename KindType<tag>::type;
    FX_ASSERT(std::size_t(index) < values.size());
    auto const& value = values[std::size_t(index)];
    if (is_null(value)) return std::nullopt;
    if constexpr (std::is_same_v<Type, std::string_view>) {
        return std::string_view(std::get<std::string>(value));
    } else if constexpr (std::is_same_v<Type, Id>) {
        return std::get<Id>(value);
    } else if constexpr (std::is_same_v<Type, Date>) {
        return Date{std::int32_t(std::get<std::int64_t>(value))};
    } else if constexpr (std::is_same_v<Type, bool>) {
        return std::get<std::int64_t>(value) != 0;
    } else {
        return Type{std::get<std::int64_t>(value)};
    }
}

/// Whether `code` is among the chosen codes.
template <int index>
bool chosen(std::span<Value const> values, FieldHandle<KindTag::codes, index> handle, std::string_view code) {
    bool found = false;
    if (auto const text = get(values, handle))
        catalog::each_code(*text, [&](std::string_view each) { return found = each == code; });
    return found;
}

/// A record being made by the server: one value per field, all absent at first.
class Draft {
public:
    explicit Draft(std::size_t fields) : values_(fields) {}
    explicit Draft(Row values) : values_(std::move(values)) {}

    template <KindTag tag, int index>
    Draft& set(FieldHandle<tag, index>, typename KindType<tag>::type const& value) {
        using Type = typename KindType<tag>::type;
        FX_ASSERT(std::size_t(index) < values_.size());
        auto& cell = values_[std::size_t(index)];
        if constexpr (std::is_same_v<Type, std::string_view>)
            cell = std::string(value);
        else if constexpr (std::is_same_v<Type, Id>)
            cell = value;
        else if constexpr (std::is_same_v<Type, Date>)
            cell = std::int64_t(value.days);
        else if constexpr (std::is_same_v<Type, Instant>)
            cell = value.ms;
        else if constexpr (std::is_same_v<Type, Place>)
            cell = value.value;
        else
            cell = std::int64_t(value);
        return *this;
    }
    template <KindTag tag, int index>
    Draft& clear(FieldHandle<tag, index>) {
        values_[std::size_t(index)] = Value();
        return *this;
    }

    Row const& values() const& { return values_; }
    Row take() { return std::move(values_); }

private:
    Row values_;
};

}  // namespace fx
