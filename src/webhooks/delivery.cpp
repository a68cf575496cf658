#include "webhooks/delivery.hpp"

namespace fx::webhooks {
namespace {

std::int64_t number(Value const& value) { return std::get<std::int64_t>(value); }
std::optional<Instant> moment(Value const& value) {
    auto const* ms = integer_in(value);
    return ms == nullptr ? std::nullopt : std::optional(Instant{*ms});
}
Value cell(std::optional<Instant> const& at) { return at ? Value(at->ms) : Value(); }

}  // namespace

store::Table const& delivery_table() {
    using enum store::ColumnType;
    static store::Table const table{"webhook_delivery",
                                    {{"county", integer},
                                     {"webhook", id},
                                     {"cursor", integer},
                                     {"for_version", integer},
                                     {"attempts", integer},
                                     {"next_at", integer},
                                     {"delivered", integer},
                                     {"given_up", integer},
                                     {"last_at", integer},
                                     {"delivered_at", integer},
                                     {"last_status", integer},
                                     {"last_error", text}},
                                    2};
    return table;
}

Row to_row(Delivery const& of) {
    return {of.county,    of.webhook,  of.cursor.value,  of.for_version,        of.attempts,    cell(of.next_at),
            of.delivered, of.given_up, cell(of.last_at), cell(of.delivered_at), of.last_status, of.last_error};
}

Result<std::optional<Delivery>> delivery_of(store::Reader& reader, std::int64_t county, Id const& webhook) {
    FX_TRY(auto const found, reader.get(delivery_table(), {county, webhook}));
    if (!found) return std::optional<Delivery>();
    auto const& row = *found;
    Delivery of;
    of.county = number(row[0]);
    of.webhook = std::get<Id>(row[1]);
    of.cursor.value = number(row[2]);
    of.for_version = number(row[3]);
    of.attempts = number(row[4]);
    of.next_at = moment(row[5]);
    of.delivered = number(row[6]);
    of.given_up = number(row[7]);
    of.last_at = moment(row[8]);
    of.delivered_at = moment(row[9]);
    of.last_status = number(row[10]);
    of.last_error = *text_in(row[11]);
    return std::optional(std::move(of));
}

}  // namespace fx::webhooks
