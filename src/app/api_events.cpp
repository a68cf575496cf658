#include "app/accounts.hpp"
#include "app/api.hpp"

namespace fx::app {
namespace {

/// Whether who opened the stream may still see it: signed in, not disabled, in the same post.
std::function<bool()> still_signed_in(App& app, server::Request const& request) {
    server::Request again;
    again.method = server::Method::get;
    again.secure = request.secure;
    for (auto const* field : {"Cookie", "Authorization"})
        if (auto const value = request.headers.find(field); !value.empty()) again.headers.add(field, value);
    return [&app, again, opened = caller(request).actor] {
        auto const now = app.accounts.caller_of(again);
        return now.has_value() && *now && (*now)->actor.post == opened.post && (*now)->actor.place == opened.place;
    };
}

}  // namespace

/// Live figures of the caller's place and everything below. Topics are "coverage/<place>", so that a screen is told only
/// of nodes it may see; a township's screen watches its own prefix.
server::Response events(App& app, server::Request const& request) {
    auto const place = caller(request).actor.place;
    auto const view = app.program.network->view();
    auto const* division = view.divisions().find(place);
    auto text = format(place);
    // The digits that all places below share: 2, 4, 6, 9, 12 or 15 by level.
    constexpr std::size_t digits[] = {0, 2, 4, 6, 9, 12, 15};
    if (division != nullptr) text = text.substr(0, std::min(text.size(), digits[std::size_t(division->level)]));
    server::EventStream stream;
    stream.hub = &app.events;
    stream.topics = {"coverage/" + text + "*", "record/" + text + "*", "relay/" + text + "*"};
    stream.still_allowed = still_signed_in(app, request);
    stream.last_event_id = server::parse_event_id(request.headers.find("Last-Event-ID"));
    return server::Response::stream(std::move(stream));
}

}  // namespace fx::app
