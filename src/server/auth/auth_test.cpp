#include "server/auth/api_token.hpp"
#include "server/auth/cookie.hpp"
#include "server/auth/password.hpp"
#include "server/auth/session.hpp"
#include "server/auth/throttle.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace fx::server {
namespace {

constexpr std::int64_t hour = ms_per_hour, minute = ms_per_minute;
PasswordCost const cheap(1, 8192);

struct SignIn : testing::Test {
    ManualClock clock{Instant{1'580'000'000'000}};
    SeededRandom random{8051};
};

// ---- passwords

TEST(Password, only_the_right_one_verifies) {
    auto const hash = hash_password("防线 correct horse", cheap);
    ASSERT_TRUE(hash.has_value());
    EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    EXPECT_TRUE(verify_password(*hash, "防线 correct horse"));
    EXPECT_FALSE(verify_password(*hash, "防线 correct hors"));
    EXPECT_FALSE(verify_password(*hash, ""));
    EXPECT_FALSE(verify_password("not a hash", "x"));
    EXPECT_FALSE(verify_password(std::string(500, '$'), "x"));
    EXPECT_NE(*hash, *hash_password("防线 correct horse", cheap)) << "a salt of its own each time";
}

TEST(Password, an_old_cost_asks_for_a_new_hash) {
    auto const hash = hash_password("correct horse", cheap);
    EXPECT_FALSE(needs_rehash(*hash, cheap));
    EXPECT_TRUE(needs_rehash(*hash));
}

TEST(Password, no_memory_is_a_problem_and_not_a_crash) {
    auto const hash = hash_password("correct horse", PasswordCost(1, std::size_t(1) << 41));
    ASSERT_TRUE(hash.has_error());
    EXPECT_EQ(hash.error().number(), "503.15");
}

TEST(Password, weak_ones_are_refused) {
    for (auto const* weak :
         {"short", "12345678", "PASSWORD", "aaaaaaaaaaaa", "wangwei2020", "\xff\xff\xff\xff\xff\xff\xff\xff"})
        EXPECT_TRUE(check_password(weak, "wangwei").has_error()) << weak;
    EXPECT_TRUE(check_password(std::string(257, 'x') + "y", "wangwei").has_error());
    EXPECT_TRUE(check_password("守望相助共克时艰", "wangwei").has_value()) << "eight characters, not eight bytes";
    EXPECT_TRUE(check_password("守望相助共克", "wangwei").has_error());
    EXPECT_EQ(check_password("short", "x").error().field(), "password");
}

TEST(Password, one_time_passwords_are_readable_and_differ) {
    SeededRandom random(1);
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        auto const password = make_one_time_password(random);
        EXPECT_EQ(password.size(), 19U);
        EXPECT_EQ(password.find_first_of("01oOlI"), password.npos);
        EXPECT_TRUE(check_password(password, "admin").has_value());
        seen.insert(password);
    }
    EXPECT_EQ(seen.size(), 100U);
}

// ---- sessions

TEST_F(SignIn, a_session_lives_while_used_and_ends_after_fourteen_days) {
    SessionTable table(clock, random);
    auto const token = table.open("u1");
    EXPECT_EQ(token.size(), 64U);
    int hours = 0;
    while (table.find(token)) {
        clock.advance(hour);
        ++hours;
        ASSERT_LT(hours, 1000);
    }
    EXPECT_EQ(hours, 14 * 24) << "busy, yet not for ever";
    EXPECT_EQ(table.size(), 0U);
}

TEST_F(SignIn, a_forgotten_session_ends_after_twelve_idle_hours) {
    SessionTable table(clock, random);
    auto const token = table.open("u1");
    clock.advance(12 * hour - 1);
    EXPECT_TRUE(table.find(token));
    clock.advance(12 * hour);
    EXPECT_FALSE(table.find(token));
}

TEST_F(SignIn, ending_ends_one_or_all) {
    SessionTable table(clock, random);
    auto const phone = table.open("u1"), desk = table.open("u1"), other = table.open("u2");
    table.end(phone);
    EXPECT_FALSE(table.find(phone));
    auto const tablet = table.open("u1");
    EXPECT_EQ(table.end_all("u1", desk), 1U) << "a new password ends all but the session that set it";
    EXPECT_FALSE(table.find(tablet));
    EXPECT_TRUE(table.find(desk));
    EXPECT_EQ(table.end_all("u1"), 1U);
    EXPECT_FALSE(table.find(desk));
    EXPECT_TRUE(table.find(other));
}

TEST_F(SignIn, sessions_outlive_a_restart_without_their_tokens_being_stored) {
    SessionTable before(clock, random);
    auto const token = before.open("u1", "post 7");
    auto saved = before.export_all();
    ASSERT_EQ(saved.size(), 1U);
    EXPECT_EQ(saved[0].token_hash, hash_token(token));
    clock.advance(hour);
    SessionTable after(clock, random);
    after.import(saved);
    ASSERT_TRUE(after.find(token));
    EXPECT_EQ(after.find(token)->choice, "post 7");
    clock.advance(15 * 24 * hour);
    SessionTable late(clock, random);
    late.import(saved);
    EXPECT_EQ(late.size(), 0U);
}

TEST_F(SignIn, too_many_sessions_push_out_the_one_unused_longest) {
    SessionLimits limits;
    limits.per_account = 3;
    SessionTable table(clock, random, limits);
    std::vector<std::string> tokens;
    for (int i = 0; i < 4; ++i) {
        tokens.push_back(table.open("u1"));
        clock.advance(minute);
    }
    EXPECT_FALSE(table.find(tokens[0]));
    for (std::size_t i = 1; i < 4; ++i) EXPECT_TRUE(table.find(tokens[i]));
}

TEST_F(SignIn, sweeping_forgets_the_expired_only) {
    SessionTable table(clock, random);
    table.open("u1");
    clock.advance(11 * hour);
    auto const fresh = table.open("u2");
    clock.advance(2 * hour);
    EXPECT_EQ(table.sweep(), 1U);
    EXPECT_TRUE(table.choose(fresh, "post 9"));
    EXPECT_EQ(table.find(fresh)->choice, "post 9");
    EXPECT_FALSE(table.choose("unknown", "post 9"));
}

TEST_F(SignIn, many_threads_may_use_the_table) {
    SecureRandom secure;
    SessionTable table(clock, secure);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&table, t] {
            auto const account = "u" + std::to_string(t);
            for (int i = 0; i < 200; ++i) {
                auto const token = table.open(account);
                EXPECT_EQ(table.find(token)->account, account);
                table.end(token);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(table.size(), 0U);
}

TEST_F(SignIn, csrf_tokens_belong_to_their_session) {
    SessionTable table(clock, random);
    auto const mine = table.open("u1"), other = table.open("u2");
    EXPECT_TRUE(check_csrf(mine, csrf_token(mine)).has_value());
    EXPECT_EQ(check_csrf(mine, csrf_token(other)).error().number(), "403.134");
    EXPECT_TRUE(check_csrf(mine, "").has_error());
    EXPECT_TRUE(check_csrf(mine, mine).has_error());
}

// ---- cookies, bearer and API tokens

TEST(Cookie, carries_every_protection) {
    EXPECT_EQ(session_cookie("abc", true, 60), "__Host-fx=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure");
    EXPECT_EQ(session_cookie("abc", false, 60), "fx=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60");
    EXPECT_EQ(expired_session_cookie(false), "fx=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST(Cookie, is_found_by_its_whole_name) {
    EXPECT_EQ(find_cookie("a=1; fx=tok; b=2", "fx"), "tok");
    EXPECT_EQ(find_cookie("fx=tok", "fx"), "tok");
    EXPECT_EQ(find_cookie("xfx=no; fxx=no;fx", "fx"), "");
    EXPECT_EQ(find_cookie("", "fx"), "");
    EXPECT_EQ(bearer_token("Bearer fx_1"), "fx_1");
    EXPECT_EQ(bearer_token("bearer  fx_1 "), "fx_1");
    EXPECT_EQ(bearer_token("Basic fx_1"), "");
    EXPECT_EQ(bearer_token(""), "");
}

TEST_F(SignIn, an_api_token_matches_its_stored_hash_only) {
    auto const made = make_api_token(random), other = make_api_token(random);
    auto const token = parse_api_token(made.text);
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->id, made.id);
    EXPECT_TRUE(matches(*token, made.hash));
    EXPECT_FALSE(matches(*token, other.hash));
    auto tampered = made.text;
    tampered.back() = tampered.back() == '0' ? '1' : '0';
    EXPECT_FALSE(matches(*parse_api_token(tampered), made.hash));
}

TEST(ApiToken, other_forms_are_refused) {
    auto const sixteen = std::string(16, 'a'), secret = std::string(64, 'b');
    for (auto const& text :
         {std::string(), std::string("fx_"), "fx_" + sixteen + "_" + secret + "c", "fx-" + sixteen + "_" + secret,
          "fx_" + sixteen + "_" + std::string(64, 'Z'), "fx_" + sixteen + "-" + secret})
        EXPECT_EQ(parse_api_token(text).error().number(), "401.136") << text;
}

// ---- brakes

TEST_F(SignIn, locks_grow_and_are_forgiven_after_a_day) {
    Lockout lockout(clock);
    for (int i = 0; i < 4; ++i) lockout.failed("wang");
    EXPECT_TRUE(lockout.allow("wang").has_value());
    lockout.failed("wang");
    ASSERT_TRUE(lockout.allow("wang").has_error());
    EXPECT_EQ(lockout.allow("wang").error().number(), "429.132");
    EXPECT_TRUE(lockout.allow("wang").error().en().find("60 seconds") != std::string::npos);
    EXPECT_TRUE(lockout.allow("li").has_value()) << "another account is not locked";
    clock.advance(minute);
    EXPECT_TRUE(lockout.allow("wang").has_value());
    lockout.failed("wang");
    clock.advance(minute);
    EXPECT_TRUE(lockout.allow("wang").has_error()) << "two minutes now";
    for (int i = 0; i < 1000; ++i) lockout.failed("wang");
    clock.advance(hour - 1);
    EXPECT_TRUE(lockout.allow("wang").has_error());
    clock.advance(1);
    EXPECT_TRUE(lockout.allow("wang").has_value()) << "never longer than an hour";
    clock.advance(24 * hour);
    for (int i = 0; i < 4; ++i) lockout.failed("wang");
    EXPECT_TRUE(lockout.allow("wang").has_value());
}

TEST_F(SignIn, a_success_clears_the_failures) {
    Lockout lockout(clock);
    for (int i = 0; i < 4; ++i) lockout.failed("wang");
    lockout.succeeded("wang");
    for (int i = 0; i < 4; ++i) lockout.failed("wang");
    EXPECT_TRUE(lockout.allow("wang").has_value());
}

TEST_F(SignIn, a_flood_of_names_costs_no_memory_and_keeps_the_recent) {
    LockoutLimits limits;
    limits.keys_max = 100;
    limits.free_failures = 1;
    Lockout lockout(clock, limits);
    for (int i = 0; i < 10'000; ++i) lockout.failed("n" + std::to_string(i));
    EXPECT_TRUE(lockout.allow("n9999").has_error());
    EXPECT_TRUE(lockout.allow("n0").has_value());
    RecentKeys<int> keys(2);
    keys.touch("a") = 1;
    keys.touch("b") = 2;
    keys.touch("a");
    keys.touch("c");
    EXPECT_EQ(keys.size(), 2U);
    EXPECT_NE(keys.find("a"), nullptr);
    EXPECT_EQ(keys.find("b"), nullptr);
    keys.erase("a");
    EXPECT_EQ(keys.size(), 1U);
}

TEST_F(SignIn, a_bucket_lets_a_burst_through_and_then_the_rate) {
    RateLimiter limiter(clock, 2, 5);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(limiter.take("peer").has_value());
    EXPECT_EQ(limiter.take("peer").error().number(), "429.8");
    EXPECT_TRUE(limiter.take("other").has_value());
    clock.advance(500);
    EXPECT_TRUE(limiter.take("peer").has_value());
    EXPECT_TRUE(limiter.take("peer").has_error());
    int passed = 0;
    for (int i = 0; i < 14 * 24 * 60; ++i) {
        clock.advance(minute);
        passed += limiter.take("peer").has_value();
    }
    EXPECT_EQ(passed, 14 * 24 * 60) << "fourteen patient days are never limited";
    clock.set(Instant{0});
    EXPECT_TRUE(limiter.take("peer").has_value()) << "a clock set back neither fills nor drains";
}

TEST_F(SignIn, a_stranger_who_guesses_does_not_lock_the_holder_out) {
    GuessBrake brake(clock);
    for (int i = 0; i < 5; ++i) brake.failed("10.0.0.9", "wang");
    EXPECT_EQ(brake.allow("10.0.0.9", "wang").error().number(), "429.132");
    EXPECT_TRUE(brake.allow("10.0.0.1", "wang").has_value()) << "from elsewhere";
    EXPECT_TRUE(brake.allow("10.0.0.9", "li").has_value()) << "another of the same office";
    brake.succeeded("10.0.0.1", "wang");
    EXPECT_TRUE(brake.allow("10.0.0.9", "wang").has_error()) << "a success elsewhere pardons nobody here";
    clock.advance(minute);
    brake.succeeded("10.0.0.9", "wang");
    for (int i = 0; i < 4; ++i) brake.failed("10.0.0.9", "wang");
    EXPECT_TRUE(brake.allow("10.0.0.9", "wang").has_value());
}

TEST_F(SignIn, guesses_spread_over_addresses_or_accounts_spend_a_budget) {
    GuessBrake brake(clock);
    for (int i = 0; i < 50; ++i) brake.failed("10.0.0." + std::to_string(i), "wang");
    EXPECT_EQ(brake.allow("10.0.1.1", "wang").error().number(), "429.132");
    EXPECT_TRUE(brake.allow("10.0.1.1", "li").has_value());
    clock.advance(10 * minute);
    EXPECT_TRUE(brake.allow("10.0.1.1", "wang").has_value()) << "one more each ten minutes";

    for (int i = 0; i < 200; ++i) brake.failed("10.0.2.1", "account" + std::to_string(i));
    EXPECT_EQ(brake.allow("10.0.2.1", "zhao").error().number(), "429.132");
    EXPECT_TRUE(brake.allow("10.0.2.2", "zhao").has_value());
    clock.advance(10 * 1000);
    EXPECT_TRUE(brake.allow("10.0.2.1", "zhao").has_value()) << "an office that mistypes is soon let in again";
}

}  // namespace
}  // namespace fx::server
