#include "store/postgres/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <exception>

namespace fx::store::postgres {
namespace {

constexpr std::size_t statements_max = 200;

/// The last row of a stream is followed by an empty result of this status.
bool is_good(ExecStatusType status) {
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(std::string const& url) {
    char const* const keys[] = {"dbname", "application_name", "client_encoding", "connect_timeout", nullptr};
    char const* const values[] = {url.c_str(), "fangxian", "UTF8", "5", nullptr};
    std::unique_ptr<Connection> made(new Connection(PQconnectdbParams(keys, values, 1)));
    if (!made->alive()) return Problem(ProblemKind::store_unavailable).because(PQerrorMessage(made->connection_));
    PQsetNoticeProcessor(
        made->connection_, [](void*, char const*) {}, nullptr);
    if (PQenterPipelineMode(made->connection_) != 1) return made->problem(nullptr, "pipeline");
    return made;
}

Connection::~Connection() { PQfinish(connection_); }

Problem Connection::problem(PGresult const* result, std::string_view doing) const {
    char const* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    std::string const code = state ? state : "";
    std::string detail =
        fmt::format("PostgreSQL {}: {}; {}", code, result ? PQresultErrorMessage(result) : PQerrorMessage(connection_),
                    doing.substr(0, 300));
    if (code == "53100") return Problem(ProblemKind::disk_full).because(std::move(detail));
    if (code == "25006")
        return Problem(ProblemKind::directory_unusable, {"PostgreSQL", "read-only"}).because(std::move(detail));
    if (code == "XX001" || code == "XX002")
        return Problem(ProblemKind::store_damaged, {"PostgreSQL " + code}).because(std::move(detail));
    return Problem(ProblemKind::store_unavailable).because(std::move(detail));
}

/// Twice: the first call may read the server's farewell, the second the end of the connection.
bool Connection::still_there() {
    for (int i = 0; i < 2 && alive() && !waiting(); ++i) PQconsumeInput(connection_);
    return alive();
}

Result<void> Connection::enqueue(int sent) {
    if (sent != 1) return problem(nullptr, last_sql_);
    ++sent_;
    return {};
}

/// The name of the prepared statement for this text and these parameter types.
Result<std::string> Connection::prepared(std::string_view sql, Parameters const& parameters) {
    std::string key(sql);
    key.append(reinterpret_cast<char const*>(parameters.types()), std::size_t(parameters.count()) * sizeof(Oid));
    if (auto const found = by_key_.find(key); found != by_key_.end()) {
        kept_.splice(kept_.begin(), kept_, found->second);
        return kept_.front().name;
    }
    if (kept_.size() >= statements_max) {
        auto const drop = "DEALLOCATE " + kept_.back().name;
        by_key_.erase(kept_.back().key);
        kept_.pop_back();
        FX_CHECK(enqueue(PQsendQueryParams(connection_, drop.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1)));
    }
    auto const name = fmt::format("s{}", ++names_);
    FX_CHECK(
        enqueue(PQsendPrepare(connection_, name.c_str(), std::string(sql).c_str(), parameters.count(), parameters.types())));
    fresh_.push_back(key);
    kept_.push_front({std::move(key), name});
    by_key_.emplace(kept_.front().key, kept_.begin());
    return name;
}

Result<void> Connection::send(std::string_view sql, Parameters& parameters) {
    last_sql_ = sql;
    FX_TRY(auto const name, prepared(sql, parameters));
    return enqueue(PQsendQueryPrepared(connection_, name.c_str(), parameters.count(), parameters.values(),
                                       parameters.lengths(), parameters.formats(), 1));
}

Result<void> Connection::send(std::string_view sql) {
    last_sql_ = sql;
    return enqueue(PQsendQueryParams(connection_, std::string(sql).c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1));
}

Result<Answer> Connection::ask() { return drain(nullptr); }

Result<void> Connection::ask_each(std::function<void(PGresult const*)> const& visit) {
    FX_CHECK(drain(&visit));
    return {};
}

/// Each statement answers with its results and a null; the sync point answers with a result of its own.
Result<Answer> Connection::drain(std::function<void(PGresult const*)> const* visit) {
    Answer last;
    std::optional<Problem> failed;
    std::exception_ptr thrown;
    if (PQpipelineSync(connection_) != 1) failed = problem(nullptr, last_sql_);
    for (; sent_ > 0 && alive(); --sent_) {
        if (visit && sent_ == 1) PQsetSingleRowMode(connection_);
        while (Answer answer{PQgetResult(connection_)}) {
            auto const status = PQresultStatus(answer.get());
            if (!is_good(status) && !failed) failed = problem(answer.get(), last_sql_);
            if (visit && status == PGRES_SINGLE_TUPLE && !thrown) {
                try {
                    (*visit)(answer.get());
                } catch (...) {
                    thrown = std::current_exception();  // the rest of the answers must still be read
                }
            }
            last = std::move(answer);
        }
    }
    if (alive()) {
        while (Answer const answer{PQgetResult(connection_)})
            if (PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) break;
    }
    sent_ = 0;
    if (!alive() && !failed) failed = problem(nullptr, last_sql_);
    if (failed) {
        // A statement prepared in a pipeline that failed may not exist on the server.
        for (auto const& key : fresh_) {
            auto const found = by_key_.find(key);
            if (found == by_key_.end()) continue;
            auto const kept = found->second;
            by_key_.erase(found);
            kept_.erase(kept);
        }
    }
    fresh_.clear();
    if (thrown) std::rethrow_exception(thrown);
    if (failed) return std::move(*failed);
    return last;
}

Result<void> Connection::script(std::string const& sql) {
    if (waiting()) FX_CHECK(ask());
    if (PQexitPipelineMode(connection_) != 1) return problem(nullptr, sql);
    Answer const answer(PQexec(connection_, sql.c_str()));
    auto const status = PQresultStatus(answer.get());
    Result<void> outcome;
    if (!is_good(status)) outcome = problem(answer.get(), sql);
    if (PQenterPipelineMode(connection_) != 1 && outcome.has_value()) outcome = problem(nullptr, sql);
    return outcome;
}

}  // namespace fx::store::postgres
