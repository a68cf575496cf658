#include "server/router.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "server/url.hpp"

#include <array>
#include <utility>

namespace fx::server {
namespace {

constexpr std::size_t depth_max = 16;
constexpr std::size_t methods = std::size_t(Method::other);

/// The parameter segments of one path, undecoded.
struct Captures {
    std::array<std::string_view, depth_max> values;
    std::size_t count = 0;
};

}  // namespace

struct Router::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> param;
    std::unique_ptr<Node> rest;
    std::array<Route const*, methods> routes{};

    bool has_routes() const {
        for (auto const* route : routes)
            if (route) return true;
        return false;
    }

    Node& child(std::string_view segment) {
        if (segment.starts_with('{')) {
            auto& slot = segment.ends_with("...}") ? rest : param;
            if (!slot) slot = std::make_unique<Node>();
            return *slot;
        }
        for (auto& [text, node] : literals)
            if (text == segment) return *node;
        return *literals.emplace_back(std::string(segment), std::make_unique<Node>()).second;
    }

    /// The node that answers `path` (without its leading slash), literal before parameter before rest.
    Node const* find(std::string_view path, Captures& captures) const {
        auto const slash = path.find('/');
        auto const segment = path.substr(0, slash);
        bool const last = slash == std::string_view::npos;
        auto const after = last ? std::string_view() : path.substr(slash + 1);
        for (auto const& [text, node] : literals) {
            if (text != segment) continue;
            if (last && node->has_routes()) return node.get();
            if (auto const* found = last ? nullptr : node->find(after, captures)) return found;
        }
        if (segment.empty() || captures.count == depth_max) return nullptr;
        captures.values[captures.count++] = segment;
        if (param && last && param->has_routes()) return param.get();
        if (param && !last)
            if (auto const* found = param->find(after, captures)) return found;
        --captures.count;
        if (!rest) return nullptr;
        captures.values[captures.count++] = path;
        return rest.get();
    }
};

Permission::Permission(std::string_view name) : name_(name) { FX_ASSERT(!name.empty()); }
Permission Permission::public_() { return Permission(); }

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Permission permission, Run run, Handler handler,
                 RouteOptions options) {
    FX_ASSERT(run != Run::deferred);
    FX_ASSERT(handler != nullptr);
    insert(std::unique_ptr<Route>(
        new Route{method, std::string(pattern), std::move(permission), run, std::move(handler), {}, options, {}, 0}));
}

void Router::add_deferred(Method method, std::string_view pattern, Permission permission, DeferredHandler handler,
                          RouteOptions options) {
    FX_ASSERT(handler != nullptr);
    insert(std::unique_ptr<Route>(new Route{
        method, std::string(pattern), std::move(permission), Run::deferred, {}, std::move(handler), options, {}, 0}));
}

void Router::insert(std::unique_ptr<Route> route) {
    FX_ASSERT(route->method != Method::other && route->method != Method::options);
    FX_ASSERT(route->pattern.starts_with('/'));
    auto const segments = split(std::string_view(route->pattern).substr(1), '/');
    FX_ASSERT(segments.size() <= depth_max);
    Node* node = root_.get();
    for (auto const& segment : segments) {
        node = &node->child(segment);
        if (!segment.starts_with('{')) continue;
        FX_ASSERT(segment.ends_with('}') && segment.size() > 2);
        bool const rest = segment.ends_with("...}");
        FX_ASSERT(!rest || &segment == &segments.back());
        route->param_names.emplace_back(segment.substr(1, segment.size() - (rest ? 5 : 2)));
    }
    auto& slot = node->routes[std::size_t(route->method)];
    FX_ASSERT(slot == nullptr);
    route->index = routes_.size();
    slot = route.get();
    routes_.push_back(std::move(route));
}

namespace {

std::string allowed(std::array<Route const*, methods> const& routes) {
    std::string allow;
    for (std::size_t i = 0; i < methods; ++i) {
        bool const head_by_get = Method(i) == Method::head && routes[std::size_t(Method::get)];
        if (routes[i] || head_by_get) allow.append(name(Method(i))).append(", ");
    }
    return allow + "OPTIONS";
}

}  // namespace

Result<Match> Router::match(Request& request) const {
    Match match;
    Captures captures;
    if (!request.path.starts_with('/')) return match;
    auto const* node = root_->find(std::string_view(request.path).substr(1), captures);
    if (!node) return match;
    match.path_known = true;
    if (request.method != Method::other && request.method != Method::options) {
        match.route = node->routes[std::size_t(request.method)];
        if (!match.route && request.method == Method::head) match.route = node->routes[std::size_t(Method::get)];
    }
    if (!match.route) {
        match.allow = allowed(node->routes);
        return match;
    }
    FX_ASSERT(captures.count == match.route->param_names.size());
    for (std::size_t i = 0; i < captures.count; ++i) {
        FX_TRY(auto value, percent_decode(captures.values[i]));
        request.path_params.emplace_back(match.route->param_names[i], std::move(value));
    }
    return match;
}

}  // namespace fx::server
