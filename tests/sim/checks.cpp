#include "checks.hpp"

#include "base/json_member.hpp"
#include "records/place.hpp"
#include "records/quarantine.hpp"
#include "store/merkle.hpp"

#include <map>
#include <set>

namespace fx::sim {
namespace {

/// Types a person may send, or that other records make and the model follows.
constexpr char const* types[] = {
    "household",       "person",    "household_screening", "temperature_reading", "returnee_registration",
    "screening_round", "key_person"};

/// Marked, so that no trace takes it for an id.
std::string at(Place place) { return "@" + format(place).substr(6); }

void check_content(Site& site, Known const& known, records::Record const& record, Findings& findings) {
    auto const& type = site.program().engine->table(known.type)->type();
    for (auto const& field : type.fields) {
        auto const* wanted = known.fields.if_contains(field.name);
        if (wanted == nullptr && (!known.sent || field.derived)) continue;
        auto const text = site.county().field(record, known.type, field.name);
        auto const stored = text.empty() ? boost::json::value() : boost::json::parse(text);
        if (wanted == nullptr ? !stored.is_null() : stored != *wanted)
            findings.push_back(known.type + " " + brief(record.id) + ": " + field.name + " is " + text + ", must be " +
                               (wanted == nullptr ? "empty" : boost::json::serialize(*wanted)));
    }
}

void check_record(Site& site, Known const& known, records::Record const& record, Findings& findings) {
    auto const name = known.type + " " + brief(record.id) + ": ";
    if (record.version != known.version)
        findings.push_back(name + "version " + std::to_string(record.version) + ", must be " +
                           std::to_string(known.version));
    if (!record.state.empty() && record.state != known.state)
        findings.push_back(name + "state " + record.state + ", must be " + known.state);
    if (known.type != "key_person" && record.place != known.place)
        findings.push_back(name + "stands at " + at(record.place) + ", must stand at " + at(known.place));
    check_content(site, known, record, findings);
}

}  // namespace

void check_records(Site& site, Model const& model, Findings& findings) {
    std::set<Id> seen;
    for (auto const* type : types)
        for (auto const& record : site.county().records(type)) {
            auto const known = model.records().find(record.id);
            if (known == model.records().end() || known->second.type != type) {
                findings.push_back(std::string(type) + " " + brief(record.id) + " is stored and was never accepted");
                continue;
            }
            seen.insert(record.id);
            check_record(site, known->second, record, findings);
        }
    for (auto const& [id, known] : model.records())
        if (!seen.contains(id)) findings.push_back(known.type + " " + brief(id) + " was accepted and is not stored");
}

void check_quarantine(Site& site, Model const& model, Findings& findings) {
    std::map<std::pair<Id, std::string>, std::pair<std::string, std::string>> stored;  // -> kind, number
    for (auto const& row : site.query(records::select_all(records::quarantine_table()))) {
        auto const entry = records::quarantined_from(row);
        auto const item = records::item_of(entry, *site.program().sealer).value();
        auto const problems = boost::json::parse(entry.problem).as_array();
        auto const number = problems.empty() ? "" : text_member(problems.front().as_object(), "number");
        stored[{entry.record, item}] = {entry.kind, number};
    }
    for (auto const& [key, reason] : model.kept()) {
        auto const found = stored.find(key);
        if (found == stored.end()) {
            findings.push_back("refused " + brief(key.first) + " is not kept: " + key.second);
            continue;
        }
        auto const& [kind, number] = found->second;
        if (kind != reason.kind || (reason.number.empty() ? number.empty() : number != reason.number))
            findings.push_back("refused " + brief(key.first) + " is kept as " + kind + " " + number + ", must be " +
                               reason.kind + " " + reason.number);
        stored.erase(found);
    }
    for (auto const& [key, reason] : stored)
        findings.push_back("kept and never refused: " + brief(key.first) + " " + reason.first + " " + reason.second + " " +
                           key.second);
}

namespace {

void check_obligations(Site& site, Model const& model, Findings& findings) {
    static char const* const states[] = {"open", "done", "late", "withdrawn"};
    std::set<DutyKey> seen;
    for (auto const& row : site.query("SELECT period, subject, place, due_at, state, type FROM obligation")) {
        DutyKey const key{std::get<Id>(row[0]), std::get<Id>(row[1])};
        auto const name = std::get<std::string>(row[5]) + " of " + brief(key.second) + " in period " + brief(key.first);
        auto const wanted = model.duties().find(key);
        if (wanted == model.duties().end()) {
            findings.push_back(name + " is owed and must not be");
            continue;
        }
        seen.insert(key);
        auto const& [place, due, state] = wanted->second;
        auto const stored = std::get<std::int64_t>(row[4]);
        if (stored != int(state)) findings.push_back(name + " is " + states[stored] + ", must be " + states[state]);
        if (state == Duty::withdrawn) continue;
        if (std::get<std::int64_t>(row[2]) != place.value)
            findings.push_back(name + " stands at " + at({std::get<std::int64_t>(row[2])}) + ", must stand at " + at(place));
        if (std::get<std::int64_t>(row[3]) != due.ms)
            findings.push_back(name + " is due " + format(Instant{std::get<std::int64_t>(row[3])}) + ", must be due " +
                               format(due));
    }
    for (auto const& [key, duty] : model.duties())
        if (!seen.contains(key))
            findings.push_back(model.periods().at(key.first).type + " of " + brief(key.second) + " in period " +
                               brief(key.first) + " must be owed and is not");
}

std::string show(coverage::Figures const& of) {
    return std::to_string(of.expected) + "/" + std::to_string(of.fulfilled) + "/" + std::to_string(of.late);
}

}  // namespace

void check_duties(Site& site, Model const& model, Findings& findings) {
    check_obligations(site, model, findings);
    using story::east, story::west;
    for (auto const& [id, period] : model.periods()) {
        if (!period.open) continue;
        auto const by_sql = site.county().figures_by_sql(id);
        for (auto const place :
             {story::county, story::township, east, west, east.group(1), east.group(2), west.group(1), west.group(2)}) {
            auto const found = by_sql.find(place);
            auto const wanted = found == by_sql.end() ? coverage::Figures{} : found->second;
            auto const shown = site.county().figures(id, place);
            if (!(shown == wanted))
                findings.push_back("coverage of " + period.type + " in period " + brief(id) + " at " + at(place) + " is " +
                                   show(shown) + ", by SQL " + show(wanted));
        }
    }
}

void check_journal(Site& site, std::vector<Receipt> const& receipts, std::vector<store::Head> const& heads,
                   Findings& findings) {
    std::map<std::int64_t, std::pair<Id, std::int64_t>> entries;
    std::set<std::pair<Id, std::int64_t>> once;
    for (auto const& row : site.query("SELECT sequence, record, version FROM journal")) {
        std::pair const entry{std::get<Id>(row[1]), std::get<std::int64_t>(row[2])};
        entries[std::get<std::int64_t>(row[0])] = entry;
        if (!once.insert(entry).second) findings.push_back("version written twice: " + brief(entry.first));
    }
    for (auto const& receipt : receipts) {
        auto const found = entries.find(receipt.sequence);
        if (found == entries.end() || found->second != std::pair(receipt.record, receipt.version))
            findings.push_back("the receipt for " + receipt.type + " " + brief(receipt.record) + " is not in the journal");
    }
    for (auto const& found : site.county().verify()) findings.push_back("verify: " + found.kind + " " + found.detail);
    auto const read = site.program().store->read([&](store::Reader& reader) -> Result<void> {
        auto& journal = site.program().store->journal();
        for (auto const& head : heads) {
            FX_TRY(auto const newest, journal.head(reader, story::county_code, head.year));
            FX_TRY(auto const path, journal.consistency(reader, story::county_code, head.year, head.size, newest.size));
            if (!store::verify_consistency(head.size, head.root, newest.size, newest.root, path))
                findings.push_back("the head of size " + std::to_string(head.size) + " is no beginning of the newest");
        }
        return {};
    });
    if (read.has_error()) findings.push_back("heads: " + read.error().en());
}

}  // namespace fx::sim
