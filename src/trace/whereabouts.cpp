#include "trace/whereabouts.hpp"

#include "base/assert.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"

#include <algorithm>

namespace fx::trace {
namespace {

namespace visit = handles::place_visit;
namespace person = handles::person;
namespace contact = handles::contact;

/// Changed records beyond which reading everything anew is quicker.
constexpr std::size_t pending_max = 20'000;

constexpr auto persons_sql =
    "SELECT id, state, changed_at, household, employer, valid_from, valid_to, merged_into FROM r_person WHERE county = $1";
constexpr auto visits_sql =
    "SELECT id, person, place_key, began_at, ended_at, seat_row FROM r_place_visit WHERE county = $1";

tracing::Minute minute_of(std::int64_t ms) { return tracing::Minute(ms / ms_per_minute); }
Instant instant_of(tracing::Minute minute) { return {std::int64_t(minute) * ms_per_minute}; }

tracing::PlaceKind kind_of(std::string_view place_key) {
    return place_key.starts_with("trip:") ? tracing::PlaceKind::vehicle : tracing::PlaceKind::site;
}

}  // namespace

Whereabouts::Whereabouts(records::Engine const& engine, store::Store& store, std::int64_t county)
    : engine_(engine), store_(store), county_(county) {
    store.follow([this](std::span<store::Entry const> entries) {
        std::lock_guard const lock(noting_);
        if (!pending_.listening) return;
        for (auto const& entry : entries) {
            if (entry.type == visit::record_type) pending_.visits.insert(entry.record);
            if (entry.type == person::record_type) pending_.persons.insert(entry.record);
        }
        if (pending_.visits.size() + pending_.persons.size() > pending_max) pending_ = {};
    });
}

std::uint32_t Whereabouts::number_of(Id const& id) {
    auto const [at, fresh] = numbers_.try_emplace(id, std::uint32_t(persons_.size()));
    if (fresh) persons_.push_back({id});
    return at->second;
}

std::uint32_t Whereabouts::survivor(Id id) const {
    for (std::size_t followed = 0; followed <= merged_.size(); ++followed) {
        auto const into = merged_.find(id);
        if (into == merged_.end()) break;
        id = into->second;
    }
    auto const found = numbers_.find(id);
    return found == numbers_.end() ? none : found->second;
}

std::uint32_t Whereabouts::place_of(std::string const& key) {
    auto const [at, fresh] = places_.try_emplace(key, std::uint32_t(place_keys_.size()));
    if (fresh) place_keys_.push_back(key);
    return at->second;
}

void Whereabouts::put_person(Row const& row) {
    auto const& id = *id_in(row[0]);
    auto& known = persons_[number_of(id)];
    known = {id};
    merged_.erase(id);
    if (auto const* into = id_in(row[7]); into != nullptr && *text_in(row[1]) == person::states::merged) {
        merged_[id] = *into;
        return;
    }
    known.from = INT32_MIN;
    known.until = INT32_MAX;
    auto const midnight = [](std::int64_t day) { return minute_of(start_of(Date{std::int32_t(day)}).ms); };
    if (auto const* from = integer_in(row[5])) known.from = midnight(*from);
    if (auto const* to = integer_in(row[6]))
        known.until = midnight(*to + 1);
    else if (*text_in(row[1]) != person::states::active)
        known.until = minute_of(*integer_in(row[2]));
    if (known.until <= known.from) return;
    if (auto const* household = id_in(row[3]))
        known.household = households_.try_emplace(*household, std::uint32_t(households_.size())).first->second;
    if (auto const* employer = text_in(row[4]); employer != nullptr && !employer->empty()) {
        auto const [at, fresh] = workplaces_.try_emplace(*employer, std::uint32_t(workplace_names_.size()));
        if (fresh) workplace_names_.push_back(*employer);
        known.workplace = at->second;
    }
}

Result<void> Whereabouts::put_visit(Row const& row) {
    auto const *began = integer_in(row[3]), *ended = integer_in(row[4]), *seat = integer_in(row[5]);
    auto const* key = text_in(row[2]);
    if (began == nullptr || ended == nullptr || key == nullptr) return {};
    tracing::Visit now;
    now.person = survivor(*id_in(row[1]));
    if (now.person == none) return {};
    now.place = place_of(*key);
    now.begin = minute_of(*began);
    now.end = std::max(minute_of(*ended), now.begin + 1);
    if (seat != nullptr) now.row = std::uint16_t(*seat);
    auto const [at, fresh] = visits_.try_emplace(*id_in(row[0]), now);
    if (visit_index_) {
        grow_index();
        if (!fresh) visit_index_->remove(at->second);
        FX_CHECK(visit_index_->add(now));
    }
    at->second = now;
    return {};
}

void Whereabouts::grow_index() {
    visit_index_->add_persons(std::uint32_t(persons_.size()) - visit_index_->persons());
    for (auto i = visit_index_->places(); i < place_keys_.size(); ++i) visit_index_->add_place(kind_of(place_keys_[i]));
}

/// Where somebody was who is now known to be somebody else, that other was.
Result<void> Whereabouts::move_visits_of_merged() {
    for (auto& [id, known] : visits_) {
        auto const now = survivor(persons_[known.person].id);
        if (now == known.person || now == none) continue;
        visit_index_->remove(known);
        known.person = now;
        FX_CHECK(visit_index_->add(known));
    }
    return {};
}

void Whereabouts::forget() {
    persons_.clear();
    for (auto* numbers : {&numbers_, &households_}) numbers->clear();
    for (auto* numbers : {&workplaces_, &places_}) numbers->clear();
    for (auto* names : {&workplace_names_, &place_keys_}) names->clear();
    merged_.clear();
    visits_.clear();
    visit_index_.reset();
    membership_index_.reset();
}

Result<void> Whereabouts::load(store::Reader& reader) {
    forget();
    std::vector<Value> const county{county_};
    FX_CHECK(reader.each(persons_sql, county, [&](Row& row) { put_person(row); }));
    Result<void> put;
    FX_CHECK(reader.each(visits_sql, county, [&](Row& row) {
        if (put.has_value()) put = put_visit(row);
    }));
    FX_CHECK(put);
    std::vector<tracing::PlaceKind> kinds;
    for (auto const& key : place_keys_) kinds.push_back(kind_of(key));
    std::vector<tracing::Visit> visits;
    for (auto const& [id, one] : visits_) visits.push_back(one);
    FX_TRY(visit_index_, tracing::VisitIndex::build(std::uint32_t(persons_.size()), kinds, visits));
    return arrange_groups();
}

/// Households, then workplaces that are not too large to be one: an office, not a county's whole mining company.
Result<void> Whereabouts::arrange_groups() {
    auto const& type = engine_.table(contact::record_type)->type();
    auto const home = std::uint16_t(type.setting(contact::settings::household_minutes_a_day)),
               work = std::uint16_t(type.setting(contact::settings::work_minutes_a_day));
    auto const largest = std::uint32_t(type.setting(contact::settings::workplace_persons_max));
    std::vector<std::uint32_t> staff(workplace_names_.size());
    for (auto const& one : persons_)
        if (one.workplace != none) ++staff[one.workplace];
    std::vector<tracing::GroupKind> kinds(households_.size(), tracing::GroupKind::household);
    kinds.resize(households_.size() + workplace_names_.size(), tracing::GroupKind::work);
    auto const first_workplace = std::uint32_t(households_.size());
    std::vector<tracing::Membership> memberships;
    for (std::uint32_t i = 0; i < persons_.size(); ++i) {
        auto const& one = persons_[i];
        if (one.household != none) memberships.push_back({i, one.household, one.from, one.until, home});
        if (one.workplace != none && staff[one.workplace] <= largest)
            memberships.push_back({i, first_workplace + one.workplace, one.from, one.until, work});
    }
    FX_TRY(membership_index_, tracing::MembershipIndex::build(std::uint32_t(persons_.size()), kinds, memberships));
    return {};
}

Result<void> Whereabouts::apply(store::Reader& reader, Pending const& changed) {
    auto const each_of = [&](std::unordered_set<Id> const& ids, std::string const& sql, auto const& put) -> Result<void> {
        for (auto const& id : ids) {
            FX_TRY(auto const rows, reader.query(sql + " AND id = $2", {county_, id}));
            for (auto const& row : rows) FX_CHECK(put(row));
        }
        return {};
    };
    auto const merged = merged_.size();
    FX_CHECK(each_of(changed.persons, persons_sql, [&](Row const& row) -> Result<void> {
        put_person(row);
        return {};
    }));
    grow_index();
    if (merged_.size() != merged) FX_CHECK(move_visits_of_merged());
    FX_CHECK(each_of(changed.visits, visits_sql, [&](Row const& row) { return put_visit(row); }));
    return changed.persons.empty() ? Result<void>() : arrange_groups();
}

/// What is noted is taken before the snapshot is opened, so that the snapshot holds it.
Result<void> Whereabouts::refresh() {
    Pending changed;
    {
        std::lock_guard const lock(noting_);
        std::swap(changed, pending_);
        pending_.listening = true;
    }
    auto done =
        store_.read([&](store::Reader& reader) { return changed.listening ? apply(reader, changed) : load(reader); });
    if (done.has_error()) {
        std::lock_guard const lock(noting_);
        pending_ = {};  // the next question reads everything anew
    }
    return done;
}

Result<Whereabouts::Answer> Whereabouts::exposed(Question const& question) {
    std::lock_guard const lock(asking_);
    FX_CHECK(refresh());
    Answer answer;
    auto const the_case = survivor(question.person);
    if (the_case == none) {
        answer.exposed.resize(std::size_t(question.options.generations));
        return answer;
    }
    tracing::Window const window{minute_of(question.from.ms), minute_of(question.until.ms)};
    FX_TRY(auto const found, tracing::exposed(*visit_index_, *membership_index_, the_case, window, question.options));
    answer.exposed = found.exposed;
    for (auto const& row : found.rows) {
        auto const& id = persons_[row.person].id;
        if (!question.visible(id)) continue;
        if (answer.visible++ < question.offset || answer.rows.size() >= question.limit) continue;
        bool const at_work = row.reason == tracing::Reason::work, at_home = row.reason == tracing::Reason::household;
        answer.rows.push_back({id, persons_[row.through].id, row.generation, row.minutes, instant_of(row.first),
                               instant_of(row.last), row.reason,
                               at_home   ? ""
                               : at_work ? workplace_names_[row.place - households_.size()]
                                         : place_keys_[row.place]});
    }
    return answer;
}

}  // namespace fx::trace
