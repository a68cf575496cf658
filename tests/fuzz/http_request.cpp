#include "base/assert.hpp"
#include "base/text.hpp"
#include "server/request_parser.hpp"
#include "server/router.hpp"
#include "server/url.hpp"

namespace {

using namespace fx::server;

Router make_router() {
    Router router;
    auto const nobody = [](Request const&) { return Response::empty(); };
    for (auto const* pattern : {"/", "/api/{type}", "/api/{type}/{id}", "/api/person/merge", "/files/{path...}"})
        router.add(Method::get, pattern, Permission::public_(), Run::inline_, nobody);
    return router;
}

/// A parsed request leads somewhere or nowhere; whatever a handler would see is UTF-8 without NUL.
void route(Request& request) {
    static Router const router = make_router();
    FX_ASSERT(request.path.starts_with('/') || request.path == "*");
    auto const match = router.match(request);
    for (auto const& [name, value] : request.path_params) FX_ASSERT(fx::is_utf8(value) && value.find('\0') == value.npos);
    if (match.has_error()) return;
    auto const query = parse_query(request.query_text);
    if (query.has_error()) return;
    FX_ASSERT(query->size() <= query_params_max);
    for (auto const& [name, value] : *query) FX_ASSERT(fx::is_utf8(name) && fx::is_utf8(value));
}

}  // namespace

/// The first byte is the size of the pieces; the rest is what a client sends.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view rest(reinterpret_cast<char const*>(data + 1), size - 1);
    std::size_t const step = data[0] ? data[0] : rest.size() + 1;
    HeadLimits limits;
    limits.head_max = 1024;
    limits.fields_max = 8;
    Request request;
    RequestParser parser(request, limits);
    parser.limit_body(256);
    std::string waiting;
    while (!rest.empty()) {
        waiting += rest.substr(0, step);
        rest.remove_prefix(std::min(step, rest.size()));
        for (auto progress = RequestParser::Progress::head; progress == RequestParser::Progress::head;) {
            std::size_t used = 0;
            progress = parser.feed(waiting, used);
            FX_ASSERT(used <= waiting.size());
            waiting.erase(0, used);
            FX_ASSERT(request.headers.size() <= limits.fields_max && request.body.size() <= 256);
            if (progress == RequestParser::Progress::head) route(request);
            if (progress == RequestParser::Progress::done || progress == RequestParser::Progress::failed) return 0;
        }
    }
    return 0;
}
