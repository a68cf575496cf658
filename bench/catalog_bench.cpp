/// What reading one screening costs: JSON text to checked values, and values to the canonical body.

#include "catalog/validate.hpp"

#include <benchmark/benchmark.h>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

namespace {

using namespace fx::catalog;

/// Twelve fields of which two have rows: a household of two, both measured.
constexpr std::string_view screening =
    R"({"round":"0190163d-8694-739b-aea5-966c26f8ad91","household":"0190163d-8694-739b-aea5-966c26f8ad92",)"
    R"("visited_at":"2020-02-03T08:30:00+08:00","visit_mode":"1","visit_outcome":"1","present_count":3,"away_count":0,)"
    R"("any_symptom":false,"any_key_area":false,)"
    R"("persons":[{"person":"0190163d-8694-739b-aea5-966c26f8ad93","temperature_c":36.7,"symptoms":["0"]},)"
    R"({"person":"0190163d-8694-739b-aea5-966c26f8ad94","temperature_c":36.4,"symptoms":["0"]}],)"
    R"("need_help":"降压药两盒","entered_at_point":{"lon":109.350123,"lat":36.280456,"accuracy_m":12}})";
/// The same without rows.
constexpr std::string_view plain =
    R"({"round":"0190163d-8694-739b-aea5-966c26f8ad91","household":"0190163d-8694-739b-aea5-966c26f8ad92",)"
    R"("visited_at":"2020-02-03T08:30:00+08:00","visit_mode":"1","visit_outcome":"1","present_count":3,"away_count":0,)"
    R"("any_symptom":false,"any_key_area":false,"need_help":"降压药两盒",)"
    R"("confirmation":"0190163d-8694-739b-aea5-966c26f8ad95","note":"门口贴了告知书"})";

RecordType const& type() {
    static auto const product = load(embedded_sources()).catalogue;
    return *product->type("household_screening");
}
fx::Date const today{18295};

void parse_json(benchmark::State& state, std::string_view text) {
    for (auto _ : state) {
        boost::json::monotonic_resource memory;
        benchmark::DoNotOptimize(boost::json::parse(text, &memory));
    }
}

void check_only(benchmark::State& state, std::string_view text) {
    auto const json = boost::json::parse(text);
    if (!check(type(), json.as_object(), today).problems.empty()) state.SkipWithError("the record is not valid");
    for (auto _ : state) benchmark::DoNotOptimize(check(type(), json.as_object(), today));
}

void canonical_only(benchmark::State& state, std::string_view text) {
    auto const checked = check(type(), boost::json::parse(text).as_object(), today);
    for (auto _ : state) benchmark::DoNotOptimize(canonical(type(), checked.values));
}

BENCHMARK_CAPTURE(parse_json, twelve_fields, plain);
BENCHMARK_CAPTURE(check_only, twelve_fields, plain);
BENCHMARK_CAPTURE(canonical_only, twelve_fields, plain);
BENCHMARK_CAPTURE(parse_json, with_two_persons, screening);
BENCHMARK_CAPTURE(check_only, with_two_persons, screening);
BENCHMARK_CAPTURE(canonical_only, with_two_persons, screening);

}  // namespace

BENCHMARK_MAIN();
