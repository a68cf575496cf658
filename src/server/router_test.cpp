#include "server/router.hpp"

#include "server/metrics.hpp"
#include "server/request_parser.hpp"
#include "server/url.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace fx::server {
namespace {

static_assert(!std::is_default_constructible_v<Permission>, "a route without a permission must not compile");
static_assert(!std::is_convertible_v<char const*, Permission>, "a permission is named on purpose");

Response nobody(Request const&) { return Response::empty(); }

struct Routes : testing::Test {
    Router router;

    Routes() {
        for (auto const* pattern : {"/", "/api/records/{type}", "/api/records/{type}/{id}", "/api/records/person/merge",
                                    "/api/records/{type}/{id}/moves/{transition}", "/files/{path...}", "/api/places"})
            router.add(Method::get, pattern, Permission("x"), Run::inline_, nobody);
        router.add(Method::post, "/api/records/{kind}", Permission("x"), Run::pool, nobody);
    }
    /// "pattern name=value …", or what is wrong.
    std::string find(std::string_view path, Method method = Method::get) const {
        Request request;
        request.method = method;
        request.path = path;
        auto const match = router.match(request);
        if (match.has_error()) return match.error().number();
        if (!match->route) return match->path_known ? match->allow : "none";
        std::string text = match->route->pattern;
        for (auto const& [name, value] : request.path_params) text += " " + name + "=" + value;
        return text;
    }
};

TEST_F(Routes, lead_to_one_place) {
    struct Case {
        std::string path, expected;
    };
    for (auto const& [path, expected] :
         {Case{"/", "/"},
          Case{"/api/records/person", "/api/records/{type} type=person"},
          Case{"/api/records/person/merge", "/api/records/person/merge"},
          Case{"/api/records/person/7", "/api/records/{type}/{id} type=person id=7"},
          Case{"/api/records/household/merge", "/api/records/{type}/{id} type=household id=merge"},
          Case{"/api/records/person/merge/moves/close",
               "/api/records/{type}/{id}/moves/{transition} type=person id=merge transition=close"},
          Case{"/api/records/%E9%98%B2/a%2Fb", "/api/records/{type}/{id} type=防 id=a/b"},
          Case{"/files/a/b.txt", "/files/{path...} path=a/b.txt"},
          Case{"/files/", "none"},
          Case{"/files", "none"},
          Case{"/api/records/", "none"},
          Case{"/api/records//7", "none"},
          Case{"/api/records/person/", "none"},
          Case{"/api", "none"},
          Case{"/API/places", "none"},
          Case{"/api/places/", "none"},
          Case{"/api/records/%zz", "400.7"},
          Case{"/api/records/%ff", "400.2"},
          Case{"/api/records/%00", "400.7"},
          Case{"", "none"},
          Case{"api", "none"}})
        EXPECT_EQ(find(path), expected) << path;
}

TEST_F(Routes, know_their_methods) {
    EXPECT_EQ(find("/api/records/person", Method::post), "/api/records/{kind} kind=person");
    EXPECT_EQ(find("/api/records/person", Method::head), "/api/records/{type} type=person");
    EXPECT_EQ(find("/api/records/person", Method::delete_), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(find("/api/places", Method::options), "GET, HEAD, OPTIONS");
    EXPECT_EQ(find("/api/places", Method::other), "GET, HEAD, OPTIONS");
    EXPECT_EQ(find("/nowhere", Method::delete_), "none");
}

TEST_F(Routes, mistakes_of_ours_stop_the_program_at_start) {
    auto const add = [this](std::string_view pattern) {
        router.add(Method::get, pattern, Permission("x"), Run::inline_, nobody);
    };
    EXPECT_DEATH(add("/api/places"), "slot == nullptr");
    EXPECT_DEATH(add("api"), "starts_with");
    EXPECT_DEATH(add("/files/{path...}/more"), "rest");
    EXPECT_DEATH(Permission(""), "empty");
}

TEST(Url, queries_are_form_encoded) {
    auto const pairs = parse_query("a=1&b=%E9%98%B2+x&c&=d&&e=f=g");
    ASSERT_TRUE(pairs.has_value());
    EXPECT_EQ(*pairs, (Pairs{{"a", "1"}, {"b", "防 x"}, {"c", ""}, {"", "d"}, {"e", "f=g"}}));
    EXPECT_TRUE(parse_query("")->empty());
    for (auto const* bad : {"a=%", "a=%4", "a=%4g", "a=%00", "%ff=a", "a=%c0%af"})
        EXPECT_TRUE(parse_query(bad).has_error()) << bad;
    std::string many;
    for (std::size_t i = 0; i < query_params_max; ++i) many += "a=1&";
    EXPECT_EQ(parse_query(many)->size(), query_params_max);
    EXPECT_EQ(parse_query(many + "b=2").error().number(), "400.7");
}

TEST(Request, query_numbers_have_a_range) {
    Request request;
    request.query = {{"limit", "50"}, {"bad", "5x"}, {"big", "99999999999999999999"}, {"limit", "7"}};
    EXPECT_EQ(*request.query_integer("limit", 10, 1, 500), 50);
    EXPECT_EQ(*request.query_integer("absent", 10, 1, 500), 10);
    EXPECT_EQ(request.query_integer("limit", 10, 1, 49).error().field(), "limit");
    EXPECT_TRUE(request.query_integer("bad", 10, 1, 500).has_error());
    EXPECT_TRUE(request.query_integer("big", 10, 1, 500).has_error());
}

TEST(Response, header_values_cannot_break_out) {
    Response response = Response::text("x");
    response.headers.emplace_back("Content-Disposition", "a\r\nSet-Cookie: evil=1");
    std::string out;
    HeadContext context;
    write_head(out, response, context);
    EXPECT_NE(out.find("Content-Disposition: a  Set-Cookie: evil=1\r\n"), std::string::npos);
    EXPECT_EQ(out.find("\nSet-Cookie"), std::string::npos);
    EXPECT_EQ(http_date(1'606'000'990'123), "Sat, 21 Nov 2020 23:23:10 GMT");
}

TEST(Response, problems_name_field_and_both_languages) {
    auto const response = Response::problem(Problem(ProblemKind::invalid_parameter, {"a\"b", "x"}).at("a"), R"({"n":1})");
    EXPECT_EQ(response.status, 400);
    EXPECT_TRUE(response.body.starts_with(R"({"problem":{"number":"400.7","name":"invalid_parameter","field":"a","zh":")"));
    EXPECT_TRUE(response.body.ends_with(R"(},"details":{"n":1}})"));
    EXPECT_EQ(Response::problem(Problem(ProblemKind::overloaded)).body.find("details"), std::string::npos);
}

TEST(Metrics, are_written_as_prometheus_reads_them) {
    Metrics metrics;
    metrics.counter("a_total", "An a.", label("kind", "x\"y\\z\n")).add(3);
    EXPECT_EQ(metrics.counter("a_total", "An a.", label("kind", "x\"y\\z\n")).value(), 3U) << "the same again";
    metrics.gauge("b", "A b.").set(2.5);
    metrics.gauge_from("c", "A c.", [] { return 7.0; });
    auto& histogram = metrics.histogram("d_seconds", "A d.", {0.1, 1}, label("route", "/x"));
    for (double const value : {0.05, 0.1, 0.5, 3.0}) histogram.observe(value);
    EXPECT_EQ(
        metrics.text(),
        "# HELP a_total An a.\n# TYPE a_total counter\na_total{kind=\"x\\\"y\\\\z\\n\"} 3\n"
        "# HELP b A b.\n# TYPE b gauge\nb 2.5\n"
        "# HELP c A c.\n# TYPE c gauge\nc 7\n"
        "# HELP d_seconds A d.\n# TYPE d_seconds histogram\n"
        "d_seconds_bucket{route=\"/x\",le=\"0.1\"} 2\nd_seconds_bucket{route=\"/x\",le=\"1\"} 3\n"
        "d_seconds_bucket{route=\"/x\",le=\"+Inf\"} 4\nd_seconds_sum{route=\"/x\"} 3.65\nd_seconds_count{route=\"/x\"} 4\n");
}

/// However a request is cut into pieces, the parser must say the same.
TEST(RequestParser, pieces_do_not_matter) {
    std::string const whole =
        "POST /a/b?c=d HTTP/1.1\r\nHost: t\r\nX-Long: " + std::string(200, 'y') +
        "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;e=1\r\n!\r\n0\r\nTrailer: x\r\n\r\nGET / HTTP/1.1";
    for (std::size_t step = 1; step < 60; ++step) {
        Request request;
        RequestParser parser(request, HeadLimits());
        std::string waiting;
        std::size_t fed = 0, taken = 0;
        auto progress = RequestParser::Progress::more;
        while (progress != RequestParser::Progress::done && fed < whole.size()) {
            auto const piece = whole.substr(fed, step);
            fed += piece.size();
            waiting += piece;
            do {
                std::size_t used = 0;
                progress = parser.feed(waiting, used);
                waiting.erase(0, used);
                taken += used;
            } while (progress == RequestParser::Progress::head);
            ASSERT_NE(progress, RequestParser::Progress::failed) << step;
        }
        EXPECT_EQ(progress, RequestParser::Progress::done) << step;
        EXPECT_EQ(request.body, "hello!");
        EXPECT_EQ(request.path, "/a/b");
        EXPECT_EQ(request.query_text, "c=d");
        EXPECT_EQ(request.headers.find("x-long").size(), 200U);
        EXPECT_EQ(request.headers.find("Trailer"), "");
        EXPECT_EQ(whole.substr(taken), "GET / HTTP/1.1") << "the next request is left alone";
    }
}

/// A client may send the end of an empty chunked body octet by octet.
TEST(RequestParser, an_empty_chunked_body_in_pieces_is_complete_at_its_last_octet) {
    std::string const whole = "POST /a HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    Request request;
    RequestParser parser(request, HeadLimits());
    std::string waiting;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        waiting += whole[at];
        std::size_t used = 0;
        auto const progress = parser.feed(waiting, used);
        waiting.erase(0, used);
        ASSERT_NE(progress, RequestParser::Progress::failed) << at;
        EXPECT_EQ(progress == RequestParser::Progress::done, at + 1 == whole.size()) << at;
    }
    EXPECT_EQ(request.body, "");
}

}  // namespace
}  // namespace fx::server
