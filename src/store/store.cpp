#include "store/store.hpp"

#include "store/journal_reader.hpp"
#include "store/migrate.hpp"
#include "store/postgres/dump.hpp"
#include "store/postgres/engine.hpp"
#include "store/reader_pool.hpp"
#include "store/sqlite/engine.hpp"
#include "store/writer.hpp"

#include <future>

namespace fx::store {
namespace {

class OpenStore final : public Store {
public:
    OpenStore(std::unique_ptr<Engine> engine, std::unique_ptr<LogBook> book, std::vector<std::string> public_keys)
        : engine_(std::move(engine)),
          book_(std::move(book)),
          journal_(book_.get(), std::move(public_keys)),
          readers_(*engine_) {}

    void start_writer(std::unique_ptr<Session> session, Clock const& clock) {
        writer_.emplace(std::move(session), *book_, clock);
    }

    Result<void> read(Read const& work) override { return readers_.read(work); }
    void submit(Job job, Done done) override {
        if (!writer_) return done(read_only());
        writer_->submit(std::move(job), std::move(done));
    }
    void follow(Follower follower) override {
        if (writer_) writer_->follow(std::move(follower));
    }
    Result<void> execute_script(std::string_view sql) override {
        if (!writer_) return read_only();
        return writer_->between_groups([&](Session& session) -> Result<void> {
            FX_CHECK(session.begin_write());
            auto outcome = session.script(sql);
            if (outcome.has_value()) outcome = session.commit();
            if (outcome.has_error()) session.rollback();
            return outcome;
        });
    }
    std::string_view engine() const override { return engine_->name(); }
    Result<void> backup(std::string const& file) override { return engine_->backup(file); }
    Journal& journal() override { return journal_; }

private:
    static Problem read_only() { return Problem(ProblemKind::invalid_usage, {"read_only"}); }

    std::unique_ptr<Engine> engine_;
    std::unique_ptr<LogBook> book_;
    JournalReader journal_;
    ReaderPool readers_;
    std::optional<Writer> writer_;  ///< last: it ends before what it uses
};

Result<std::unique_ptr<Engine>> open_engine(Options const& options) {
    return options.url.empty() ? sqlite::SqliteEngine::open(options) : postgres::PostgresEngine::open(options);
}

}  // namespace

Result<std::optional<Row>> Reader::get(Table const& table, Row const& key) {
    FX_TRY(auto rows, get_many(table, std::span(&key, 1)));
    return std::move(rows.front());
}

Result<void> Store::write(Job job) {
    std::promise<Result<void>> promise;
    auto outcome = promise.get_future();
    submit(std::move(job), [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    return outcome.get();
}

Result<std::unique_ptr<Store>> Store::open(Options options, Clock const& clock, Random& random) {
    FX_TRY(auto engine, open_engine(options));
    auto const migrations = migrations_of(engine->name());
    if (options.read_only) {
        FX_TRY(auto const session, engine->open_reader());
        FX_CHECK(check_schema(*session, migrations));
        return std::unique_ptr<Store>(
            std::make_unique<OpenStore>(std::move(engine), nullptr, stored_public_keys(options.directory)));
    }
    FX_TRY(auto session, engine->open_writer());
    FX_CHECK(migrate(*session, migrations, clock.now()));
    FX_CHECK(session->claim(random));
    FX_TRY(auto signer, Signer::open(options.directory, true, random));
    auto book = std::make_unique<LogBook>(std::move(signer), random);
    auto store = std::make_unique<OpenStore>(std::move(engine), std::move(book), stored_public_keys(options.directory));
    store->start_writer(std::move(session), clock);
    return std::unique_ptr<Store>(std::move(store));
}

Result<void> Store::restore(std::string const& file, Options const& options) {
    if (!options.url.empty()) return postgres::restore_dump(file, options.url);
    return sqlite::restore_file(file, options.directory);
}

}  // namespace fx::store
