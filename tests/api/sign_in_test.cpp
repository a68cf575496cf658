#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

std::string credentials(std::string const& name, std::string const& password) {
    return "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}";
}

Caller session_of(ServedCounty& site, Answer const& answer, bool with_csrf = true) {
    auto const at = answer.head.find("Set-Cookie: fx=") + 15;
    auto const cookie = answer.head.substr(at, answer.head.find(';', at) - at);
    return Caller::signed_in(site.port(), cookie, with_csrf ? json::value_to<std::string>(answer.object().at("csrf")) : "");
}

TEST_F(Api, SignInTellsWhoAndInWhichPost) {
    site.set_password("wang", "blue mountain 71");
    auto const answer = site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const body = answer.object();
    EXPECT_EQ(body.at("user").at("username"), "wang");
    EXPECT_EQ(body.at("post").at("role"), "grid_worker");
    EXPECT_EQ(body.at("post").at("place").as_string(), format(story::east.group(1)));
    EXPECT_EQ(body.at("must_change_password"), false);
    EXPECT_NE(answer.head.find("HttpOnly"), answer.head.npos);
    EXPECT_NE(answer.head.find("SameSite=Strict"), answer.head.npos);
    EXPECT_EQ(session_of(site, answer).get("/api/session").status, 200);
    EXPECT_EQ(answer.body.find("argon2"), answer.body.npos) << "the hash stays in the store";
}

TEST_F(Api, AWrongPasswordAndAnUnknownNameGetTheSameAnswer) {
    site.set_password("wang", "blue mountain 71");
    auto const wrong = site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 72"));
    auto const unknown = site.nobody().post("/api/sign-in", credentials("nobody.here", "blue mountain 71"));
    EXPECT_EQ(wrong.problem(), "401.131");
    EXPECT_EQ(unknown.body, wrong.body);
    EXPECT_TRUE(wrong.explains_itself());
    EXPECT_EQ(wrong.head.find("Set-Cookie"), wrong.head.npos);
    // An account of the roster of posts without a password yet matches none.
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("li", "!")).problem(), "401.131");
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("li", "")).problem(), "401.131");
    EXPECT_EQ(site.nobody().post("/api/sign-in", "{\"username\":7,\"password\":[]}").problem(), "401.131");
}

TEST_F(Api, RepeatedFailuresLockTheAccountForAWhile) {
    site.set_password("wang", "blue mountain 71");
    for (int i = 0; i < 6; ++i) site.nobody().post("/api/sign-in", credentials("wang", "guess"));
    auto const locked = site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71"));
    EXPECT_EQ(locked.problem(), "429.132");
    EXPECT_TRUE(locked.explains_itself());
    site.set_password("li", "green river 44");
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("li", "green river 44")).status, 200)
        << "others are not locked out";
    county.clock().advance(2 * ms_per_hour);
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71")).status, 200);
}

TEST_F(Api, NobodyIsSignedInByAPageOfAnotherSite) {
    site.set_password("wang", "blue mountain 71");
    auto const body = credentials("wang", "blue mountain 71");
    for (auto const* field :
         {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Content-Type: text/plain",
          "Content-Type: application/x-www-form-urlencoded", "Content-Type: multipart/form-data; boundary=x"}) {
        auto const refused = site.nobody().with(field).post("/api/sign-in", body);
        EXPECT_EQ(refused.problem(), "403.134") << field;
        EXPECT_EQ(refused.head.find("Set-Cookie"), refused.head.npos) << field;
    }
    for (auto const* field : {"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Content-Type: application/json"})
        EXPECT_EQ(site.nobody().with(field).post("/api/sign-in", body).status, 200) << field;
}

TEST_F(Api, WhoHoldsNoPostCannotSignIn) {
    auto const admin = site.as("administrator");
    auto const made = admin.post("/api/accounts", R"({"username":"newcomer","name":"新人"})");
    ASSERT_EQ(made.status, 201) << made.body;
    auto const password = json::value_to<std::string>(made.object().at("one_time_password"));
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("newcomer", password)).problem(), "403.162");
}

TEST_F(Api, AFirstPasswordMustBeChangedBeforeAnythingElse) {
    site.set_password("wang", "one time 4711", true);
    auto const answer = site.nobody().post("/api/sign-in", credentials("wang", "one time 4711"));
    ASSERT_EQ(answer.status, 200);
    auto const wang = session_of(site, answer);
    EXPECT_EQ(answer.object().at("must_change_password"), true);
    EXPECT_EQ(wang.get("/api/field/sync").problem(), "403.137");
    EXPECT_EQ(wang.get("/api/session").status, 200);
    EXPECT_EQ(wang.post("/api/password", R"({"current":"wrong","new":"river stone 88"})").problem(), "401.131");
    EXPECT_EQ(wang.post("/api/password", R"({"current":"one time 4711","new":"wang"})").problem(), "400.135");
    EXPECT_EQ(wang.get("/api/field/sync").problem(), "403.137") << "nothing was changed by the refused ones";
    EXPECT_EQ(wang.post("/api/password", R"({"current":"one time 4711","new":"river stone 88"})").status, 200);
    EXPECT_EQ(wang.get("/api/field/sync").status, 200);
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("wang", "one time 4711")).problem(), "401.131");
}

TEST_F(Api, AStolenSessionDoesNotServeToGuessThePassword) {
    site.set_password("wang", "blue mountain 71");
    auto const wang = session_of(site, site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71")));
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(wang.post("/api/password", R"({"current":"guess","new":"river stone 88"})").problem(), "401.131");
    EXPECT_EQ(wang.post("/api/password", R"({"current":"blue mountain 71","new":"river stone 88"})").problem(), "429.132");
}

TEST_F(Api, AChangeOfPasswordEndsTheOtherSessions) {
    site.set_password("wang", "blue mountain 71");
    auto const here = session_of(site, site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71")));
    auto const elsewhere = session_of(site, site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71")));
    ASSERT_EQ(here.post("/api/password", R"({"current":"blue mountain 71","new":"river stone 88"})").status, 200);
    EXPECT_EQ(here.get("/api/session").status, 200);
    EXPECT_EQ(elsewhere.get("/api/session").problem(), "401.130");
}

TEST_F(Api, WithoutTheCsrfTokenNothingIsChanged) {
    site.set_password("wang", "blue mountain 71");
    auto const answer = site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71"));
    auto const forged = session_of(site, answer, false);
    auto const before = site.count("journal");
    auto const id = county.fresh_id();
    auto const refused =
        forged.post("/api/records/household", site.creation(id, site.household_fields(story::east.group(1))));
    EXPECT_EQ(refused.problem(), "403.134");
    EXPECT_TRUE(refused.explains_itself());
    EXPECT_EQ(forged.post("/api/sign-out").problem(), "403.134");
    EXPECT_EQ(forged.get("/api/session").status, 200) << "reading needs none";
    EXPECT_EQ(site.count("journal"), before);
}

TEST_F(Api, SessionsEnd) {
    auto const wang = site.as("wang");
    EXPECT_EQ(wang.get("/api/session").status, 200);
    EXPECT_EQ(wang.post("/api/sign-out").status, 204);
    EXPECT_EQ(wang.get("/api/session").problem(), "401.130");

    auto const idle = site.as("li");
    county.clock().advance(13 * ms_per_hour);
    EXPECT_EQ(idle.get("/api/session").problem(), "401.130") << "a shift with its breaks is over";

    auto const busy = site.as("zhao");
    for (int i = 0; i < 27; ++i) {
        EXPECT_EQ(busy.get("/api/session").status, 200);
        county.clock().advance(12 * ms_per_hour - 1);
    }
    county.clock().advance(12 * ms_per_hour + 100);
    EXPECT_EQ(busy.get("/api/session").problem(), "401.130") << "fourteen days, however busy";
}

TEST_F(Api, ADisabledAccountIsOutAtOnce) {
    auto const admin = site.as("administrator"), wang = site.as("wang"), machine = site.machine_of("wang");
    site.set_password("wang", "blue mountain 71");
    ASSERT_EQ(machine.get("/api/session").status, 200);
    auto const id = format(county.actor("wang").user);
    ASSERT_EQ(admin.post("/api/accounts/" + id + "/disable", R"({"disabled":true})").status, 200);
    EXPECT_EQ(wang.get("/api/session").problem(), "401.130");
    EXPECT_EQ(machine.get("/api/session").problem(), "401.136");
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71")).problem(), "401.131");
    ASSERT_EQ(admin.post("/api/accounts/" + id + "/disable", R"({"disabled":false})").status, 200);
    EXPECT_EQ(site.nobody().post("/api/sign-in", credentials("wang", "blue mountain 71")).status, 200);
    auto const self = format(county.actor("administrator").user);
    EXPECT_EQ(admin.post("/api/accounts/" + self + "/disable").problem(), "403.163")
        << "nobody locks the last door behind himself";
}

TEST_F(Api, TokensEndByWithdrawalAndByDate) {
    auto const admin = site.as("administrator");
    auto const& wang = county.actor("wang");
    auto const asked = "{\"account\":\"" + format(wang.user) + "\",\"post\":\"" + format(wang.post) +
                       "\",\"label\":\"网格终端\",\"days\":30}";
    auto const made = admin.post("/api/tokens", asked);
    ASSERT_EQ(made.status, 201) << made.body;
    auto const text = json::value_to<std::string>(made.object().at("token"));
    auto const machine = Caller::machine(site.port(), text);
    EXPECT_EQ(machine.get("/api/field/sync").status, 200);
    EXPECT_EQ(admin.get("/api/tokens").body.find(text.substr(20)), std::string::npos) << "the secret is shown once";
    auto const id = json::value_to<std::string>(made.object().at("id"));
    ASSERT_EQ(admin.post("/api/tokens/" + id + "/revoke").status, 200);
    EXPECT_EQ(machine.get("/api/field/sync").problem(), "401.136");

    auto const second = site.machine_of("li", 30);
    county.clock().advance(30 * ms_per_day - 1);
    EXPECT_EQ(second.get("/api/session").status, 200);
    county.clock().advance(1);
    EXPECT_EQ(second.get("/api/session").problem(), "401.136");
    EXPECT_EQ(Caller::machine(site.port(), "fx_0123456789abcdef_" + std::string(64, '0')).get("/api/session").problem(),
              "401.136");
    EXPECT_EQ(Caller::machine(site.port(), "rubbish").get("/api/session").problem(), "401.136");
}

}  // namespace
}  // namespace fx::api
