#pragma once
/// PostgreSQL 15 by a connection string; one writer at a time by an advisory lock.

#include "store/session.hpp"

namespace fx::store::postgres {

class PostgresEngine final : public Engine {
public:
    static Result<std::unique_ptr<Engine>> open(Options const& options);
    explicit PostgresEngine(std::string url) : url_(std::move(url)) {}

    std::string_view name() const override { return "postgres"; }
    Result<std::unique_ptr<Session>> open_writer() override;
    Result<std::unique_ptr<Session>> open_reader() override;
    Result<void> backup(std::string const& file) override;

private:
    std::string url_;
};

}  // namespace fx::store::postgres
