#include "divisions/code_changes.hpp"

#include "base/csv_line.hpp"

#include <algorithm>

namespace fx {
namespace {

constexpr std::int64_t county_span = 1'000'000'000;  // place values below one six-digit code

Result<ChangeKind> kind_from(std::string_view text, CsvFile const& file) {
    if (text == "renamed") return ChangeKind::renamed;
    if (text == "recoded") return ChangeKind::recoded;
    if (text == "merged") return ChangeKind::merged;
    if (text == "split") return ChangeKind::split;
    return file.row_problem("change is not renamed, recoded, merged or split");
}

}  // namespace

Result<CodeChanges> CodeChanges::load(std::string const& path) {
    FX_TRY(auto file, CsvFile::open(path, {"old_code", "new_code", "change", "effective", "old_name", "new_name"}));
    CodeChanges out;
    for (;;) {
        FX_TRY(bool const more, file.next());
        if (!more) break;
        auto const before = parse_place(file.field(0));
        auto const after = parse_place(file.field(1));
        auto const effective = parse_date(file.field(3));
        if (!before || !after || file.field(0).size() != 6 || file.field(1).size() != 6)
            return file.row_problem("a code is not 6 digits");
        if (!effective) return file.row_problem("effective is not a date");
        FX_TRY(auto const kind, kind_from(file.field(2), file));
        if ((*before == *after) != (kind == ChangeKind::renamed)) return file.row_problem("only a renaming keeps the code");
        out.changes_.push_back({*before, *after, *effective, kind, std::string(file.field(4)), std::string(file.field(5))});
    }
    std::stable_sort(out.changes_.begin(), out.changes_.end(),
                     [](auto const& a, auto const& b) { return a.effective < b.effective; });
    return out;
}

Place CodeChanges::current_code(Place old, Date on) const {
    // In order of date, so that a chain a -> b -> c is followed and a code given anew later is not.
    for (auto const& change : changes_) {
        if (change.effective > on || change.kind == ChangeKind::renamed) continue;
        auto const rest = old.value - change.before.value;
        if (rest < 0 || rest >= county_span) continue;
        old = change.kind == ChangeKind::recoded ? Place{change.after.value + rest} : change.after;
    }
    return old;
}

Place CodeChanges::former_code(Place current) const {
    for (auto at = changes_.rbegin(); at != changes_.rend(); ++at)
        if (at->kind == ChangeKind::recoded && at->after == current) return at->before;
    return {};
}

}  // namespace fx
