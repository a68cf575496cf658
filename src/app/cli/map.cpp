#include "app/cli/cli.hpp"
#include "app/site_map.hpp"
#include "base/json_writer.hpp"
#include "divisions/load.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace fx::app::cli {
namespace {

constexpr std::size_t listed_max = 20;

/// One level of the site's tree against the boundary file.
struct DrawnLevel {
    int level = 0;
    std::size_t drawn = 0;
    std::vector<Division const*> without;
};

std::vector<DrawnLevel> levels_of(DivisionTree const& tree, Place county, std::vector<Place> places) {
    std::sort(places.begin(), places.end());
    std::array<DrawnLevel, 7> levels;
    for (auto const& node : tree.subtree(county)) {
        auto& level = levels.at(std::size_t(node.level));
        level.level = int(node.level);
        if (std::binary_search(places.begin(), places.end(), node.place))
            ++level.drawn;
        else
            level.without.push_back(&node);
    }
    std::vector<DrawnLevel> present;
    for (auto& level : levels)
        if (level.level != 0) present.push_back(std::move(level));
    return present;
}

void print_map(Context const& context, std::vector<DrawnLevel> const& levels, std::size_t features, std::size_t unknown) {
    auto const all = std::to_string(features), foreign = std::to_string(unknown);
    std::printf("%s\n", context
                            .say(all + " 个要素，其中 " + foreign + " 个不是本站的区划",
                                 all + " features, " + foreign + " of them no division of this site")
                            .c_str());
    for (auto const& level : levels) {
        auto const n = std::to_string(level.level), drawn = std::to_string(level.drawn),
                   without = std::to_string(level.without.size());
        std::printf("%s\n", context
                                .say("第 " + n + " 级：有边界 " + drawn + "，无边界 " + without,
                                     "level " + n + ": " + drawn + " drawn, " + without + " without a boundary")
                                .c_str());
        for (std::size_t i = 0; i < std::min(listed_max, level.without.size()); ++i)
            std::printf("  %s %s\n", format(level.without[i]->place).c_str(), std::string(level.without[i]->name).c_str());
    }
}

void print_map_json(std::vector<DrawnLevel> const& levels, std::size_t features, std::size_t unknown) {
    JsonWriter json;
    json.begin_object().key("features").integer(std::int64_t(features)).key("unknown").integer(std::int64_t(unknown));
    json.key("levels").begin_array();
    for (auto const& level : levels) {
        json.begin_object().key("level").integer(level.level).key("drawn").integer(std::int64_t(level.drawn));
        json.key("without").begin_array();
        for (auto const* division : level.without) json.string(format(division->place));
        json.end_array().end_object();
    }
    std::printf("%s\n", json.end_array().end_object().take().c_str());
}

}  // namespace

void add_map(CLI::App& app, Context& context) {
    auto const file = std::make_shared<std::string>();
    auto* command = app.add_subcommand("map", "Check a boundary file (GeoJSON) against the site's divisions");
    common(*command, context);
    command->add_option("file", *file, "GeoJSON file (default: map.geojson of the site)");
    command->footer(
        "Example: fangxian map --data /srv/ganquan villages.geojson && cp villages.geojson /srv/ganquan/map.geojson");
    command->callback([&context, file] {
        auto const site = load_site(context.data);
        if (site.has_error()) return context.fail(site.error());
        auto const tree = load_division_csv(site->file("divisions.csv"));
        if (tree.has_error()) return context.fail(tree.error());
        auto const map = read_map(file->empty() ? site->file("map.geojson") : *file);
        if (map.has_error()) return context.fail(map.error());
        auto const unknown =
            std::count_if(map->places.begin(), map->places.end(), [&](Place place) { return tree->find(place) == nullptr; });
        auto const levels = levels_of(*tree, site->county, map->places);
        if (context.json)
            print_map_json(levels, map->places.size(), std::size_t(unknown));
        else
            print_map(context, levels, map->places.size(), std::size_t(unknown));
    });
}

}  // namespace fx::app::cli
