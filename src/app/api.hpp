#pragma once
/// The handlers behind routes.cpp, one file per subject. Each checks place and permission itself where the route's
/// permission alone cannot say it.

#include "app/answer.hpp"
#include "app/program.hpp"
#include "base/json_writer.hpp"
#include "catalog/openapi.hpp"
#include "relay/statement.hpp"
#include "server/events.hpp"
#include "server/responder.hpp"

namespace fx::app {

class Accounts;
class Imports;
class Federation;
class Bulk;
class SiteMap;
class Webhooks;

/// What handlers share.
struct App {
    Program& program;
    Accounts& accounts;
    Imports& imports;
    server::EventHub& events;
    SiteMap& map;
    Federation& federation;
    Bulk& bulk;
    Webhooks& webhooks;
    std::vector<catalog::Endpoint> endpoints = {};  ///< every route, for the interface's own description; filled by routes()
};

// api_session.cpp
server::Response sign_in(App&, server::Request const&);
server::Response session(App&, server::Request const&);
server::Response sign_out(App&, server::Request const&);
server::Response switch_post(App&, server::Request const&);
server::Response change_password(App&, server::Request const&);

// api_accounts.cpp
server::Response accounts_list(App&, server::Request const&);
server::Response account_create(App&, server::Request const&);
server::Response account_reset(App&, server::Request const&);
server::Response account_disable(App&, server::Request const&);
server::Response tokens_list(App&, server::Request const&);
server::Response token_create(App&, server::Request const&);
server::Response token_revoke(App&, server::Request const&);

// api_account_names.cpp
server::Response account_names(App&, server::Request const&);

// api_catalogue.cpp
server::Response openapi(App&, server::Request const&);
server::Response reference_page(App&, server::Request const&);
server::Response catalogue_json(App&, server::Request const&);
server::Response type_schema(App&, server::Request const&);

// api_places.cpp
server::Response place_one(App&, server::Request const&);
server::Response place_search(App&, server::Request const&);

// api_coverage.cpp
server::Response coverage_of(App&, server::Request const&);
server::Response coverage_list(App&, server::Request const&);
server::Response coverage_heat(App&, server::Request const&);
server::Response coverage_rates(App&, server::Request const&);
server::Response periods_list(App&, server::Request const&);
server::Response coverage_timeline(App&, server::Request const&);
server::Response uncovered(App&, server::Request const&);
void write_period(JsonWriter&, records::Period const&);
void write_figures(JsonWriter&, coverage::Figures const&, bool past_due);
void write_responsible(JsonWriter&, network::Network::View const&, Place, Date today);
/// 422.66 for an unknown place, 403.51 for one outside the caller's.
Result<void> in_scope(App&, server::Request const&, Place);
Result<std::string> subjects_json(App&, store::Reader&, records::Actor const&, records::Period const&,
                                  coverage::Page const&);

// api_records.cpp
void record_create(App&, server::Request, server::Responder);
void record_change(App&, server::Request, server::Responder);
void record_move(App&, server::Request, server::Responder);
server::Response record_list(App&, server::Request const&);
server::Response record_one(App&, server::Request const&);
void record_unmask(App&, server::Request, server::Responder);
server::Response record_history(App&, server::Request const&);

// api_duty.cpp
server::Response duty_list(App&, server::Request const&);
server::Response duty_calendar(App&, server::Request const&);
server::Response duty_one(App&, server::Request const&);
server::Response duty_candidates_list(App&, server::Request const&);
server::Response duty_proposal(App&, server::Request const&);
server::Response duty_ics(App&, server::Request const&);
server::Response duty_feed_address(App&, server::Request const&);
server::Response duty_feed(App&, server::Request const&);

// api_beds.cpp
server::Response transfer_beds(App&, server::Request const&);
server::Response beds_now(App&, server::Request const&);

// api_exposures.cpp
server::Response exposed_persons(App&, server::Request const&);
server::Response contacts_add(App&, server::Request const&);

// api_attachments.cpp
server::Response attachment_upload(App&, server::Request const&);
server::Response attachment_show(App&, server::Request const&);
/// Bytes a photo's upload may have at all; each field has its own limit below it.
std::size_t attachment_bytes_max(catalog::Catalogue const&);

// api_bulk.cpp
server::Response bulk_preview(App&, server::Request const&);
server::Response bulk_run(App&, server::Request const&);
server::Response bulk_undo(App&, server::Request const&);
server::Response bulk_one(App&, server::Request const&);
server::Response bulk_list(App&, server::Request const&);

// api_search.cpp
server::Response search(App&, server::Request const&);

// api_export.cpp
server::Response record_export(App&, server::Request const&);

// api_access_log.cpp
server::Response access_log(App&, server::Request const&);

// api_map.cpp
server::Response map_geojson(App&, server::Request const&);

// api_push.cpp
void push(App&, server::Request, server::Responder);
server::Response quarantine_list(App&, server::Request const&);
void quarantine_mend(App&, server::Request, server::Responder);
void quarantine_discard(App&, server::Request, server::Responder);

// api_field.cpp
server::Response field_household(App&, server::Request const&);

// api_sync.cpp
server::Response field_sync(App&, server::Request const&);

// api_devices.cpp
void device_register(App&, server::Request, server::Responder);
server::Response devices_list(App&, server::Request const&);

// api_rounds.cpp
void draw_rechecks(App&, server::Request, server::Responder);
server::Response true_coverage(App&, server::Request const&);

// api_imports.cpp
server::Response import_upload(App&, server::Request const&);
server::Response import_commit(App&, server::Request const&);
server::Response import_bad_rows(App&, server::Request const&);
server::Response import_template(App&, server::Request const&);

// api_returns.cpp
server::Response returns_list(App&, server::Request const&);
server::Response return_sheet(App&, server::Request const&);
server::Response return_preview(App&, server::Request const&);
server::Response return_fill(App&, server::Request const&);
server::Response return_compare(App&, server::Request const&);
server::Response return_download(App&, server::Request const&);

// api_reports.cpp
server::Response reports_of_day(App&, server::Request const&);
server::Response report_sign(App&, server::Request const&);

// api_orders.cpp
server::Response orders_list(App&, server::Request const&);
server::Response orders_waiting(App&, server::Request const&);
server::Response order_one(App&, server::Request const&);
server::Response order_preview(App&, server::Request const&);

// api_responses.cpp
server::Response plans_list(App&, server::Request const&);
server::Response diseases_list(App&, server::Request const&);
server::Response responses_here(App&, server::Request const&);
server::Response response_one(App&, server::Request const&);
server::Response response_preview(App&, server::Request const&);

// api_situation.cpp
server::Response situation_make(App&, server::Request const&);
server::Response situation_list(App&, server::Request const&);
server::Response situation_one(App&, server::Request const&);
server::Response situation_pdf(App&, server::Request const&);

// api_webhooks.cpp
server::Response webhooks_list(App&, server::Request const&);
server::Response webhook_test(App&, server::Request const&);
server::Response webhook_secret(App&, server::Request const&);

// api_persons.cpp
void merge_persons(App&, server::Request, server::Responder);

// api_relay.cpp
server::Response relay_receive(App&, server::Request const&);
server::Response relay_counties(App&, server::Request const&);
server::Response relay_county(App&, server::Request const&);
server::Response relay_register(App&, server::Request const&);
server::Response relay_remove(App&, server::Request const&);
server::Response relay_upstream(App&, server::Request const&);

// api_journal.cpp
server::Response journal_head(App&, server::Request const&);
server::Response journal_proof(App&, server::Request const&);

// api_events.cpp
server::Response events(App&, server::Request const&);

}  // namespace fx::app
