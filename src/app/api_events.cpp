#include "app/api.hpp"

namespace fx::app {

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
    stream.topics = {"coverage/" + text + "*", "record/" + text + "*"};
    stream.last_event_id = server::parse_event_id(request.headers.find("Last-Event-ID"));
    return server::Response::stream(std::move(stream));
}

}  // namespace fx::app
