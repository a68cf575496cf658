#pragma once
/// What `fangxian detect` knows of a method: its name, its settings, and how it judges a series. A family of methods is
/// one file detect_NAME.cpp with a function here, and one line in detect_methods.cpp.

#include "base/result.hpp"
#include "engines/surveillance/series.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::app::cli {

/// One setting of a method, named as in R. `fallback` is JSON text: `7`, `true`, `"delta"`, `[5, 4]`, `null`.
struct ControlKey {
    enum class Kind : unsigned char { integer, number, flag, choice, numbers };

    std::string_view name;
    Kind kind = Kind::number;
    std::string_view fallback;
    double least = 0, most = 0;  ///< both included; of a number, of each one of a list; of a choice: a number is allowed too
    std::vector<std::string> choices{};  ///< of a choice
    std::size_t count = 0;               ///< of a list: how many; 0 = any number
    bool nullable = false;               ///< `null` is allowed and means what `meaning` says
    Words meaning{};
};

/// The settings of one run: every key of the method is there, each within its bounds.
class Control {
public:
    /// Fills in what `given` leaves out. 422.341 names the first key that is unknown or out of bounds, and the remedy.
    static Result<Control> make(std::vector<ControlKey> const& keys, boost::json::object const& given);

    double number(std::string_view key) const;
    int integer(std::string_view key) const { return int(number(key)); }
    bool flag(std::string_view key) const { return values_.at(key).as_bool(); }
    std::string text(std::string_view key) const { return std::string(values_.at(key).as_string()); }
    std::vector<double> numbers(std::string_view key) const;
    bool is_number(std::string_view key) const { return values_.at(key).is_number(); }
    bool is_null(std::string_view key) const { return values_.at(key).is_null(); }
    boost::json::object const& values() const { return values_; }

private:
    boost::json::object values_;
};

struct DetectInput {
    surveillance::Series series;
    std::vector<double> mean;  ///< of column `mu0`: empty when the file has none
    surveillance::Mode mode = surveillance::Mode::correct;
    std::vector<std::size_t> points;  ///< to be judged, from 0, rising and within the series; empty: all the method can
    int threads = 1;
};

/// A missing value is written NA.
struct DetectColumn {
    std::string name;
    std::vector<double> values;
};

/// Why a row stands as it does, for --explain.
struct Reason {
    double expected = surveillance::missing;
    double threshold = surveillance::missing;
    Words left_out{};                        ///< what the baseline is or leaves out: half a sentence
    double counted = surveillance::missing;  ///< what was compared, where it is not the count of the time point
};

/// One row for each time point judged, oldest first. Every column has as many values as `t`.
struct DetectTable {
    std::vector<std::size_t> t;  ///< from 0; written from 1 as the first column
    std::vector<DetectColumn> columns;
    std::vector<surveillance::Alarm> alarm;  ///< written 1, 0 or NA in a column named "alarm", at `alarm_at`
    std::size_t alarm_at = 0;                ///< before columns[alarm_at]; columns.size() = last
    std::vector<Reason> reasons;             ///< one a row
    std::vector<Words> notes{};              ///< what the reader must know of the whole, such as a fit that did not converge
};

struct DetectMethod {
    std::string_view name;
    Words about;  ///< one line of --help
    std::vector<ControlKey> keys;
    /// 422.342 series too short, 422.343 not possible, 422.341 settings that contradict each other.
    Result<DetectTable> (*run)(DetectInput const& input, Control const& control, std::string_view method);
};

/// All methods, in the order of the help.
std::vector<DetectMethod> const& detect_methods();
/// Null when there is none of that name.
DetectMethod const* find_detect_method(std::string_view name);

// One function for each file detect_NAME.cpp.
std::vector<DetectMethod> ears_methods();
std::vector<DetectMethod> cusum_methods();
std::vector<DetectMethod> glr_methods();
std::vector<DetectMethod> same_season_methods();
std::vector<DetectMethod> cidars_methods();
std::vector<DetectMethod> farrington_methods();

/// 422.343 with the reason, which ends with the remedy.
Problem not_possible(std::string zh, std::string en);

/// The points to judge: input.points, or first_possible .. the last one. 422.342 when the series ends before
/// `first_possible`; 422.343 when a point that was asked for lies before it.
Result<std::vector<std::size_t>> points_to_judge(DetectInput const& input, std::size_t first_possible);

/// Rows `points` of `verdicts` (sorted by t) as table t, observed, upperbound, alarm; `left_out` as reason of each.
DetectTable plain_table(DetectInput const& input, std::vector<surveillance::Verdict> const& verdicts,
                        std::vector<std::size_t> const& points, Words const& left_out);

}  // namespace fx::app::cli
