#include "app/bulk.hpp"

#include "app/bulk_json.hpp"
#include "base/assert.hpp"
#include "records/place.hpp"
#include "store/sha256.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace fx::app {

using records::Actor;
using records::BulkAction;
using records::BulkItem;
using records::BulkRow;

namespace {

constexpr std::size_t records_per_commit = 100;

}  // namespace

class Bulk::Turn {
public:
    static Result<Turn> take(Bulk& bulk, Id const& id, std::size_t total) {
        std::lock_guard const lock(bulk.mutex_);
        if (bulk.running_) return Problem(bulk.running_->id == id ? ProblemKind::bulk_running : ProblemKind::overloaded);
        bulk.running_ = Progress{id, 0, total};
        return Turn(bulk);
    }
    Turn(Turn&& other) noexcept : bulk_(std::exchange(other.bulk_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
        if (bulk_ == nullptr) return;
        std::lock_guard const lock(bulk_->mutex_);
        bulk_->running_.reset();
    }

private:
    explicit Turn(Bulk& bulk) : bulk_(&bulk) {}
    Bulk* bulk_;
};

Result<std::vector<BulkItem>> Bulk::matching(Actor const& actor, records::RecordTable const& table,
                                             records::ListQuery query) const {
    auto const most = std::size_t(program_.site.bulk_records_max);
    std::vector<BulkItem> items;
    query.limit = 500;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        for (bool more = true; more && items.size() <= most;) {
            FX_TRY(auto const page, records::list(*program_.engine, reader, actor, table, query));
            for (auto const& record : page.records) items.push_back({record.id, record.version});
            more = page.next.has_value();
            query.cursor = page.next.value_or("");
        }
        return {};
    }));
    if (items.size() > most) return Problem(ProblemKind::bulk_too_many, {std::to_string(most)}).at("where");
    return items;
}

Result<void> Bulk::check(std::vector<BulkItem> const& items) const {
    auto const most = std::size_t(program_.site.bulk_records_max);
    if (items.size() > most) return Problem(ProblemKind::bulk_too_many, {std::to_string(most)}).at("records");
    std::set<Id> ids;
    for (auto const& item : items) ids.insert(item.id);
    if (items.empty() || ids.size() != items.size())
        return Problem(ProblemKind::invalid_parameter,
                       {"records", Words("须为 1 至 " + std::to_string(most) + " 条，每条一次",
                                         "1 to " + std::to_string(most) + " records, each of them once")})
            .at("records");
    return {};
}

Result<std::string> Bulk::preview(Actor const& actor, BulkAction const& action, std::vector<BulkItem> const& items) {
    std::vector<BulkRow> rows;
    for (std::size_t from = 0; from < items.size(); from += records_per_commit)
        FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
            rows.resize(from);  // a job that is run again begins again
            for (auto i = from; i < std::min(items.size(), from + records_per_commit); ++i) {
                FX_TRY(auto row, records::bulk_trial(*program_.engine, tx, actor, action, items[i]));
                rows.push_back(std::move(row));
            }
            return {};
        }));
    auto const undoable = std::ranges::count_if(rows, [&](BulkRow const& row) {
        return row.before && records::way_back(action, actor, *row.before, *row.after).has_value();
    });
    JsonWriter json;
    json.begin_object().key("total").integer(std::int64_t(items.size()));
    write_bulk_rows(json, rows, std::size_t(undoable));
    return json.end_object().take();
}

Result<std::string> Bulk::run(Actor const& actor, Id const& id, BulkAction const& action,
                              std::vector<BulkItem> const& items) {
    Run run{id, records::bulk_action_json(action), {}, {}};
    for (auto const& item : items) run.steps.push_back({item, action});
    return perform(actor, run);
}

Result<std::string> Bulk::undo(Actor const& actor, Id const& id, Id const& undoes) {
    Run run;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(run, reversal(reader, actor, id, undoes));
        return {};
    }));
    return perform(actor, run);
}

/// What takes each changed record back, from where the run left it.
Result<Bulk::Run> Bulk::reversal(store::Reader& reader, Actor const& actor, Id const& id, Id const& undoes) const {
    FX_TRY(auto const row, reader.get(records::bulk_run_table(), {program_.county(), undoes}));
    if (!row || std::get<Id>((*row)[RunColumn::user]) != actor.user) return Problem(ProblemKind::bulk_unknown);
    if (is_null((*row)[RunColumn::finished])) return Problem(ProblemKind::bulk_running);
    auto const* undone = id_in((*row)[RunColumn::undone_by]);
    if (!is_null((*row)[RunColumn::undoes]) || (undone != nullptr && *undone != id))
        return Problem(ProblemKind::bulk_undone);
    Run run{id, std::get<std::string>((*row)[RunColumn::action]), undoes, {}};
    auto const made = boost::json::parse(run.action).as_object();
    auto const* table = program_.engine->table(std::string_view(made.at("type").as_string()));
    if (table == nullptr) return Problem(ProblemKind::unknown_record_type, {std::string(made.at("type").as_string())});
    BulkAction const action{table, std::string(made.at("move").as_string()), made.at("fields").as_object()};
    for (auto const& kept : kept_rows(std::get<std::string>((*row)[RunColumn::outcome]))) {
        if (!kept.changed) continue;
        auto back = kept.before ? records::way_back(action, actor, *kept.before, *kept.after)
                                : Result<BulkAction>(Problem(ProblemKind::no_way_back, {table->type().label}));
        run.steps.push_back({kept.left, std::move(back)});
    }
    return run;
}

Result<std::string> Bulk::perform(Actor const& actor, Run const& run) {
    FX_TRY(auto const turn, Turn::take(*this, run.id, run.steps.size()));
    std::optional<std::string> answer;
    FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(answer, begin(tx, actor, run));
        return {};
    }));
    if (answer) return *answer;
    FX_TRY(auto const rows, change_all(actor, run));
    std::string made;
    FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(made, finish(tx, actor, run, rows));
        return {};
    }));
    return made;
}

/// The answer of a repeat; nothing when the work is still to be done.
Result<std::optional<std::string>> Bulk::begin(store::Tx& tx, Actor const& actor, Run const& run) const {
    auto text = run.action + (run.undoes ? format(*run.undoes) : "");
    for (auto const& step : run.steps) text += "\n" + format(step.item.id) + " " + std::to_string(step.item.version);
    auto const hash = store::sha256({store::bytes_of(text)});
    Bytes const digest(hash.begin(), hash.end());
    auto const& table = records::bulk_run_table();
    FX_TRY(auto const known, tx.get(table, {program_.county(), run.id}));
    if (known) {
        if (std::get<Id>((*known)[RunColumn::user]) != actor.user || (*known)[RunColumn::digest] != Value(digest))
            return Problem(ProblemKind::bulk_conflict).at("command");
        if (is_null((*known)[RunColumn::finished])) return std::optional<std::string>();
        return std::optional(whole_json(*known));
    }
    tx.put(table, {program_.county(), run.id, actor.user, actor.post, tx.now().ms, Value(), run.action, digest,
                   run.undoes ? Value(*run.undoes) : Value(), Value(), Value()});
    return std::optional<std::string>();
}

Result<std::vector<BulkRow>> Bulk::change_all(Actor const& actor, Run const& run) {
    std::vector<BulkRow> rows;
    auto const change = [&](store::Tx& tx, Step const& step) -> Result<void> {
        if (step.action.has_error()) {
            rows.push_back({step.item, 0, step.action.error(), {}, {}});
            return {};
        }
        FX_TRY(auto row, records::bulk_change(*program_.engine, tx, actor, *step.action, step.item, run.id));
        rows.push_back(std::move(row));
        return {};
    };
    for (std::size_t from = 0; from < run.steps.size(); from += records_per_commit) {
        FX_CHECK(program_.store->write([&](store::Tx& tx) -> Result<void> {
            rows.resize(from);
            for (auto i = from; i < std::min(run.steps.size(), from + records_per_commit); ++i)
                FX_CHECK(change(tx, run.steps[i]));
            return {};
        }));
        std::lock_guard const lock(mutex_);
        running_->done = rows.size();
    }
    return rows;
}

Result<std::string> Bulk::finish(store::Tx& tx, Actor const& actor, Run const& run, std::vector<BulkRow> const& rows) const {
    auto const& table = records::bulk_run_table();
    FX_TRY(auto row, tx.get(table, {program_.county(), run.id}));
    FX_ASSERT(row.has_value());
    std::size_t undoable = 0;
    for (std::size_t i = 0; i < rows.size() && !run.undoes; ++i)
        if (rows[i].before)
            undoable += records::way_back(*run.steps[i].action, actor, *rows[i].before, *rows[i].after).has_value();
    JsonWriter json;
    json.begin_object().key("total").integer(std::int64_t(rows.size()));
    write_bulk_rows(json, rows, undoable);
    (*row)[RunColumn::outcome] = json.end_object().take();
    (*row)[RunColumn::finished] = tx.now().ms;
    auto answer = whole_json(*row);
    tx.put(table, std::move(*row));
    if (run.undoes) {
        FX_TRY(auto undone, tx.get(table, {program_.county(), *run.undoes}));
        FX_ASSERT(undone.has_value());
        (*undone)[RunColumn::undone_by] = run.id;
        tx.put(table, std::move(*undone));
    }
    auto const made = boost::json::parse(run.action).as_object();
    JsonWriter body;
    body.begin_object().key("type").string(std::string_view(made.at("type").as_string()));
    body.key("move").string(std::string_view(made.at("move").as_string())).key("fields").begin_array();
    for (auto const& member : made.at("fields").as_object()) body.string(std::string_view(member.key()));
    body.end_array().key("total").integer(std::int64_t(rows.size()));
    body.key("changed").integer(std::int64_t(changed_of(rows))).end_object();
    program_.journal(tx, actor, "bulk_run", run.id, run.undoes ? "undo" : "run", body.take());
    return answer;
}

Result<std::string> Bulk::describe(Id const& id, Id const& user) const {
    std::string json;
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const row, reader.get(records::bulk_run_table(), {program_.county(), id}));
        if (!row || std::get<Id>((*row)[RunColumn::user]) != user) return Problem(ProblemKind::bulk_unknown);
        json = whole_json(*row);
        return {};
    }));
    std::lock_guard const lock(mutex_);
    if (!running_ || running_->id != id) return json;
    JsonWriter progress;
    progress.begin_object().key("id").string(format(id)).key("state").string("running");
    progress.key("done").integer(std::int64_t(running_->done)).key("total").integer(std::int64_t(running_->total));
    return progress.end_object().take();
}

Result<std::string> Bulk::recent(Id const& user, int limit) const {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    FX_CHECK(program_.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(auto const rows,
               reader.query(records::select_all(records::bulk_run_table()) +
                                " WHERE county = $1 AND user_id = $2 ORDER BY id DESC LIMIT " + std::to_string(limit),
                            {program_.county(), user}));
        for (auto const& row : rows) json.raw(counted_json(row));
        return {};
    }));
    return json.end_array().key("next").null().end_object().take();
}

}  // namespace fx::app
