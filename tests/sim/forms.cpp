#include "forms.hpp"

#include "watch/periods.hpp"

namespace fx::sim {
namespace {

using boost::json::array;
using boost::json::object;

double temperature(Random& dice) { return double(chance(dice, 12) ? 373 + dice.below(15) : 361 + dice.below(10)) / 10; }

array symptoms(Random& dice) { return chance(dice, 6) ? array{"2", "4"} : array{"0"}; }

object person_row(Random& dice, Id const& person) {
    object row;
    if (person.is_nil()) {
        row["name"] = "过客" + std::to_string(dice.below(1'000'000));
        row["residence_type"] = "3";
    } else {
        row["person"] = format(person);
    }
    row["temperature_c"] = temperature(dice);
    row["symptoms"] = symptoms(dice);
    if (chance(dice, 5)) row["in_key_area"] = true;
    if (chance(dice, 5)) row["contact_case"] = "1";
    return row;
}

}  // namespace

bool chance(Random& dice, int percent) { return dice.below(100) < std::uint64_t(percent); }

object screening(Random& dice, Id const& round, Id const& household, Instant visited_at, std::vector<Id> const& persons) {
    static std::vector<std::string> const outcomes{"1", "1", "1", "2", "3", "4", "4", "5", "6", "7", "8"};
    auto const outcome = any(dice, outcomes);
    object form;
    form["round"] = format(round);
    form["household"] = format(household);
    form["visited_at"] = format(visited_at);
    form["visit_mode"] = "1";
    form["visit_outcome"] = outcome;
    if (outcome > "3") return form;
    form["present_count"] = std::int64_t(dice.below(6));
    form["away_count"] = std::int64_t(dice.below(3));
    bool const found = chance(dice, 30);
    form["any_symptom"] = found;
    form["any_key_area"] = false;
    if (!found) return form;
    array rows;
    for (auto const& person : persons)
        if (chance(dice, 60)) rows.push_back(person_row(dice, person));
    if (rows.empty() || chance(dice, 25)) rows.push_back(person_row(dice, {}));
    form["persons"] = std::move(rows);
    return form;
}

object screening_correction(Random& dice) {
    object form;
    form["visit_outcome"] = chance(dice, 50) ? "1" : chance(dice, 50) ? "4" : "8";
    bool const seen = form["visit_outcome"] == "1";
    for (auto const* name : {"present_count", "away_count", "any_symptom", "any_key_area", "persons"}) form[name] = nullptr;
    if (!seen) return form;
    form["present_count"] = std::int64_t(dice.below(6));
    form["away_count"] = 0;
    form["any_symptom"] = form["any_key_area"] = false;
    return form;
}

object reading(Random& dice, Id const& person, Instant at) {
    auto const slot = watch::slot_at(at);
    object form;
    form["person"] = format(person);
    form["date"] = format(slot.date);
    form["slot"] = slot.code;
    form["temperature_c"] = temperature(dice);
    form["measure_method"] = "1";
    form["symptoms"] = symptoms(dice);
    form["in_place"] = true;
    form["measured_by"] = "4";
    if (form["temperature_c"].as_double() >= 37.3 || form["symptoms"].as_array()[0] != "0") form["action"] = "1";
    return form;
}

object registration(Random& dice, Id const& person, Id const& household, Place place, Instant at) {
    object form;
    if (!person.is_nil()) {
        form["person"] = format(person);
    } else {
        form["name"] = "返乡" + std::to_string(dice.below(1'000'000));
        form["id_type"] = "99";
        form["document_number"] = "D" + std::to_string(dice.below(1'000'000));
        form["sex"] = "1";
        form["birth_date"] = "1990-01-01";
        form["phone"] = "13800138000";
        form["registered_division"] = "610627000000";
    }
    form["live_place"] = format(place);
    if (household.is_nil())
        form["live_address"] = "村东头" + std::to_string(dice.below(1000)) + "号";
    else
        form["household"] = format(household);
    form["residence_type"] = "3";
    form["came_from"] = array{object{{"division", "610600000000"}}};
    form["in_key_area"] = chance(dice, 30);
    if (form["in_key_area"].as_bool()) form["left_key_area_on"] = format(date_at(at) + -int(dice.below(10)));
    form["transport"] = "4";
    form["arrived_at"] = format(at);
    form["same_vehicle_case"] = chance(dice, 10) ? "1" : "0";
    form["contact_case"] = "0";
    form["temperature_c"] = temperature(dice);
    form["symptoms"] = symptoms(dice);
    form["measure"] = "0";
    form["lead_source"] = "1";
    return form;
}

object new_household(Random& dice, Place zone) {
    auto const number = std::to_string(dice.below(1'000'000));
    return {{"zone", format(zone)}, {"house_code", "N-" + number}, {"house_use", "1"}, {"head_name", "户主" + number}};
}

object household_edit(Random& dice) {
    static std::vector<std::string> const texts{"甲", "乙", "丙"};
    object form;
    for (int n = chance(dice, 30) ? 2 : 1; n > 0; --n) switch (dice.below(5)) {
            case 0: form["address"] = any(dice, texts); break;
            case 1: form["note"] = any(dice, texts); break;
            case 2: form["resident_count"] = std::int64_t(dice.below(4)); break;
            case 3: form["phone"] = "1390000000" + std::to_string(dice.below(3)); break;
            default: form["head_name"] = any(dice, texts); break;
        }
    return form;
}

}  // namespace fx::sim
