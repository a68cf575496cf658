#pragma once
/// Returns (报表): the tables a superior asks for, as dated mappings (口径) from records to cells. A figure of a return is
/// counted, never typed: catalog/returns/<name>.jsonc says from what.

#include "catalog/catalogue.hpp"

namespace fx::catalog {

/// One figure. Every cell but sum and percent is answered for each place, and of a place it is the sum (latest, highest: the
/// last) over what lies below.
struct Cell {
    enum class How {
        count,    ///< records of a type
        total,    ///< sum of an integer field over such records
        latest,   ///< the last date of a date field over such records
        duty,     ///< a figure of an obligation type's periods that stand on the day
        sum,      ///< of earlier cells, each added or subtracted
        percent,  ///< of one earlier cell in another, in tenths of a per cent; absent when the whole is 0 or absent
        highest   ///< the last of its list that a code field has: of what holds at the place, and of what holds below it
    };
    enum class Figure { expected, fulfilled, late, missing };
    struct Term {
        std::size_t cell;
        int sign;
    };
    std::string name;
    Label label;
    Label hint;   ///< the mapping in words, for who reads the table
    Label group;  ///< heading above neighbouring cells of the same group; empty = none
    How how = How::count;

    RecordType const* type = nullptr;  ///< count, total, latest, highest; duty: only subjects that such a record names
    Predicate where;                   ///< over the type's fields
    std::string state;                 ///< as of now; empty = any
    int field = -1;                    ///< total, latest, highest; duty: the reference to the subject
    int on = -1;                       ///< date or instant field that falls on the day
    int from = -1, until = -1;         ///< standing at the end of the day: from <= day < until; an absent `until` stands on
    int of = -1;  ///< reference field that names a period (a round) of `duty`: of those standing on the day

    /// count: only records with a row of a table whose division lies in this one.
    int rows = -1, column = -1;
    std::string division;  ///< the leading digits of its code

    ObligationRule const* duty = nullptr;
    Figure figure = Figure::expected;

    std::vector<Term> terms;  ///< sum; percent: part and whole

    /// Whether the figures of parts add up to that of the whole: not of percentages, dates and codes.
    bool adds_up() const { return how != How::percent && how != How::latest && how != How::highest; }
};

/// As it stands in a file and in answers: "count", "expected".
std::string_view name(Cell::How how);
std::string_view name(Cell::Figure figure);

/// The mapping as it holds from a day on.
struct ReturnVersion {
    Date valid_from;
    Label note;  ///< what changed, or on whose order; may be empty
    std::vector<Cell> cells;
};

struct Return {
    std::string name;
    Label label;
    Label source;                         ///< which form of the field it answers
    std::vector<std::string> roles;       ///< posts that may read it
    std::vector<std::string> events;      ///< cells that say something happened: a nil report has none of them above 0
    std::vector<ReturnVersion> versions;  ///< by valid_from, oldest first; never empty
    /// The version in force; nullptr before the first.
    ReturnVersion const* on(Date day) const;
    bool allows(std::string_view role) const;
};

struct LoadedReturns {
    std::vector<Return> returns;  ///< by name; refer to the catalogue they were loaded with
    std::vector<Mistake> mistakes;
    Return const* find(std::string_view name) const;  ///< nullptr when there is none
};

/// The returns among `sources` (folder "returns"), a site's own after the product's: a site may add returns, not replace
/// them. `catalogue` must outlive the answer.
LoadedReturns load_returns(std::vector<Source> const& sources, std::vector<Source> const& overlay,
                           Catalogue const& catalogue);

}  // namespace fx::catalog
