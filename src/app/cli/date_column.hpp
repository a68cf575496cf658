#pragma once
/// A column of dates as people write them. Whether 03/02/2020 is 3 February or 2 March is told by the column as a whole.

#include "base/result.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fx::app::cli {

/// The order of d/m/Y dates; `clear` where none was met.
enum class DateOrder : unsigned char { clear, day_first, month_first };

/// "d/m/Y", "m/d/Y", "Y-m-d".
std::string_view name_of(DateOrder order);

/// Cells that say that nothing is known: empty, NA, unknown, 不详 and the like.
bool says_unknown(std::string_view text);

/// Takes, in one column together: 2020-02-03 (also with / . or a time behind it), 20200203, 2020年2月3日, 3 Feb 2020,
/// Excel's day numbers 20000 to 73050 (43864), and days and months before a year of four digits with / - or . between.
class DateColumn {
public:
    DateColumn(std::string name, Date today) : name_(std::move(name)), today_(today) {}

    void add(std::string_view text, std::size_t line);
    std::size_t size() const { return day_first_.size(); }
    /// Days since 1970-01-01, transmission::no_day where unknown. `given`: what a mapping says; clear: find out. 422.350 for
    /// what is no date, is to come, or does not keep to one order; 422.353 when either order would do; `field` is what the
    /// mapping calls the column.
    Result<std::vector<std::int32_t>> days(std::string const& file, std::string const& field, DateOrder given);
    /// After days().
    DateOrder order() const { return order_; }

private:
    struct Wrong {
        std::size_t line = 0;  ///< 0: none
        std::string text;
        bool to_come = false;
    };
    void note(Wrong& wrong, std::string_view text, std::size_t line, bool to_come) const;
    Problem problem_of(std::string const& file, Wrong const& wrong, bool mixed) const;

    std::string name_;
    Date today_;
    std::vector<std::int32_t> day_first_, month_first_;
    Wrong wrong_day_first_, wrong_month_first_;  ///< the first cell that cannot be read in that order
    std::string either_;                         ///< a cell that is another day in the other order
    bool ordered_ = false;                       ///< some cell has day and month before the year
    DateOrder order_ = DateOrder::clear;
};

}  // namespace fx::app::cli
