#pragma once
/// Which function answers which method and path, who may call it, and where it runs.

#include "server/responder.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fx::server {

/// What a caller must be permitted. There is no default: a route without a permission does not compile.
class Permission {
public:
    /// A name the app's Gate understands, "records.read". Must not be empty (asserted).
    explicit Permission(std::string_view name);
    /// Anybody, also who has not signed in.
    static Permission public_();

    bool is_public() const { return name_.empty(); }
    std::string const& name() const { return name_; }

private:
    Permission() = default;
    std::string name_;
};

/// Asked for every routed request, public ones too (so that it can fill the context of who has signed in). Runs on the
/// I/O thread after the head and before the body: in-memory work only. It authenticates, checks the permission, the
/// CSRF token and rate limits, and fills Request::context; or returns the Problem to answer with.
using Gate = std::function<Result<void>(Request&, Permission const&)>;

enum class Run : std::uint8_t {
    inline_,   ///< on the I/O thread: trivial answers only, microseconds
    pool,      ///< on a reader-pool thread: may read the store or hash a password
    deferred,  ///< started on the I/O thread, answered through a Responder from any thread
};

using Handler = std::function<Response(Request const&)>;
/// Called on the I/O thread: must only hand the request on (to the store's writer).
using DeferredHandler = std::function<void(Request, Responder)>;

struct RouteOptions {
    std::size_t body_max = 0;  ///< bytes; 0 = the server's limit
};

struct Route {
    Method method;
    std::string pattern;
    Permission permission;
    Run run;
    Handler handler;
    DeferredHandler deferred;
    RouteOptions options;
    std::vector<std::string> param_names;  ///< in order of the pattern
    std::size_t index = 0;                 ///< 0, 1, … in order of adding
};

struct Match {
    Route const* route = nullptr;
    bool path_known = false;  ///< the path exists with other methods
    std::string allow;        ///< "GET, HEAD, OPTIONS" when there is no route but path_known
};

/// Patterns: "/api/records/{type}/{id}"; "{rest...}" as the last segment takes one or more segments. A literal segment
/// wins over a parameter. Adding the same method and pattern twice is a mistake of ours (asserted).
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// `run` is inline_ or pool.
    void add(Method method, std::string_view pattern, Permission permission, Run run, Handler handler,
             RouteOptions options = {});
    void add_deferred(Method method, std::string_view pattern, Permission permission, DeferredHandler handler,
                      RouteOptions options = {});

    /// HEAD finds GET's route. Fills request.path_params; 400.2 or 400.7 when a segment does not decode.
    Result<Match> match(Request& request) const;
    std::vector<std::unique_ptr<Route>> const& routes() const { return routes_; }

private:
    struct Node;
    void insert(std::unique_ptr<Route> route);

    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace fx::server
