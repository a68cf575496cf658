#pragma once
/// A libpq connection in pipeline mode: statements are sent without waiting, and answers read when one is needed.
/// A group's BEGIN, bulk writes and COMMIT thus cost one round trip. Internal to store.

#include "store/postgres/values.hpp"

#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace fx::store::postgres {

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(std::string const& url);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// Sends a prepared statement; its answer waits for the next ask().
    Result<void> send(std::string_view sql, Parameters& parameters);
    Result<void> send(std::string_view sql);
    /// Reads the answers of all that was sent and gives the last one, or the first failure.
    Result<Answer> ask();
    /// Reads all answers, handing over the rows of the last one by one.
    Result<void> ask_each(std::function<void(PGresult const*)> const& visit);
    /// Text with several statements, outside the pipeline.
    Result<void> script(std::string const& sql);

    /// Whether the server has not hung up: also notices what came in since the last answer.
    bool still_there();
    bool alive() const { return PQstatus(connection_) == CONNECTION_OK; }
    bool waiting() const { return sent_ > 0; }

private:
    explicit Connection(PGconn* connection) : connection_(connection) {}
    Result<std::string> prepared(std::string_view sql, Parameters const& parameters);
    Result<void> enqueue(int sent);
    Result<Answer> drain(std::function<void(PGresult const*)> const* visit);
    Problem problem(PGresult const* result, std::string_view doing) const;

    struct Kept {
        std::string key;
        std::string name;
    };

    PGconn* connection_;
    int sent_ = 0;          ///< statements whose answers wait
    std::list<Kept> kept_;  ///< prepared statements, most recently used first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
    std::vector<std::string> fresh_;  ///< keys prepared since the last ask
    std::uint64_t names_ = 0;
    std::string last_sql_;
};

}  // namespace fx::store::postgres
