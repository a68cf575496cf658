#include "app/cli/detect_method.hpp"
#include "base/assert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fx::app::cli {
namespace {

using boost::json::value;
using Kind = ControlKey::Kind;

Problem wrong_setting(std::string_view key, std::string zh, std::string en) {
    return Problem(ProblemKind::detector_control_invalid, {std::string(key), Words(std::move(zh), std::move(en))})
        .at(std::string(key));
}

std::string comma_list(std::vector<std::string> const& names) {
    std::string text;
    for (auto const& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

Problem unknown_setting(std::vector<ControlKey> const& keys, std::string_view name) {
    std::vector<std::string> known;
    for (auto const& key : keys) known.emplace_back(key.name);
    return wrong_setting(name.substr(0, 60), "没有这个参数，可用的有 " + comma_list(known),
                         "there is no such setting; there are " + comma_list(known));
}

bool fits(ControlKey const& key, value const& given) {
    if (!given.is_number()) return false;
    auto const number = given.to_number<double>();
    if (key.kind == Kind::integer && number != std::floor(number)) return false;
    return number >= key.least && number <= key.most;
}

std::string bounds_of(ControlKey const& key) { return fmt::format("{} .. {}", key.least, key.most); }

Result<void> check_setting(ControlKey const& key, value const& given) {
    if (given.is_null() && key.nullable) return {};
    switch (key.kind) {
        case Kind::integer:
            if (fits(key, given)) return {};
            return wrong_setting(key.name, "请填 " + bounds_of(key) + " 之间的整数",
                                 "give a whole number within " + bounds_of(key));
        case Kind::number:
            if (fits(key, given)) return {};
            return wrong_setting(key.name, "请填 " + bounds_of(key) + " 之间的数", "give a number within " + bounds_of(key));
        case Kind::flag:
            if (given.is_bool()) return {};
            return wrong_setting(key.name, "请填 true 或 false", "give true or false");
        case Kind::choice:
            if (given.is_string() && std::ranges::find(key.choices, std::string(given.get_string())) != key.choices.end())
                return {};
            if (key.most > key.least && fits(key, given)) return {};
            return wrong_setting(key.name, "请从 " + comma_list(key.choices) + " 中选择",
                                 "give one of " + comma_list(key.choices));
        case Kind::numbers: break;
    }
    bool const good = given.is_array() && (key.count == 0 || given.get_array().size() == key.count) &&
                      std::ranges::all_of(given.get_array(), [&](value const& one) { return fits(key, one); });
    if (good) return {};
    auto const many = key.count == 0 ? std::string() : fmt::format("{} ", key.count);
    return wrong_setting(key.name, fmt::format("请填由 {}个 {} 之间的数组成的列表", many, bounds_of(key)),
                         fmt::format("give a list of {}numbers within {}", many, bounds_of(key)));
}

}  // namespace

Result<Control> Control::make(std::vector<ControlKey> const& keys, boost::json::object const& given) {
    for (auto const& member : given)
        if (std::ranges::none_of(keys, [&](ControlKey const& key) { return key.name == std::string_view(member.key()); }))
            return unknown_setting(keys, member.key());
    Control control;
    for (auto const& key : keys) {
        auto const* found = given.if_contains(key.name);
        if (found != nullptr) FX_CHECK(check_setting(key, *found));
        control.values_[key.name] = found != nullptr ? *found : boost::json::parse(key.fallback);
    }
    return control;
}

double Control::number(std::string_view key) const { return values_.at(key).to_number<double>(); }

std::vector<double> Control::numbers(std::string_view key) const {
    std::vector<double> numbers;
    for (auto const& one : values_.at(key).as_array()) numbers.push_back(one.to_number<double>());
    return numbers;
}

}  // namespace fx::app::cli
