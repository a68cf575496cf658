#include "returns/sign.hpp"

#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "records/permitted.hpp"
#include "records/query.hpp"

namespace fx::returns {
namespace {

namespace report = handles::daily_report;

/// The values that a person enters, checked like any field of a form.
Result<std::vector<Value>> entered(catalog::RecordType const& type, Signature const& wanted) {
    std::vector<Value> values(type.fields.size());
    for (auto const& member : wanted.fields) {
        int const at = type.field_index(std::string_view(member.key()));
        auto const& field = type.fields[std::size_t(at)];
        if (member.value().is_null()) continue;
        auto value = field.kind->parse(member.value(), field);
        if (value.has_error()) return Problem(value.error()).at(field.name);
        values[std::size_t(at)] = std::move(*value);
    }
    return values;
}

ReportCalendar calendar_of(records::Record const& unit) {
    return report_calendar(get(unit.values, handles::reporting_unit::report_calendar));
}

class Signing {
public:
    Signing(records::Engine& engine, store::Journal& journal, store::Tx& tx, records::Actor const& actor,
            Signature const& wanted, Sheet const& sheet)
        : engine_(engine),
          journal_(journal),
          tx_(tx),
          actor_(actor),
          wanted_(wanted),
          sheet_(sheet),
          table_(*engine.table(report::record_type)),
          type_(table_.type()) {}

    Result<records::Receipt> run() {
        FX_TRY(auto const unit, unit_to_sign());
        FX_TRY(auto values, entered(type_, wanted_));
        auto const id = report_id(county(), unit.id, wanted_.date);
        Draft draft(std::move(values));
        draft.set(report::unit, unit.id).set(report::date, wanted_.date).set(report::nil_declared, wanted_.nil);
        FX_TRY(auto const before, records::stored(engine_, tx_, table_, county(), id));
        if (before) {
            FX_TRY(auto const repeat, is_repeat(*before, draft.values()));
            if (repeat)
                return records::Receipt{
                    records::Receipt::Outcome::repeat, before->county, id, before->version, before->last_sequence, {}};
        }
        FX_CHECK(nil_fits());
        draft.set(report::figures, figures_text(sheet_)).set(report::mapping, sheet_.version->valid_from);
        draft.set(report::signed_at, tx_.now());
        if (sheet_.since != sheet_.day) draft.set(report::since, sheet_.since);
        return before ? again(*before, draft.take()) : first(id, draft.take());
    }

private:
    Result<Unit> unit_to_sign() {
        if (!type_.allows("create", actor_.role))
            return records::not_permitted(engine_.catalogue(), actor_.role, type_.label);
        auto const* units = engine_.table(handles::reporting_unit::record_type);
        FX_TRY(auto const record, records::stored(engine_, tx_, *units, county(), wanted_.unit));
        if (!record) return Problem(ProblemKind::record_not_found, {format(wanted_.unit)}).at("unit");
        auto const name = std::string(get(record->values, handles::reporting_unit::name).value_or(""));
        if (!engine_.responsibility().covers(actor_.place, record->place))
            return Problem(ProblemKind::not_responsible, {format(record->place)}).at("unit");
        if (sheet_.node.place != record->place) return Problem(ProblemKind::report_signed_meanwhile);
        if (actor_.place != record->place) return Problem(ProblemKind::report_not_own, {name}).at("unit");
        Unit const unit{record->id, record->place, name, calendar_of(*record)};
        if (!get(record->values, handles::reporting_unit::reports_daily).value_or(false))
            return Problem(ProblemKind::unit_reports_not, {name}).at("unit");
        auto const today = date_at(tx_.now());
        auto const days_back = type_.setting(report::settings::days_back);
        if (wanted_.date > today || today - wanted_.date > days_back)
            return Problem(ProblemKind::report_day_closed, {format(wanted_.date), std::to_string(days_back)}).at("date");
        FX_TRY(auto const days, ReportDays::read(engine_, tx_, county(), wanted_.date, wanted_.date));
        FX_TRY(auto const standing, owed(engine_, tx_, county(), days, unit, wanted_.date));
        if (!standing.since) {
            auto const next = days.next(unit, wanted_.date);
            return Problem(ProblemKind::report_not_owed, {name, format(wanted_.date), next ? format(*next) : "—"})
                .at("date");
        }
        if (sheet_.since != *standing.since) return Problem(ProblemKind::report_signed_meanwhile);
        return unit;
    }

    /// Whether the nil statement fits the figures.
    Result<void> nil_fits() const {
        auto const events = events_of(sheet_);
        Words all;
        for (auto const& event : events) {
            all.zh += (all.zh.empty() ? "" : "、") + event.zh;
            all.en += (all.en.empty() ? "" : ", ") + event.en;
        }
        if (wanted_.nil && !events.empty()) return Problem(ProblemKind::report_nil_contradicted, {all}).at("nil_declared");
        if (!wanted_.nil && events.empty()) return Problem(ProblemKind::report_nil_needed).at("nil_declared");
        return {};
    }

    Result<records::Receipt> first(Id const& id, std::vector<Value> values) {
        if (wanted_.base_version != 0) return Problem(ProblemKind::report_signed_meanwhile);
        records::PreparedCreate command;
        command.table = &table_;
        command.id = id;
        command.stated_at = tx_.now();
        command.values = std::move(values);
        auto const outcome = engine_.create(tx_, actor_, command);
        if (!outcome.ok()) return outcome.problems.front();
        return *outcome.receipt;
    }

    /// Signed before: what was signed stays in its history beside the reason, and the duty is done as of now when it had
    /// been returned.
    Result<records::Receipt> again(records::Record const& before, std::vector<Value> values) {
        if (wanted_.base_version != before.version) return Problem(ProblemKind::report_signed_meanwhile);
        if (before.state != report::states::returned && is_null(values[std::size_t(report::reason.index)]))
            return Problem(ProblemKind::report_reason_needed).at("reason");
        records::Effects effects;
        records::RecordUpdate update{type_.name, before.id, {}, std::string(report::states::_signed), {}};
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i] != before.values[i]) update.values.emplace_back(int(i), values[i]);
        effects.update.push_back(std::move(update));
        if (before.state == report::states::returned)
            effects.fulfil.push_back({report_period(before.county, wanted_.date), wanted_.unit, tx_.now(), before.id});
        FX_CHECK(engine_.run_effects(tx_, actor_, before.county, wanted_.command, std::move(effects)));
        return records::Receipt{
            records::Receipt::Outcome::changed, before.county, before.id, before.version + 1, before.last_sequence, {}};
    }

    /// A signature sent twice is known before anything is counted: what happened since must not refuse it. The first one
    /// by the same person with nothing else entered, a later one by its command.
    Result<bool> is_repeat(records::Record const& before, std::vector<Value> const& values) {
        FX_TRY(auto const history, journal_.history(tx_, before.county, before.last_sequence, 1));
        if (history.front().command == wanted_.command) return true;
        if (wanted_.base_version != 0 || before.version != 1 || before.made_by_user != actor_.user) return false;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!type_.fields[i].derived && values[i] != before.values[i]) return false;
        return true;
    }

    std::int64_t county() const { return engine_.responsibility().county_of(actor_.place).value_or(0); }

    records::Engine& engine_;
    store::Journal& journal_;
    store::Tx& tx_;
    records::Actor const& actor_;
    Signature const& wanted_;
    Sheet const& sheet_;
    records::RecordTable const& table_;
    catalog::RecordType const& type_;
};

}  // namespace

Result<Sheet> count_unit(records::Engine const& engine, store::Reader& reader, catalog::Return const& form,
                         std::int64_t county, Id const& unit, Date day) {
    auto const* units = engine.table(handles::reporting_unit::record_type);
    FX_TRY(auto const record, records::stored(engine, reader, *units, county, unit));
    if (!record) return Problem(ProblemKind::record_not_found, {format(unit)}).at("unit");
    FX_TRY(auto const days, ReportDays::read(engine, reader, county, day, day));
    FX_TRY(auto const standing, owed(engine, reader, county, days, {unit, record->place, {}, calendar_of(*record)}, day));
    return fill(engine, reader, form, Scope{county, record->place, {}, day, standing.since});
}

Result<records::Receipt> sign(records::Engine& engine, store::Journal& journal, store::Tx& tx, records::Actor const& actor,
                              Signature const& signature, Sheet const& sheet) {
    return Signing(engine, journal, tx, actor, signature, sheet).run();
}

}  // namespace fx::returns
