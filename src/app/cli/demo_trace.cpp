#include "app/cli/demo_trace.hpp"

#include "app/cli/demo_steps.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fx::app::cli {
namespace {

namespace card = handles::case_report;
namespace contact = handles::contact;
namespace ride = handles::place_visit;
namespace sample = handles::lab_sample;
namespace reading = handles::temperature_reading;

/// One household of three or more in each of some villages.
struct Family {
    Place village;
    std::vector<Id> members;
};

struct DemoCase {
    std::size_t family, member;
    int onset_days_ago, reported_hours_ago;
    std::string_view classification, basis, exposures, origin;
    int infected_by;          ///< index of the case; -1 = nobody of these
    std::string_view result;  ///< of the sample; "" = none taken
    std::string_view step;    ///< "" = waits to be verified; else "verify" or "investigate"
};

/// A traveller infects his wife and a neighbour; the neighbour a relative in another village; two reports of today wait.
constexpr DemoCase cases[] = {
    {0, 0, 9, 7 * 24, "confirmed", R"(["1","2","3"])", R"(["1"])", "1", -1, "positive", "investigate"},
    {0, 1, 5, 4 * 24, "confirmed", R"(["1","2","3"])", R"(["2"])", "2", 0, "positive", "investigate"},
    {1, 0, 4, 3 * 24, "confirmed", R"(["1","2","3"])", R"(["2"])", "2", 0, "positive", "investigate"},
    {2, 0, 1, 20, "suspect", R"(["1","2"])", R"(["2"])", "", 2, "pending", "verify"},
    {3, 1, 1, 1, "suspect", R"(["1"])", R"(["9"])", "", -1, "pending", ""},
};

/// The `n`-th such household of a village.
Result<Family> family_in(Program& program, Place village, std::size_t n) {
    Family family{village, {}};
    FX_CHECK(program.store->read([&](store::Reader& reader) {
        return reader.each(
            "SELECT id FROM r_person WHERE county = $1 AND household = (SELECT household FROM r_person WHERE county = $1 "
            "AND "
            "place BETWEEN $2 AND $3 AND state = 'active' GROUP BY household HAVING count(*) BETWEEN 3 AND 6 ORDER BY "
            "household "
            "LIMIT 1 OFFSET $4) ORDER BY birth_date, id",
            std::vector<Value>{program.county(), village.value, village.group(999).value, std::int64_t(n)},
            [&](Row& row) { family.members.push_back(std::get<Id>(row[0])); });
    }));
    return family;
}

std::vector<Value> report_of(DemoCase const& of, Id const& person, Instant diagnosed, Date onset) {
    Draft draft(card::fields);
    draft.set(card::person, person).set(card::disease, "covid_19").set(card::found_by, of.infected_by < 0 ? "1" : "3");
    draft.set(card::diagnosed_at, diagnosed).set(card::symptoms, R"(["1","2"])").set(card::onset_on, onset);
    draft.set(card::exposures, of.exposures).set(card::pneumonia_on_image, "1").set(card::leukocytes_low, "1");
    draft.set(card::classification, "suspect").set(card::basis, R"(["1","2"])").set(card::outcome, "no_outcome");
    return draft.take();
}

std::vector<Value> sample_of(DemoCase const& of, Id const& person, Instant taken) {
    Draft draft(sample::fields);
    draft.set(sample::person, person).set(sample::disease, "covid_19").set(sample::sample_kind, "1");
    draft.set(sample::taken_at, taken).set(sample::test_kind, "1").set(sample::result, of.result);
    if (of.result != "pending") draft.set(sample::result_at, taken + 6 * ms_per_hour);
    return draft.take();
}

std::vector<Value> contact_of(Id const& person, Id const& of, Instant last, bool family, bool decided) {
    Draft draft(contact::fields);
    draft.set(contact::person, person).set(contact::index_case, of).set(contact::relation, family ? "1" : "6");
    draft.set(contact::mode, R"(["1","2"])").set(contact::contact_place, family ? "1" : "4");
    draft.set(contact::frequency, family ? "1" : "3").set(contact::last_contact_at, last).set(contact::protection, "0");
    draft.set(contact::decision, !decided ? "0" : family ? "1" : "2");
    if (decided) draft.set(contact::managed_by, "1").set(contact::measure, family ? "1" : "3");
    return draft.take();
}

std::vector<Value> journey_of(Id const& person, Instant began, std::int64_t row) {
    Draft draft(ride::fields);
    draft.set(ride::person, person).set(ride::visit_kind, "2").set(ride::transport, "3").set(ride::trip_number, "陕J 20318");
    draft.set(ride::seat_row, row).set(ride::began_at, began).set(ride::ended_at, began + 2 * ms_per_hour);
    return draft.take();
}

std::vector<Value> reading_of(Id const& person, Date day, std::string_view slot) {
    Draft draft(reading::fields);
    draft.set(reading::person, person).set(reading::date, day).set(reading::slot, slot);
    draft.set(reading::temperature_c, 362 + (std::int64_t(person.bytes[15]) + day.days + slot[0]) % 7);
    draft.set(reading::measure_method, "1").set(reading::symptoms, R"(["0"])").set(reading::in_place, true);
    draft.set(reading::measured_by, "2");
    return draft.take();
}

class Outbreak {
public:
    Outbreak(Program& program, store::Tx& tx, records::Actor cdc, std::vector<Family> const& families)
        : program_(program), tx_(tx), cdc_(std::move(cdc)), families_(families) {}

    Result<void> add(DemoCase const& of) {
        auto const reported = ago(of.reported_hours_ago), diagnosed = reported + -ms_per_hour;
        auto const person = families_[of.family].members[of.member];
        auto const onset = date_at(program_.clock.now()) + -of.onset_days_ago;
        FX_TRY(auto const id,
               make_at(program_, tx_, cdc_, card::record_type, report_of(of, person, diagnosed, onset), reported));
        ids_.push_back(id);
        if (!of.result.empty()) {
            auto const known = of.result == "pending" ? reported : reported + 7 * ms_per_hour;
            FX_CHECK(make(sample::record_type, sample_of(of, person, reported), known));
        }
        return of.step.empty() ? Result<void>() : decide(of, id, reported + ms_per_hour);
    }

    Result<void> meet(Id const& person, std::size_t of, std::int64_t hours_ago, bool family, bool decided = true) {
        return make(contact::record_type, contact_of(person, ids_[of], ago(hours_ago), family, decided),
                    ago(std::max(hours_ago - 12, std::int64_t(1))));
    }
    /// Both readings of each day since `hours_ago` until `until_hours_ago`.
    Result<void> measure(Id const& person, std::int64_t hours_ago, std::int64_t until_hours_ago) {
        for (auto day = date_at(ago(hours_ago)) + 1; day <= date_at(ago(until_hours_ago)); day = day + 1)
            for (auto const& [slot, hour] : {std::pair("1", 9), std::pair("2", 15)}) {
                auto const at = start_of(day) + hour * ms_per_hour;
                if (at < ago(until_hours_ago)) FX_CHECK(make(reading::record_type, reading_of(person, day, slot), at));
            }
        return {};
    }
    Result<void> ride(Id const& person, std::int64_t hours_ago, std::int64_t row) {
        return make(ride::record_type, journey_of(person, ago(hours_ago), row), ago(24));
    }

private:
    Instant ago(std::int64_t hours) const { return program_.clock.now() + -hours * ms_per_hour; }

    Result<void> make(std::string_view type, std::vector<Value> values, Instant at) {
        auto const made = make_at(program_, tx_, cdc_, type, std::move(values), at);
        return made.has_error() ? Result<void>(made.error()) : Result<void>();
    }

    /// Verified at once; confirmed and investigated when the laboratory has answered.
    Result<void> decide(DemoCase const& of, Id const& id, Instant at) {
        FX_CHECK(step(id, "verify", at, {}));
        if (of.step == "verify") return {};
        boost::json::object confirmed;
        confirmed["classification"] = of.classification;
        confirmed["basis"] = boost::json::parse(of.basis);
        confirmed["origin"] = of.origin;
        if (of.infected_by >= 0) confirmed["infected_by"] = format(ids_[std::size_t(of.infected_by)]);
        FX_CHECK(step(id, "", at + 7 * ms_per_hour, std::move(confirmed)));
        return step(id, "investigate", at + 12 * ms_per_hour, {});
    }

    Result<void> step(Id const& id, std::string transition, Instant at, boost::json::object fields) {
        std::int64_t version = 0;
        FX_CHECK(tx_.each("SELECT version FROM r_case_report WHERE county = $1 AND id = $2",
                          std::vector<Value>{program_.county(), id}, [&](Row& row) { version = *integer_in(row[0]); }));
        return step_at(program_, tx_, cdc_, card::record_type, id, version, std::move(transition), at, std::move(fields));
    }

    Program& program_;
    store::Tx& tx_;
    records::Actor cdc_;
    std::vector<Family> const& families_;
    std::vector<Id> ids_;
};

/// Whom the cases met, and who rode the coach with the first of them. One of them nobody measures: lost by tomorrow.
Result<void> add_contacts(Outbreak& outbreak, std::vector<Family> const& families) {
    FX_CHECK(outbreak.meet(families[0].members[2], 0, 7 * 24, true));
    FX_CHECK(outbreak.meet(families[0].members[2], 1, 5 * 24, true));
    FX_CHECK(outbreak.measure(families[0].members[2], 7 * 24, 0));
    for (std::size_t i = 1; i < families[1].members.size(); ++i) {
        FX_CHECK(outbreak.meet(families[1].members[i], 2, 4 * 24, true));
        FX_CHECK(outbreak.measure(families[1].members[i], 4 * 24, 0));
    }
    for (std::size_t i = 1; i < families[2].members.size(); ++i)
        FX_CHECK(outbreak.meet(families[2].members[i], 3, 20, true, i > 1));
    FX_CHECK(outbreak.meet(families[4].members[0], 0, 8 * 24, false));
    FX_CHECK(outbreak.ride(families[0].members[0], 12 * 24, 3));
    FX_CHECK(outbreak.ride(families[4].members[1], 12 * 24, 4));
    return outbreak.ride(families[4].members[2], 12 * 24 - 1, 11);
}

}  // namespace

Result<void> make_trace(Program& program) {
    std::vector<Family> families;
    for (int const village : {3, 3, 9, 21, 6}) {
        FX_TRY(auto family, family_in(program, demo_place(program, Level::village, village), families.size()));
        if (family.members.size() < 3) return {};  // a county too small for the story
        families.push_back(std::move(family));
    }
    auto const cdc = demo_post(program, "cdc_officer", program.site.county);
    if (!cdc) return {};
    return program.store->write([&](store::Tx& tx) -> Result<void> {
        Outbreak outbreak(program, tx, demo_actor(*cdc), families);
        for (auto const& one : cases) FX_CHECK(outbreak.add(one));
        return add_contacts(outbreak, families);
    });
}

}  // namespace fx::app::cli
