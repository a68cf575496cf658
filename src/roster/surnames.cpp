#include "roster/surnames.hpp"

#include "roster/identity.hpp"

namespace fx::roster {
namespace {

constexpr std::string_view family_mark = "家";
constexpr std::size_t own_families = 3;

}  // namespace

VillageSurnames::VillageSurnames(NameTable const& names, std::string_view village_name, Random& random) : names_(names) {
    if (village_name.empty()) return;
    for (std::size_t i = 0; i < names.surnames.size() && own_.empty(); ++i) {
        auto const& surname = names.surnames[i];
        if (village_name.starts_with(surname) && village_name.substr(surname.size()).starts_with(family_mark))
            own_.push_back(std::uint32_t(i));
    }
    while (own_.size() < own_families) own_.push_back(draw_surname(names, random));
}

std::uint32_t VillageSurnames::draw_one(Random& random) const {
    auto const lot = random.below(20);  // the first family has a quarter, the others an eighth each
    if (!own_.empty() && lot < 10) return own_[lot < 5 ? 0 : lot < 8 ? 1 : 2];
    return draw_surname(names_, random);
}

std::vector<std::uint32_t> VillageSurnames::draw(Family const& family, Random& random) const {
    std::uint32_t const husband = draw_one(random);
    std::uint32_t wife = draw_one(random);
    if (wife == husband) wife = draw_surname(names_, random);  // marriages within a surname are rare, not unknown
    bool has_husband = false;
    for (auto const& member : family.members)
        has_husband = has_husband || (member.role == Role::partner && member.body.sex == Sex::male);
    auto const childs = has_husband && random.below(20) == 0 ? wife : husband;
    std::vector<std::uint32_t> out;
    for (auto const& member : family.members) {
        bool const man = member.body.sex == Sex::male;
        switch (member.role) {
            case Role::partner: out.push_back(man ? husband : wife); break;
            case Role::child:
            case Role::grandchild: out.push_back(childs); break;
            case Role::husbands_parent: out.push_back(man ? husband : draw_one(random)); break;
            case Role::wifes_parent: out.push_back(man ? wife : draw_one(random)); break;
            case Role::relative: out.push_back(random.below(2) == 0 ? husband : draw_one(random)); break;
            case Role::unrelated: out.push_back(draw_surname(names_, random)); break;
        }
    }
    return out;
}

}  // namespace fx::roster
