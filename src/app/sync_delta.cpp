#include "app/sync_delta.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"

#include <boost/json.hpp>

#include <map>

namespace fx::app {
namespace {

namespace household = handles::household;
namespace person = handles::person;

constexpr std::size_t entries_max = 2'000;
/// A commit's time is read before it is durable, and other machines' clocks differ a little.
constexpr std::int64_t slack_ms = ms_per_minute;

struct Line {
    std::int64_t sequence, place, previous;
    std::string type, action, body;  ///< the body of households and persons alone
    Id record;
};

Line line_of(Row const& row) {
    auto const* body = text_in(row[6]);
    return {*integer_in(row[0]),           *integer_in(row[4]), *integer_in(row[5]), std::get<std::string>(row[1]),
            std::get<std::string>(row[3]), body ? *body : "",   std::get<Id>(row[2])};
}

/// What one field of a journal body says; nothing when the change did not touch it.
std::optional<Id> id_in_body(std::string const& body, std::string_view field) {
    boost::system::error_code error;
    auto const json = boost::json::parse(body, error);
    if (error || !json.is_object()) return std::nullopt;
    auto const* value = json.get_object().if_contains(field);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    auto const id = parse_id(std::string_view(value->get_string()));
    return id.has_value() ? std::optional(*id) : std::nullopt;
}

class Delta {
public:
    Delta(records::Engine const& engine, store::Reader& reader, std::int64_t county, SyncCursor const& from)
        : engine_(engine),
          reader_(reader),
          county_(county),
          from_(from),
          range_(engine.responsibility().range(from.place)) {}

    Result<SyncDelta> run(std::span<records::Period const> periods) {
        FX_CHECK(read_feed());
        if (!delta_.reset) FX_CHECK(follow_records());
        if (!delta_.reset && !delta_.more) FX_CHECK(duties_of_calendars(periods));
        FX_CHECK(households_of_persons());
        return std::move(delta_);
    }

private:
    bool here(std::int64_t place) const { return place >= range_.first.value && place <= range_.second.value; }

    Result<void> read_feed() {
        delta_.after = from_.after;
        FX_TRY(auto const rows, reader_.query("SELECT sequence, type, record, action, place, previous, "
                                              "CASE WHEN type IN ('household', 'person') THEN body END FROM journal "
                                              "WHERE county = $1 AND sequence > $2 ORDER BY sequence LIMIT " +
                                                  std::to_string(entries_max),
                                              {county_, from_.after.value}));
        delta_.more = rows.size() == entries_max;
        for (auto const& row : rows) {
            auto const line = line_of(row);
            delta_.after = {line.sequence};
            FX_CHECK(take(line));
        }
        return {};
    }

    Result<void> take(Line const& line) {
        auto const& responsibility = engine_.responsibility();
        if (line.type == handles::screening_round::record_type)
            delta_.reset |= here(line.place) || responsibility.covers({line.place}, from_.place);
        else if (line.type == household::record_type)
            delta_.households.insert(line.record);
        else if (line.type == person::record_type) {
            if (here(line.place)) persons_.insert(line.record);
            return left_household(line);
        } else if (here(line.place))
            others_[line.type].push_back({county_, line.record});
        return {};
    }

    /// Somebody moved: the household they left may be one of ours.
    Result<void> left_household(Line const& line) {
        if (line.action == "create" || !id_in_body(line.body, person::household.name)) return {};
        for (auto previous = line.previous; previous != 0;) {
            FX_TRY(auto const rows, reader_.query("SELECT body, previous FROM journal WHERE county = $1 AND sequence = $2",
                                                  {county_, previous}));
            if (rows.empty()) return {};
            auto const* body = text_in(rows[0][0]);
            if (auto const left = id_in_body(body ? *body : "", person::household.name)) {
                delta_.households.insert(*left);
                return {};
            }
            previous = *integer_in(rows[0][1]);
        }
        return {};
    }

    /// Screenings, readings, registrations…: the household or the person they are about.
    Result<void> follow_records() {
        for (auto const& [type, keys] : others_) {
            auto const* table = engine_.table(type);
            if (table == nullptr) continue;
            FX_TRY(auto const rows, reader_.get_many(table->table(), keys));
            for (auto const& row : rows) {
                if (!row) continue;
                FX_TRY(auto const record, table->from_row(*row, engine_.sealer()));
                take_subjects(table->type(), record);
            }
        }
        return {};
    }

    void take_subjects(catalog::RecordType const& type, records::Record const& record) {
        for (std::size_t i = 0; i < type.fields.size(); ++i) {
            auto const* id = id_in(record.values[i]);
            if (id == nullptr) continue;
            auto const& about = type.fields[i].refers_to;
            if (about == household::record_type) delta_.households.insert(*id);
            if (about == person::record_type) persons_.insert(*id);
        }
    }

    /// A calendar's duties (the morning's measurement) come without an entry in the journal.
    Result<void> duties_of_calendars(std::span<records::Period const> periods) {
        for (auto const& period : periods) {
            if (!period.source.is_nil() || period.opens_at.ms < from_.at.ms - ms_per_day) continue;
            FX_TRY(auto const rows,
                   reader_.query("SELECT subject FROM obligation WHERE county = $1 AND period = $2 AND opened_at >= $3 "
                                 "AND place BETWEEN $4 AND $5",
                                 {county_, period.id, from_.at.ms - slack_ms, range_.first.value, range_.second.value}));
            auto& subjects = period.subject_type == person::record_type ? persons_ : delta_.households;
            for (auto const& row : rows) subjects.insert(std::get<Id>(row[0]));
        }
        return {};
    }

    Result<void> households_of_persons() {
        auto const& table = *engine_.table(person::record_type);
        std::vector<Row> keys;
        for (auto const& id : persons_) keys.push_back(table.key(county_, id));
        FX_TRY(auto const rows, reader_.get_many(table.table(), keys));
        for (auto const& row : rows) {
            if (!row) continue;
            FX_TRY(auto const record, table.from_row(*row, engine_.sealer()));
            if (auto const home = get(record.values, person::household)) delta_.households.insert(*home);
        }
        return {};
    }

    records::Engine const& engine_;
    store::Reader& reader_;
    std::int64_t county_;
    SyncCursor const& from_;
    std::pair<Place, Place> range_;
    SyncDelta delta_;
    std::set<Id> persons_;
    std::map<std::string, std::vector<Row>> others_;
};

}  // namespace

Result<SyncDelta> changes_since(records::Engine const& engine, store::Reader& reader, std::int64_t county,
                                SyncCursor const& from, std::span<records::Period const> periods) {
    return Delta(engine, reader, county, from).run(periods);
}

}  // namespace fx::app
