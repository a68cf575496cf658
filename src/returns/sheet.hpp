#pragma once
/// A return filled in for one place and day: every figure counted from the store, for the place and each part of it.

#include "catalog/returns.hpp"
#include "divisions/division_tree.hpp"
#include "records/engine.hpp"
#include "store/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fx::returns {

/// nothing = no answer (no round stands on the day, a part of nothing): shown as a dash, never as 0. A date is in days, a
/// percentage in tenths, a code by its place in its list.
using Figure = std::optional<std::int64_t>;

/// A figure in words: "97.3", "2020-02-03", a code, "" for no answer.
std::string figure_text(catalog::Cell const& cell, Figure const& figure);

struct Line {
    Place place;
    std::vector<Figure> figures;  ///< one for each cell of the version
};

struct Sheet {
    catalog::Return const* form = nullptr;
    catalog::ReturnVersion const* version = nullptr;
    Date since;  ///< the first day counted; the same as `day` unless a report covers several
    Date day;
    Line node;                   ///< the place asked for, with all below it
    std::vector<Line> children;  ///< its parts in tree order; what stands at the place itself is in `node` alone
    /// By obligation type: the periods that stand on the day.
    std::map<std::string, std::vector<records::Period>, std::less<>> periods;
};

/// What stands at the place itself and at none of its parts: the total less the parts, so that the lines of a table add up
/// to its total. Nothing for cells that are no sums (percentages, dates, codes), and altogether where that is 0 or there are
/// no parts.
std::optional<Line> at_itself(Sheet const& sheet);

/// `parts` are the places directly below, in tree order. 404 when the return has no version on that day.
struct Scope {
    std::int64_t county = 0;
    Place place;
    std::vector<Place> parts;
    Date day;
    std::optional<Date> since = {};  ///< when several days are counted: events of all of them, states at the end of `day`

    Date first() const { return since.value_or(day); }
};
Result<Sheet> fill(records::Engine const& engine, store::Reader& reader, catalog::Return const& form, Scope const& scope);
/// By another version than the day's own: how a new mapping would have counted.
Result<Sheet> fill(records::Engine const& engine, store::Reader& reader, catalog::Return const& form,
                   catalog::ReturnVersion const& version, Scope const& scope);

}  // namespace fx::returns
