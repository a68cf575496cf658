#include "app/order_view.hpp"
#include "app/response_view.hpp"
#include "catalog/describe.hpp"
#include "catalog/handle.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "records/permitted.hpp"
#include "records/place.hpp"
#include "records/query.hpp"

#include <map>
#include <set>

namespace fx::app {
namespace {

namespace order = handles::order;
namespace response = handles::response;
namespace measure = handles::response_measure;

/// As far as a declaration is filled in, its values.
Result<std::vector<Value>> values_of(catalog::RecordType const& type, boost::json::object const& fields) {
    std::vector<Value> values(type.fields.size());
    for (auto const& member : fields) {
        int const at = type.field_index(member.key());
        if (at < 0 || type.fields[std::size_t(at)].derived)
            return Problem(ProblemKind::field_unknown, {std::string(member.key())}).at(std::string(member.key()));
        auto const& field = type.fields[std::size_t(at)];
        if (member.value().is_null()) continue;
        auto value = field.kind->parse(member.value(), field);
        if (value.has_error()) return Problem(value.error()).at(field.name);
        values[std::size_t(at)] = *std::move(value);
    }
    return values;
}

class Preview {
public:
    Preview(Program const& program, store::Reader& reader, records::Actor const& actor, command::Declared const& as,
            Place area)
        : program_(program), reader_(reader), actor_(actor), as_(as), area_(area) {}

    Result<std::string> write(std::vector<Value> const& values) {
        FX_TRY(auto const before, current());
        FX_TRY(auto const measures, measures_of(before));
        auto const rows = command::adjustments(get(std::span<Value const>(values), response::adjustments).value_or("[]"));
        FX_TRY(auto const change, command::level_change(as_, rows, command::in_force(measures)));
        json_.begin_object().key("current");
        if (before)
            records::write_record(json_, table(response::record_type), *before, {&actor_, false});
        else
            json_.null();
        if (before) json_.key("replaces_version").integer(command::version_of(*before, measures));
        auto const* judged = as_.plan->judge(values);
        json_.key("judged");
        judged == nullptr ? json_.null() : json_.string(judged->level);
        json_.key("ends_at").string(format(as_.ends_at));
        catalog::write_label(json_, "decided_by", as_.level->decided_by);
        catalog::write_label(json_, "legal_basis", as_.level->legal_basis);
        json_.key("opens").begin_array();
        for (auto const& one : change.opens) opening(one);
        json_.end_array().key("continues").begin_array();
        for (auto const& one : change.continues) continuing(one);
        json_.end_array().key("ends").begin_array();
        for (auto const& one : change.ends) FX_CHECK(ending(one));
        auto const most = program_.catalogue->setting(response::settings::receipts_max);
        if (receipts_ > most)
            problems_.push_back(Problem(ProblemKind::response_too_large, {std::to_string(receipts_), std::to_string(most)}));
        json_.end_array().key("posts").integer(std::int64_t(told_.size())).key("problems").begin_array();
        for (auto const& problem : problems_)
            json_.begin_object()
                .key("code")
                .string(problem.number())
                .key("zh")
                .string(problem.zh())
                .key("en")
                .string(problem.en())
                .key("field")
                .string(response::adjustments.name)
                .end_object();
        return json_.end_array().end_object().take();
    }

private:
    records::RecordTable const& table(std::string_view type) const { return *program_.engine->table(type); }

    Result<std::optional<records::Record>> current() {
        FX_TRY(auto found, responses_in_force(program_, reader_));
        for (auto& one : found)
            if (one.place == area_ && get(one.values, response::scheme) == as_.plan->scheme)
                return std::optional(std::move(one));
        return std::optional<records::Record>();
    }

    Result<std::vector<records::Record>> measures_of(std::optional<records::Record> const& before) {
        std::vector<records::Record> out;
        if (!before) return out;
        FX_TRY(auto const rows, reader_.query(records::select_all(table(measure::record_type).table()) +
                                                  " WHERE county = $1 AND of_response = $2 ORDER BY "
                                                  "starts_at, id",
                                              {program_.county(), before->id}));
        for (auto const& row : rows) {
            FX_TRY(auto record, table(measure::record_type).from_row(row, *program_.sealer));
            out.push_back(std::move(record));
        }
        return out;
    }

    void opening(command::Opening const& one) {
        auto const& of = *one.measure;
        auto const today = date_at(as_.now);
        json_.begin_object().key("measure").string(of.name);
        catalog::write_label(json_, "label", of.label);
        json_.key("topic").string(of.topic).key("urgency").string(of.urgency);
        catalog::write_label(json_, "body", of.body);
        catalog::write_label(json_, "resources", of.resources);
        catalog::write_label(json_, "legal_basis", of.legal_basis);
        json_.key("owners").begin_array();
        for (auto const& role : of.owners) json_.string(role);
        auto const to = reached(one);
        std::map<std::string, std::int64_t> roles;
        std::int64_t vacant = 0;
        for (auto const& post : to.posts) {
            ++roles[post.role], vacant += !post.held(today);
            if (one.left_out.empty()) told_.insert(post.id);
        }
        json_.end_array().key("addressed").integer(std::int64_t(to.posts.size())).key("vacant").integer(vacant);
        json_.key("roles").begin_array();
        for (auto const& [role, count] : roles)
            json_.begin_object().key("role").string(role).key("count").integer(count).end_object();
        json_.end_array().key("acknowledge_by").string(format(as_.now + of.acknowledge_hours * ms_per_hour));
        if (of.report_hours > 0) json_.key("report_by").string(format(as_.now + of.report_hours * ms_per_hour));
        json_.key("ends_at").string(format(one.ends_at));
        if (!one.left_out.empty()) json_.key("left_out").string(one.left_out);
        json_.end_object();
    }

    /// The posts of a measure. That there are none, or too many, is told unless it is left out.
    command::Reach reached(command::Opening const& one) {
        auto const view = program_.network->view();
        auto found =
            command::reach(view, table(handles::order_receipt::record_type).type(), actor_, one.measure->owners, area_,
                           date_at(as_.now), program_.catalogue->setting(handles::order::settings::addressed_max));
        if (one.left_out.empty() && found.has_error())
            problems_.push_back(found.error());
        else if (one.left_out.empty() && found->posts.empty())
            problems_.push_back(Problem(ProblemKind::measure_without_post,
                                        {one.measure->label, Words(view.divisions().full_name(area_), format(area_))}));
        if (found.has_error()) return {};
        if (one.left_out.empty()) receipts_ += std::int64_t(found->posts.size());
        return *std::move(found);
    }

    void continuing(command::Continuing const& one) {
        begin_measure(one.record);
        json_.key("ends_at").string(format(get(one.record.values, measure::ends_at).value_or(Instant{})));
        json_.key("new_ends_at").string(format(one.ends_at)).end_object();
    }

    Result<void> ending(records::Record const& one) {
        begin_measure(one);
        auto const id = get(one.values, measure::issued_order).value_or(Id{});
        FX_TRY(auto const issued, records::stored(*program_.engine, reader_, table(order::record_type), one.county, id));
        json_.key("addressed").integer(issued ? get(issued->values, order::addressed).value_or(0) : 0).end_object();
        return {};
    }

    void begin_measure(records::Record const& of) {
        json_.begin_object().key("measure").string(get(of.values, measure::measure).value_or(""));
        json_.key("id").string(format(of.id)).key("subject").string(get(of.values, measure::subject).value_or(""));
    }

    Program const& program_;
    store::Reader& reader_;
    records::Actor const& actor_;
    command::Declared const& as_;
    Place area_;
    JsonWriter json_;
    std::set<Id> told_;
    std::int64_t receipts_ = 0;
    std::vector<Problem> problems_;
};

}  // namespace

Result<std::string> preview_response(Program const& program, store::Reader& reader, records::Actor const& actor,
                                     boost::json::object const& fields) {
    auto const& type = program.engine->table(response::record_type)->type();
    if (!type.allows("create", actor.role)) return records::not_permitted(*program.catalogue, actor.role, type.label);
    FX_TRY(auto const values, values_of(type, fields));
    auto const area = get(std::span<Value const>(values), response::area).value_or(Place{});
    if (area.is_nil()) return Problem(ProblemKind::missing_member, {"area"}).at("area");
    if (!program.network->covers(actor.place, area)) return Problem(ProblemKind::not_responsible, {format(area)}).at("area");
    FX_TRY(auto const as,
           command::declared(program.plans, type, program.network->view(), values, area, program.clock.now()));
    if (!as.level->allows(actor.role)) return records::not_permitted(*program.catalogue, actor.role, type.label);
    return Preview(program, reader, actor, as, area).write(values);
}

}  // namespace fx::app
