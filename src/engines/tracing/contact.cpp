#include "engines/tracing/contact.hpp"

#include <cstdlib>
#include <tuple>

namespace fx::tracing {
namespace {

constexpr std::uint64_t day_minutes = 1440;

/// end >= begin. Exact for any two minutes: their distance fits in 32 bits without a sign.
std::uint32_t minutes_between(Minute begin, Minute end) { return std::uint32_t(end) - std::uint32_t(begin); }

bool seats_near(std::uint16_t a, std::uint16_t b, int rows_apart) {
    return a == row_unknown || b == row_unknown || std::abs(int(a) - int(b)) <= rows_apart;
}

void gather_visits(VisitIndex const& visits, PersonIndex person, Window window, int rows_apart, std::vector<Contact>& to) {
    visits.of_person(person, window, [&](Visit const& own) {
        Window const shared{std::max(own.begin, window.from), std::min(own.end, window.until)};
        auto const reason = visits.kind(own.place) == PlaceKind::vehicle ? Reason::vehicle : Reason::visit;
        visits.at_place(own.place, shared, [&](PersonIndex other, Minute begin, Minute end, std::uint16_t row) {
            if (other == person || !seats_near(own.row, row, rows_apart)) return;
            begin = std::max(begin, shared.from);
            end = std::min(end, shared.until);
            to.push_back({other, begin, end, own.place, minutes_between(begin, end), reason});
        });
    });
}

void gather_memberships(MembershipIndex const& memberships, PersonIndex person, Window window, std::vector<Contact>& to) {
    memberships.pairs(person, [&](Membership const& own, Membership const& other) {
        auto const begin = std::max({own.from, other.from, window.from});
        auto const end = std::min({own.until, other.until, window.until});
        if (begin >= end) return;
        auto const a_day = std::min(own.minutes_a_day, other.minutes_a_day);
        auto const minutes = std::uint64_t(minutes_between(begin, end)) * a_day / day_minutes;
        auto const reason = memberships.kind(own.group) == GroupKind::household ? Reason::household : Reason::work;
        to.push_back({other.person, begin, end, own.group, std::uint32_t(minutes), reason});
    });
}

bool by_visits(Reason reason) { return reason == Reason::visit || reason == Reason::vehicle; }

/// The contacts of one other person, in order of begin.
Link to_link(std::span<Contact const> contacts) {
    auto const* strongest = &contacts.front();
    Link link{contacts.front().person, 0, 0, contacts.front().begin, contacts.front().end, {}};
    auto counted_until = INT32_MIN;  // minutes of visits before it are in the sum
    for (auto const& contact : contacts) {
        link.last = std::max(link.last, contact.end);
        if (by_visits(contact.reason)) {
            link.minutes += std::max<std::int64_t>(0, std::int64_t(contact.end) - std::max(contact.begin, counted_until));
            counted_until = std::max(counted_until, contact.end);
        } else {
            link.minutes += contact.minutes;
        }
        auto const rank = [](Contact const& c) { return std::tuple(UINT32_MAX - c.minutes, c.reason, c.place); };
        if (rank(contact) < rank(*strongest)) strongest = &contact;
    }
    link.place = strongest->place;
    link.reason = strongest->reason;
    return link;
}

}  // namespace

void find_links(VisitIndex const& visits, MembershipIndex const& memberships, PersonIndex person, Window window,
                int rows_apart, std::int64_t min_minutes, ContactSpace& space) {
    auto& contacts = space.contacts;
    contacts.clear();
    space.links.clear();
    gather_visits(visits, person, window, rows_apart, contacts);
    gather_memberships(memberships, person, window, contacts);
    std::ranges::sort(contacts, [](Contact const& a, Contact const& b) {
        return std::tie(a.person, a.begin) < std::tie(b.person, b.begin);
    });
    for (std::size_t first = 0, last = 0; first < contacts.size(); first = last) {
        while (last < contacts.size() && contacts[last].person == contacts[first].person) ++last;
        auto const link = to_link(std::span(contacts).subspan(first, last - first));
        if (link.minutes >= min_minutes) space.links.push_back(link);
    }
}

}  // namespace fx::tracing
