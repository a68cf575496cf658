#pragma once
/// The story county behind a real server on a free port, and the clients who speak to it.

#include "app/service.hpp"
#include "county.hpp"
#include "server/http_test_kit.hpp"

#include <boost/json.hpp>

#include <string>
#include <thread>

namespace fx::api {

namespace json = boost::json;

struct Answer {
    int status = 0;
    std::string body;
    std::string head;

    json::value value() const;    ///< of the body; null when it is not JSON
    json::object object() const;  ///< {} when it is none
    std::string problem() const;  ///< "403.51" of the first problem; "" when there is none
    std::string problem_field() const;
    /// Every problem of the answer names its number, its field, and says it in both languages, each without the other.
    bool explains_itself() const;
};

/// One client on a connection of its own: nobody, a signed-in person (cookie and CSRF token) or a machine (API token).
class Caller {
public:
    explicit Caller(std::uint16_t port) : port_(port) {}
    static Caller signed_in(std::uint16_t port, std::string cookie, std::string csrf);
    static Caller machine(std::uint16_t port, std::string token);

    /// The same, sending this header field ("Name: value") too.
    Caller with(std::string const& field) const;

    Answer get(std::string const& path) const { return ask("GET", path, ""); }
    Answer post(std::string const& path, std::string const& body = "{}") const { return ask("POST", path, body); }
    Answer patch(std::string const& path, std::string const& body) const { return ask("PATCH", path, body); }
    Answer ask(std::string const& method, std::string const& path, std::string const& body) const;
    /// The header fields this client sends with every request.
    std::string fields() const { return fields_; }

private:
    std::uint16_t port_;
    std::string fields_;
};

class ServedCounty {
public:
    ServedCounty();
    ~ServedCounty();

    story::County county;
    app::Service& service() { return *service_; }
    app::Accounts& accounts() { return service_->accounts(); }
    std::uint16_t port() const { return service_->port(); }
    Caller nobody() const { return Caller(port()); }
    /// A session of the story's person of that name.
    Caller as(std::string const& name);
    Caller machine_of(std::string const& name, std::int64_t days = 90);
    /// Gives the account this password, not to be changed at once.
    void set_password(std::string const& name, std::string const& password, bool must_change = false);
    /// Rows of a query, for looking behind the API.
    store::Rows rows(std::string const& sql);
    std::int64_t count(std::string const& table);

    /// {"id","fields"} of a creation.
    static std::string creation(Id const& id, std::string const& fields, std::string const& more = {});
    /// {"command","base_version","fields"} of a change.
    std::string change(std::int64_t base, std::string const& fields);
    std::string household_fields(Place zone, std::string const& more = {}) const;
    std::string person_fields(Id const& household, std::string const& more = {}) const;

private:
    std::unique_ptr<app::Service> service_;
    std::thread thread_;
};

/// The text of a JSON string; throws when it is none.
std::string text(json::value const& value);
/// "a%20b": for query values.
std::string encoded(std::string_view text);

/// One served county for each test.
class Api : public testing::Test {
protected:
    ServedCounty site;
    story::County& county = site.county;
};

}  // namespace fx::api
