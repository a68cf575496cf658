#include "app/api.hpp"
#include "app/order_view.hpp"
#include "base/text.hpp"
#include "catalog/handles.hpp"
#include "catalog/kind.hpp"
#include "images/image.hpp"
#include "images/pdf.hpp"
#include "records/access_log.hpp"
#include "records/attachment.hpp"
#include "records/permitted.hpp"
#include "records/present.hpp"
#include "records/query.hpp"
#include "store/sha256.hpp"

namespace fx::app {

using records::Attachment;
using server::Request;
using server::Response;

namespace {

bool is_attachment(catalog::Field const& field) { return field.kind->name() == "attachment"; }

/// The field the photo is for. 422.229 when it is none, 403.50 when this role never enters such records.
Result<catalog::Field const*> wanted_field(App& app, Request const& request) {
    auto const type = text_or(request, "type", ""), name = text_or(request, "field", "");
    auto const unknown = Problem(ProblemKind::attachment_field_unknown, {type + "." + name}).at("field");
    auto const* table = app.program.engine->table(type);
    int const index = table == nullptr ? -1 : table->type().field_index(name);
    if (index < 0) return unknown;
    auto const& field = table->type().fields[std::size_t(index)];
    if (!is_attachment(field)) return unknown;
    auto const& role = caller(request).actor.role;
    if (!table->type().allows("create", role) && !table->type().allows("change", role))
        return records::not_permitted(*app.program.catalogue, role, table->type().label);
    return &field;
}

/// What the bytes show to be: a photo, or where the field takes documents a PDF, whose sides are 0.
Result<void> judge_bytes(Attachment& sent, catalog::Field const& field, std::string_view bytes) {
    if (field.documents && images::is_pdf(bytes)) {
        FX_CHECK(images::check_pdf(bytes));
        sent.media_type = images::pdf_media_type;
        return {};
    }
    auto const image = images::read_image(bytes);
    if (field.documents && image.has_error() && image.error().kind() == ProblemKind::attachment_type_unknown)
        return Problem(ProblemKind::document_type_unknown).at(field.name);
    if (image.has_error()) return image.error();
    sent.media_type = images::media_type(image->format);
    sent.width = image->width;
    sent.height = image->height;
    return {};
}

/// What the request says and its bytes show; nothing of it is stored yet.
Result<Attachment> sent_attachment(App& app, Request const& request) {
    auto const id = parse_id(text_or(request, "id", ""));
    if (id.has_error() || id->is_nil()) return Problem(ProblemKind::missing_member, {"id"}).at("id");
    FX_TRY(auto const* field, wanted_field(app, request));
    auto const size = std::int64_t(request.body.size());
    if (size > *field->max)
        return Problem(ProblemKind::attachment_too_large, {std::to_string(size), field->label, std::to_string(*field->max)})
            .at(field->name);
    auto const hash = store::sha256({store::bytes_of(request.body)});
    auto const& actor = caller(request).actor;
    Attachment sent;
    sent.county = app.program.county();
    sent.id = *id;
    sent.type = text_or(request, "type", "");
    sent.field = field->name;
    sent.size = size;
    FX_CHECK(judge_bytes(sent, *field, request.body));
    sent.sha256 = Bytes(hash.begin(), hash.end());
    sent.user = actor.user;
    sent.post = actor.post;
    sent.place = actor.place;
    return sent;
}

std::string receipt(App& app, Attachment const& of, bool repeat) {
    JsonWriter json;
    json.begin_object().key("id").string(format(of.id)).key("outcome").string(repeat ? "repeat" : "created");
    json.key("media_type").string(of.media_type).key("size").integer(of.size);
    json.key("width").integer(of.width).key("height").integer(of.height).key("sha256").string(to_hex(of.sha256));
    if (auto const head = app.program.store->journal().newest(of.county)) {
        json.key("head").begin_object();
        write_head_members(json, *head);
        json.end_object();
    }
    return json.end_object().take();
}

}  // namespace

std::size_t attachment_bytes_max(catalog::Catalogue const& catalogue) {
    std::int64_t largest = 1 << 20;
    for (auto const* type : catalogue.types())
        for (auto const& field : type->fields)
            if (is_attachment(field)) largest = std::max(largest, *field.max);
    return std::size_t(largest) * 2;  // what is a little too large is told so by its field
}

/// ?id=&type=&field=, the photo as the body. The same again is a repeat, the same id with other bytes 409.225.
Response attachment_upload(App& app, Request const& request) {
    auto sent = sent_attachment(app, request);
    if (sent.has_error()) return Response::problem(sent.error());
    auto const sealed = records::seal_attachment(*app.program.sealer, sent->id, request.body);
    bool repeat = false;
    auto const done = app.program.store->write([&](store::Tx& tx) -> Result<void> {
        FX_TRY(repeat, records::is_repeat(tx, *sent));
        if (repeat) return {};
        FX_CHECK(records::may_send_another(tx, sent->county, sent->user));
        sent->made_at = tx.now();
        tx.put(records::attachment_table(), records::to_row(*sent));
        tx.put(records::attachment_content_table(), {sent->county, sent->id, sealed});
        app.program.journal(tx, caller(request).actor, std::string(records::attachment_entries), sent->id, "create",
                            records::journal_body(*sent));
        return {};
    });
    if (done.has_error()) return Response::problem(done.error());
    return Response::json(receipt(app, *sent, repeat), repeat ? 200 : 201);
}

namespace {

/// A photo this actor may see, and the field that names it; no field while only its sender knows of it.
struct Seen {
    Attachment attachment;
    records::RecordTable const* table = nullptr;
    catalog::Field const* field = nullptr;

    bool asks_purpose() const {
        return field != nullptr && field->privacy != catalog::Privacy::open && field->privacy != catalog::Privacy::internal;
    }
};

/// 404.55 for whoever may not see the record, or the field, or when there is no such photo: the answer tells nothing.
Result<Seen> look(App& app, store::Reader& reader, records::Actor const& actor, Id const& id) {
    auto const unknown = Problem(ProblemKind::record_not_found, {format(id)});
    FX_TRY(auto const row, reader.get(records::attachment_table(), {app.program.county(), id}));
    if (!row) return unknown;
    Seen seen{records::attachment_from(*row)};
    if (seen.attachment.record.is_nil()) return seen.attachment.user == actor.user ? Result<Seen>(seen) : unknown;
    seen.table = app.program.engine->table(seen.attachment.type);
    int const index = seen.table == nullptr ? -1 : seen.table->type().field_index(seen.attachment.field);
    if (index < 0) return unknown;
    seen.field = &seen.table->type().fields[std::size_t(index)];
    if (!records::readable(*seen.field, actor.role)) return unknown;
    // Who has been told of an order sees what is attached to it, though it was issued above.
    auto const record = seen.attachment.type == handles::order::record_type
                            ? visible_order(app.program, reader, actor, seen.attachment.record)
                            : records::find(*app.program.engine, reader, actor, *seen.table, seen.attachment.record);
    if (record.has_error()) return record.error().status() >= 500 ? record.error() : unknown;
    return seen;
}

Response photo(Attachment const& of, std::string content) {
    auto response = Response::text(std::move(content), of.media_type);
    // A document is never shown within the page: what it might run, it would run as this site.
    bool const document = of.media_type == images::pdf_media_type;
    response.headers.emplace_back(
        "Content-Disposition",
        document ? "attachment; filename=\"" + of.field + "-" + format(of.id).substr(0, 8) + ".pdf\"" : "inline");
    return response;
}

}  // namespace

/// ?purpose= where the field is personal: on record before the bytes leave.
Response attachment_show(App& app, Request const& request) {
    auto const id = id_param(request, "id");
    if (id.has_error()) return Response::problem(id.error());
    auto const& actor = caller(request).actor;
    Seen seen;
    std::string content;
    auto const done = app.program.store->read([&](store::Reader& reader) -> Result<void> {
        FX_TRY(seen, look(app, reader, actor, *id));
        FX_TRY(content, records::attachment_content(reader, *app.program.sealer, app.program.county(), *id));
        return {};
    });
    if (done.has_error()) return Response::problem(done.error());
    if (!seen.asks_purpose()) return photo(seen.attachment, std::move(content));
    auto const logged = app.program.store->write([&](store::Tx& tx) -> Result<void> {
        return records::log_photo(tx, *app.program.engine, actor, *seen.table, *seen.field, app.program.county(),
                                  seen.attachment.record, text_or(request, "purpose", ""), app.program.random);
    });
    if (logged.has_error()) return Response::problem(logged.error());
    return photo(seen.attachment, std::move(content));
}

}  // namespace fx::app
