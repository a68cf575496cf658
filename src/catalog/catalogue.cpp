#include "catalog/catalogue.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <bit>

namespace fx::catalog {
namespace {

/// Length, first, middle and last letters tell the names of one form apart well enough; a collision costs one more probe.
std::size_t hash(std::string_view name) {
    if (name.empty()) return 0;
    auto const letter = [&](std::size_t i) { return std::size_t(static_cast<unsigned char>(name[i])); };
    return (letter(0) * 31 + letter(name.size() / 2) * 17 + letter(name.size() - 1)) * 7 + name.size() * 5;
}

}  // namespace

void NameIndex::build(std::span<Field const> fields) {
    slots_.assign(std::bit_ceil(fields.size() * 2 + 1), -1);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto slot = hash(fields[i].name) & (slots_.size() - 1);
        while (slots_[slot] >= 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = std::int16_t(i);
    }
}

int NameIndex::find(std::span<Field const> fields, std::string_view name) const {
    if (slots_.empty()) {
        auto const found =
            std::find_if(fields.begin(), fields.end(), [&](Field const& field) { return field.name == name; });
        return found == fields.end() ? -1 : int(found - fields.begin());
    }
    for (auto slot = hash(name) & (slots_.size() - 1); slots_[slot] >= 0; slot = (slot + 1) & (slots_.size() - 1))
        if (fields[std::size_t(slots_[slot])].name == name) return slots_[slot];
    return -1;
}

Code const* CodeList::find(std::string_view code) const {
    auto const found = std::find_if(codes.begin(), codes.end(), [&](Code const& each) { return each.code == code; });
    return found == codes.end() ? nullptr : &*found;
}

int RecordType::field_index(std::string_view field) const { return index.find(fields, field); }

bool RecordType::allows(std::string_view action, std::string_view role) const {
    return std::any_of(permissions.begin(), permissions.end(), [&](Permission const& each) {
        return each.action == action && std::find(each.roles.begin(), each.roles.end(), role) != each.roles.end();
    });
}

std::int64_t RecordType::setting(SettingHandle of) const {
    FX_ASSERT(of.type == name && of.index < settings.size());
    return settings[of.index].value;
}

std::int64_t Catalogue::setting(SettingHandle of) const {
    auto const* holder = type(of.type);
    FX_ASSERT(holder != nullptr);
    return holder->setting(of);
}

Setting const* find_setting(std::vector<Setting> const& settings, std::string_view name) {
    auto const found = std::ranges::find(settings, name, &Setting::name);
    return found == settings.end() ? nullptr : &*found;
}

std::int64_t ObligationRule::setting(std::string_view wanted, std::int64_t otherwise) const {
    auto const* found = find_setting(settings, wanted);
    return found == nullptr ? otherwise : found->value;
}

Transition const* RecordType::transition(std::string_view wanted) const {
    auto const found =
        std::find_if(transitions.begin(), transitions.end(), [&](auto const& each) { return each.name == wanted; });
    return found == transitions.end() ? nullptr : &*found;
}

Label RecordType::state_label(std::string_view state) const {
    auto const at = std::size_t(std::find(states.begin(), states.end(), state) - states.begin());
    return at < state_labels.size() ? state_labels[at] : Label(std::string(state));
}

std::string_view privacy_name(Privacy privacy) {
    constexpr std::string_view names[] = {"open", "internal", "personal", "identity", "health"};
    return names[std::size_t(privacy)];
}

RecordType const* Catalogue::type(std::string_view name) const {
    auto const found = types_.find(name);
    return found == types_.end() ? nullptr : found->second.get();
}

CodeList const* Catalogue::code_list(std::string_view name) const {
    auto const found = code_lists_.find(name);
    return found == code_lists_.end() ? nullptr : found->second.get();
}

std::vector<RecordType const*> Catalogue::types() const {
    std::vector<RecordType const*> out;
    for (auto const& [name, type] : types_) out.push_back(type.get());
    return out;
}

std::vector<CodeList const*> Catalogue::code_lists() const {
    std::vector<CodeList const*> out;
    for (auto const& [name, list] : code_lists_) out.push_back(list.get());
    return out;
}

}  // namespace fx::catalog
