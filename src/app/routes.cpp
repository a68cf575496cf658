#include "app/routes.hpp"

#include "app/accounts.hpp"
#include "app/return_preview.hpp"
#include "app/return_template.hpp"
#include "server/server.hpp"

#include <algorithm>
#include <array>

namespace fx::app {
namespace {

using server::Method;
using server::Permission;
using server::Request;
using server::Responder;
using server::Response;
using server::Run;

/// Permission -> the roles that have it. What a role may do with a record type stands in the catalogue; this is for
/// the rest. A permission that is not listed is nobody's.
struct Grant {
    std::string_view permission;
    std::vector<std::string_view> roles;
};
std::array<Grant, 7> const grants{{
    {"session", {}},    // whoever has signed in, even before changing a first password
    {"signed_in", {}},  // whoever has signed in
    {"administer", {"administrator"}},
    {"command", {"county_officer", "cdc_officer", "township_officer"}},
    {"levels", {"upper_officer", "county_officer", "cdc_officer", "administrator"}},  // what lower instances relay
    {"mappings", {"county_officer", "administrator"}},  // try a return's new mapping on the records
    {"audit", {"auditor", "administrator", "county_officer"}},
}};

Result<void> check_grant(Permission const& permission, Caller const& caller) {
    auto const grant =
        std::find_if(grants.begin(), grants.end(), [&](auto const& g) { return g.permission == permission.name(); });
    if (grant == grants.end()) return Problem(ProblemKind::role_needed);
    bool const everybody = grant->permission == "session" || grant->permission == "signed_in";
    bool const granted =
        everybody || std::find(grant->roles.begin(), grant->roles.end(), caller.actor.role) != grant->roles.end();
    if (!granted) return Problem(ProblemKind::role_needed);
    return {};
}

class Table {
public:
    explicit Table(App& app) : app_(app) {}

    void read(std::string_view pattern, std::string_view permission, Response (*handler)(App&, Request const&),
              Method method = Method::get, std::size_t body_max = 0) {
        router.add(method, pattern, permission.empty() ? Permission::public_() : Permission(permission), Run::pool,
                   [&app = app_, handler](Request const& request) { return handler(app, request); }, {body_max});
    }
    void write(Method method, std::string_view pattern, std::string_view permission,
               void (*handler)(App&, Request, Responder), std::size_t body_max = 1U << 20) {
        router.add_deferred(
            method, pattern, Permission(permission),
            [&app = app_, handler](Request request, Responder to) { handler(app, std::move(request), std::move(to)); },
            {body_max});
    }
    server::Router router;

private:
    App& app_;
};

constexpr std::size_t push_bytes_max = 16U << 20, import_bytes_max = 64U << 20, bulk_bytes_max = 1U << 20,
                      small_bytes_max = 64U << 10;

/// Search, and bulk actions, which are not deferred: a hundred records a commit, and the thread waits for each.
void many_at_once(Table& table) {
    table.read("/api/search", "signed_in", search);
    table.read("/api/bulk/preview", "signed_in", bulk_preview, Method::post, bulk_bytes_max);
    table.read("/api/bulk", "signed_in", bulk_run, Method::post, bulk_bytes_max);
    table.read("/api/bulk", "signed_in", bulk_list);
    table.read("/api/bulk/{id}", "signed_in", bulk_one);
    table.read("/api/bulk/{id}/undo", "signed_in", bulk_undo, Method::post, small_bytes_max);
}

void between_levels(Table& table) {
    // No session speaks here: the signature of a registered instance is the authority.
    table.read("/api/relay", "", relay_receive, Method::post, relay::statement_bytes_max);
    table.read("/api/relay/counties", "levels", relay_counties);
    table.read("/api/relay/counties/{place}", "levels", relay_county);
    table.read("/api/relay/counties", "administer", relay_register, Method::post, small_bytes_max);
    table.read("/api/relay/counties/{place}/remove", "administer", relay_remove, Method::post, small_bytes_max);
    table.read("/api/relay/upstream", "levels", relay_upstream);
}

void photos(Table& table, App& app) {
    table.read("/api/attachments", "signed_in", attachment_upload, Method::post,
               attachment_bytes_max(*app.program.catalogue));
    table.read("/api/attachments/{id}", "signed_in", attachment_show);
}

std::vector<catalog::Endpoint> described_duty() {
    return {
        {"GET",
         "/api/duty/now",
         "",
         {"值班电话表：某地及其下级此刻谁在值班、谁未签到，本岗位的值班，待批的换班",
          "The duty telephone list of a place and those below: who is on duty, who is absent, one's own turns, swaps to "
          "decide"},
         {"place"}},
        {"GET",
         "/api/duty/calendar",
         "",
         {"某地若干天的班次和各岗位次数", "The shifts of a place within some days, and what each post keeps"},
         {"place", "from", "days"}},
        {"POST",
         "/api/duty/proposal",
         "",
         {"排班建议：place、from、days、start_minute、hours、leaders、duty_leaders、officers、officers_per_shift；不保存",
          "Propose a fair roster: place, from, days, start_minute, hours, leaders, duty_leaders, officers, "
          "officers_per_shift; "
          "stores nothing"},
         {}},
    };
}

std::vector<catalog::Endpoint> described_returns() {
    return {
        {"GET",
         "/api/returns",
         "",
         {"本岗位可看的报表；从 since 起因自动汇总而不必填的表数",
          "The returns of one's post; the forms not asked for since a day"},
         {"since"}},
        {"POST",
         "/api/returns/preview",
         "",
         {"用当前记录试算一个口径文件（正文为 JSONC），与当日有效的版本对照；不保存",
          "Try a mapping (the body, JSONC) on the records as they are, beside the version in force on the day; stores "
          "nothing"},
         {"place", "date", "version"}},
        {"POST",
         "/api/returns/{name}/fill",
         "",
         {"把报表填入上级自己的表样（正文为 .xlsx，格中标记 [[指标名]]）；不保存表样",
          "A superior's own form (the body, .xlsx, with marks [[cell]]) filled with the return; the form is not kept"},
         {"place", "date", "since", "version", "lang"}},
        {"GET",
         "/api/returns/{name}/compare",
         "",
         {"同一地方同一天，报表两个版本的口径和数字对照",
          "Two versions of a return for one place and day: cells and figures"},
         {"place", "date", "a", "b"}},
    };
}

std::vector<catalog::Endpoint> described_tracing() {
    return {
        {"GET",
         "/api/cases/{id}/exposed",
         "",
         {"按住户、单位、场所和同乘推算病例传染期内的暴露者，至多三代；本区域外的只计数",
          "Whom a case exposed while infectious, by household, workplace, place and journey, in up to three generations; "
          "those outside one's area are only counted"},
         {"generations", "minutes_min", "limit", "cursor"}},
        {"POST",
         "/api/cases/{id}/contacts",
         "",
         {"把暴露者登记为该病例的接触者：command（UUID）、persons（至多 200 人）、fields（判定等）；重复提交只办理一次",
          "Register exposed persons as contacts of the case: command (UUID), persons (at most 200), fields (determination "
          "and "
          "so on); sent twice it is done once"},
         {}},
        {"GET",
         "/api/transfers/{id}/beds",
         "",
         {"适合此人的空床，最合适的在前，并说明理由", "Free beds that suit the person, best first, with the reason"},
         {}},
        {"GET",
         "/api/beds",
         "",
         {"待转运、在途、在院人数，从发现到入院的时间，各收治级别的床位",
          "Who waits, is on the way and in a bed; the time from suspicion to bed; beds by level of care"},
         {}},
    };
}

std::vector<catalog::Endpoint> described_webhooks() {
    return {
        {"GET",
         "/api/webhooks",
         "",
         {"消息推送及其送达情况", "Webhooks, and how their deliveries go"},
         {"place", "state", "limit", "cursor"}},
        {"POST",
         "/api/webhooks/{id}/test",
         "",
         {"立即发送一条测试消息，返回网关的应答", "Send a test message now; the gateway's answer"},
         {}},
        {"POST",
         "/api/webhooks/{id}/secret",
         "",
         {"取得签名密钥，须写明用途（purpose），记入查看日志",
          "The secret of the signatures; the purpose in the body goes into the access log"},
         {}},
    };
}

/// What their paths do not say; and bytes, where all other URLs speak JSON.
void describe(std::vector<catalog::Endpoint>& endpoints) {
    static std::vector<catalog::Endpoint> const described{
        {"POST",
         "/api/attachments",
         "",
         {"上传一项内容的照片（JPEG、PNG、WebP，不带附加信息）",
          "Send a photo for one field (JPEG, PNG, WebP, without metadata)"},
         {"id", "type", "field"},
         "image/*",
         ""},
        {"GET",
         "/api/attachments/{id}",
         "",
         {"取得照片；涉及个人的须写明用途", "Get a photo; a personal one with the purpose"},
         {"purpose"},
         "",
         "image/*"},
        {"GET",
         "/api/search",
         "",
         {"按姓名、拼音、首字母、电话、证件号、房屋编号查找人员和住户，只查本责任区；type 为 person 或 household",
          "Find persons and households of one's own area by name, pinyin, initials, telephone or document number or "
          "dwelling code; type is person or household"},
         {"q", "type", "limit"}},
        {"POST",
         "/api/bulk/preview",
         "",
         {"批量办理预览：type，move 或 fields，records [{id, version}] 或 filter {place, state, where}；不留痕迹",
          "Preview a bulk action: type, move or fields, records [{id, version}] or filter {place, state, where}; leaves no "
          "trace"},
         {}},
        {"POST",
         "/api/bulk",
         "",
         {"批量办理：command（UUID），type，move 或 fields，records [{id, version}]；重复提交只办理一次",
          "Bulk action: command (UUID), type, move or fields, records [{id, version}]; sent twice it is done once"},
         {}},
        {"GET", "/api/bulk", "", {"本人最近的批量办理", "One's own last bulk actions"}, {"limit"}},
        {"GET", "/api/bulk/{id}", "", {"一次批量办理的结果或进度", "What came of a bulk action, or how far it is"}, {}},
        {"POST",
         "/api/bulk/{id}/undo",
         "",
         {"撤回一次批量办理：command（UUID）；之后被改动的记录保持现状",
          "Take a bulk action back: command (UUID); records changed since stay as they are"},
         {}},
    };
    auto all = described;
    std::ranges::move(described_duty(), std::back_inserter(all));
    std::ranges::move(described_returns(), std::back_inserter(all));
    std::ranges::move(described_webhooks(), std::back_inserter(all));
    std::ranges::move(described_tracing(), std::back_inserter(all));
    for (auto& each : endpoints) {
        auto const found =
            std::ranges::find_if(all, [&](auto const& one) { return one.method == each.method && one.path == each.path; });
        if (found == all.end()) continue;
        each.summary = found->summary;
        each.query = found->query;
        each.body_type = found->body_type;
        each.answer_type = found->answer_type;
    }
}

void people(Table& table) {
    table.read("/api/sign-in", "", sign_in, Method::post, small_bytes_max);
    table.read("/api/session", "session", session);
    table.read("/api/sign-out", "session", sign_out, Method::post, small_bytes_max);
    table.read("/api/password", "session", change_password, Method::post, small_bytes_max);
    table.read("/api/session/post", "signed_in", switch_post, Method::post, small_bytes_max);

    table.read("/api/accounts", "administer", accounts_list);
    table.read("/api/accounts", "administer", account_create, Method::post, small_bytes_max);
    table.read("/api/accounts/{id}/reset-password", "administer", account_reset, Method::post, small_bytes_max);
    table.read("/api/accounts/{id}/disable", "administer", account_disable, Method::post, small_bytes_max);
    table.read("/api/account-names", "signed_in", account_names);
    table.read("/api/tokens", "administer", tokens_list);
    table.read("/api/tokens", "administer", token_create, Method::post, small_bytes_max);
    table.read("/api/tokens/{id}/revoke", "administer", token_revoke, Method::post, small_bytes_max);
}

void returns_and_reports(Table& table) {
    table.read("/api/returns", "signed_in", returns_list);
    table.read("/api/returns/preview", "mappings", return_preview, Method::post, mapping_bytes_max);
    table.read("/api/returns/{name}/fill", "signed_in", return_fill, Method::post, template_bytes_max);
    table.read("/api/returns/{name}", "signed_in", return_sheet);
    table.read("/api/returns/{name}/compare", "signed_in", return_compare);
    table.read("/api/returns/{name}/file", "signed_in", return_download);
    table.read("/api/daily-reports", "signed_in", reports_of_day);
    table.read("/api/daily-reports", "signed_in", report_sign, Method::post, small_bytes_max);
}

void orders(Table& table) {
    table.read("/api/orders", "signed_in", orders_list);
    table.read("/api/orders/preview", "signed_in", order_preview, Method::post, small_bytes_max);
    table.read("/api/orders/waiting", "signed_in", orders_waiting);
    table.read("/api/orders/{id}", "signed_in", order_one);
}

void responses(Table& table) {
    table.read("/api/plans", "signed_in", plans_list);
    table.read("/api/responses", "signed_in", responses_here);
    table.read("/api/responses/preview", "signed_in", response_preview, Method::post, small_bytes_max);
    table.read("/api/responses/{id}", "signed_in", response_one);
}

void tracing_and_care(Table& table) {
    table.read("/api/diseases", "signed_in", diseases_list);
    table.read("/api/cases/{id}/exposed", "signed_in", exposed_persons);
    table.read("/api/cases/{id}/contacts", "signed_in", contacts_add, Method::post, small_bytes_max);
    table.read("/api/transfers/{id}/beds", "signed_in", transfer_beds);
    table.read("/api/beds", "signed_in", beds_now);
}

void duty(Table& table) {
    table.read("/api/duty/now", "signed_in", duty_list);
    table.read("/api/duty/calendar", "signed_in", duty_calendar);
    table.read("/api/duty/calendar.ics", "signed_in", duty_ics);
    table.read("/api/duty/candidates", "signed_in", duty_candidates_list);
    table.read("/api/duty/shifts/{id}", "signed_in", duty_one);
    table.read("/api/duty/proposal", "signed_in", duty_proposal, Method::post, small_bytes_max);
    table.read("/api/duty/feed", "signed_in", duty_feed_address, Method::post, small_bytes_max);
    // A calendar program has no session: the token of its post is the authority.
    table.read("/api/duty/feed/{token}", "", duty_feed);
}

void situation(Table& table) {
    table.read("/api/situation", "signed_in", situation_list);
    table.read("/api/situation", "command", situation_make, Method::post, small_bytes_max);
    table.read("/api/situation/{id}", "signed_in", situation_one);
    table.read("/api/situation/{id}/pdf", "signed_in", situation_pdf);
}

void outward(Table& table) {
    table.read("/api/webhooks", "audit", webhooks_list);
    table.read("/api/webhooks/{id}/test", "administer", webhook_test, Method::post, small_bytes_max);
    table.read("/api/webhooks/{id}/secret", "administer", webhook_secret, Method::post, small_bytes_max);
}

}  // namespace

server::Router routes(App& app) {
    Table table(app);
    people(table);
    table.read("/api/catalogue", "signed_in", catalogue_json);
    table.read("/api/schema/{type}", "signed_in", type_schema);
    table.read("/api/openapi.json", "signed_in", openapi);
    table.read("/reference", "signed_in", reference_page);

    table.read("/api/places", "signed_in", place_search);
    table.read("/api/places/{place}", "signed_in", place_one);
    table.read("/api/periods", "signed_in", periods_list);
    table.read("/api/coverage/{place}", "signed_in", coverage_of);
    table.read("/api/coverage/{place}/list", "signed_in", coverage_list);
    table.read("/api/coverage/{place}/heat", "signed_in", coverage_heat);
    table.read("/api/coverage/{place}/rates", "signed_in", coverage_rates);
    table.read("/api/coverage/{place}/timeline", "signed_in", coverage_timeline);
    table.read("/api/uncovered", "signed_in", uncovered);
    table.read("/map.geojson", "signed_in", map_geojson);

    table.read("/api/records/{type}", "signed_in", record_list);
    table.read("/api/records/{type}/{id}", "signed_in", record_one);
    table.read("/api/records/{type}/{id}/history", "signed_in", record_history);
    table.read("/api/records/{type}/export", "signed_in", record_export, Method::post, small_bytes_max);
    table.read("/api/access-log", "audit", access_log);
    table.write(Method::post, "/api/records/{type}", "signed_in", record_create);
    table.write(Method::patch, "/api/records/{type}/{id}", "signed_in", record_change);
    table.write(Method::post, "/api/records/{type}/{id}/moves/{transition}", "signed_in", record_move);
    table.write(Method::post, "/api/records/{type}/{id}/unmask", "signed_in", record_unmask, small_bytes_max);
    table.write(Method::post, "/api/push", "signed_in", push, push_bytes_max);
    table.read("/api/quarantine", "signed_in", quarantine_list);
    table.write(Method::post, "/api/quarantine/{id}/mend", "signed_in", quarantine_mend);
    table.write(Method::post, "/api/quarantine/{id}/discard", "signed_in", quarantine_discard, small_bytes_max);

    table.read("/api/field/households/{id}", "signed_in", field_household);
    table.read("/api/field/sync", "signed_in", field_sync);
    table.read("/api/devices", "signed_in", devices_list);
    table.write(Method::post, "/api/field/device", "signed_in", device_register, small_bytes_max);
    table.write(Method::post, "/api/rounds/{id}/rechecks", "command", draw_rechecks, small_bytes_max);
    table.read("/api/rounds/{id}/true-coverage", "command", true_coverage);
    table.write(Method::post, "/api/persons/merge", "signed_in", merge_persons, small_bytes_max);

    table.read("/api/imports", "administer", import_upload, Method::post, import_bytes_max);
    table.read("/api/imports/template", "administer", import_template);
    table.read("/api/imports/{id}/commit", "administer", import_commit, Method::post, small_bytes_max);
    table.read("/api/imports/{id}/bad-rows", "administer", import_bad_rows);

    returns_and_reports(table);
    orders(table);
    responses(table);
    tracing_and_care(table);
    duty(table);
    situation(table);
    outward(table);
    photos(table, app);
    many_at_once(table);
    between_levels(table);
    table.read("/api/journal/head", "signed_in", journal_head);
    table.read("/api/journal/proof", "signed_in", journal_proof);
    table.read("/api/events", "signed_in", events);
    for (auto const& route : table.router.routes())
        app.endpoints.push_back({std::string(name(route->method)), route->pattern, route->permission.name(), {}, {}});
    describe(app.endpoints);
    return std::move(table.router);
}

server::Gate gate(App& app) {
    return [&app](Request& request, Permission const& permission) -> Result<void> {
        if (permission.is_public()) return {};
        FX_TRY(auto const caller, app.accounts.caller_of(request));
        if (!caller) return Problem(ProblemKind::sign_in_required);
        // A machine's token is given out for its traffic; what brakes people would break it.
        if (!caller->by_token) FX_CHECK(app.accounts.requests.take(caller->username));
        FX_CHECK(check_grant(permission, *caller));
        if (permission.name() != "session" && !caller->by_token)
            if (auto const account = app.accounts.find(caller->account); account && account->must_change)
                return Problem(ProblemKind::password_change_required);
        request.context = *caller;
        return {};
    };
}

}  // namespace fx::app
