/// A photo from the phone to the officer: sent before its record, shown to whoever may see the record, and to nobody else.

#include "app/ticker.hpp"
#include "base/text.hpp"
#include "records/attachment.hpp"
#include "served.hpp"

#include <gtest/gtest.h>

namespace fx::api {
namespace {

using namespace std::string_literals;

std::string chunk(std::string const& name, std::string const& data) {
    std::string size;
    for (int shift = 24; shift >= 0; shift -= 8) size += char(data.size() >> shift & 0xff);
    return size + name + data + "\0\0\0\0"s;
}
/// A PNG as the server reads it; `data` makes it another one.
std::string png(std::string const& data, std::string const& size = "\0\0\x06\x40\0\0\x04\xb0"s,
                std::string const& more = "") {
    return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", size + "\x08\x02\0\0\0"s) + more + chunk("IDAT", data) + chunk("IEND", "");
}

class Photos : public Api {
protected:
    std::string address(Id const& id, std::string const& field = "confirmation",
                        std::string const& type = "household_screening") {
        return "/api/attachments?id=" + format(id) + "&type=" + type + "&field=" + field;
    }
    Id sent(std::string const& who, std::string const& data = "the doorplate") {
        auto const id = county.fresh_id();
        auto const answer = site.as(who).post(address(id), png(data));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return id;
    }
    std::string visit_with(Id const& photo, std::size_t home = 0) {
        auto fields = county.visit(round, county.home(home));
        fields.pop_back();
        return fields + ",\"confirmation\":\"" + format(photo) + "\"}";
    }
    Answer screen(std::string const& who, Id const& photo, std::size_t home = 0, Id record = {}) {
        auto const id = record.is_nil() ? county.fresh_id() : record;
        return site.as(who).post("/api/records/household_screening", site.creation(id, visit_with(photo, home)));
    }
    static std::string path(Id const& id, std::string const& purpose = "") {
        return "/api/attachments/" + format(id) + (purpose.empty() ? "" : "?purpose=" + encoded(purpose));
    }
    std::string found() {
        std::string all;
        for (auto const& finding : county.verify()) all += finding.kind + " ";
        return all;
    }

    Id round = county.open_round();
};

TEST_F(Photos, TheSameAgainIsARepeatAndOtherBytesAreAConflict) {
    auto const id = county.fresh_id();
    auto const wang = site.as("wang");
    auto const first = wang.post(address(id), png("a"));
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(first.object().at("media_type"), "image/png");
    EXPECT_EQ(first.object().at("width"), 1600);
    EXPECT_TRUE(first.object().contains("head")) << "the journal's signed head vouches for it";
    auto const again = wang.post(address(id), png("a"));
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.object().at("outcome"), "repeat");
    for (auto const& answer : {wang.post(address(id), png("b")), site.as("li").post(address(id), png("a")),
                               wang.post(address(id, "proof", "temperature_reading"), png("a"))}) {
        EXPECT_EQ(answer.problem(), "409.225");
        EXPECT_TRUE(answer.explains_itself());
    }
    EXPECT_EQ(site.count("attachment"), 1);
    EXPECT_EQ(wang.get(path(id)).body, png("a")) << "and the first is unchanged";
}

TEST_F(Photos, WhatIsNoPhotoOfThisFieldIsRefusedAndNotKept) {
    auto const wang = site.as("wang");
    auto const refused = [&](std::string const& where, std::string const& bytes) {
        auto const answer = wang.post(where, bytes);
        EXPECT_TRUE(answer.explains_itself()) << answer.body;
        return answer.problem() + " " + answer.problem_field();
    };
    auto const id = county.fresh_id();
    EXPECT_EQ(refused(address(id), "GIF89a"), "415.220 ");
    EXPECT_EQ(refused(address(id), ""), "415.220 ");
    EXPECT_EQ(refused(address(id), png("cut").substr(0, 40)), "422.221 ");
    EXPECT_EQ(refused(address(id), png(std::string(2'000'000, 'x'))), "413.222 confirmation");
    EXPECT_EQ(refused(address(id), png("bomb", "\0\0\x75\x30\0\0\x75\x30"s)), "413.223 ") << "30,000 × 30,000 in 80 bytes";
    EXPECT_EQ(refused(address(id), png("gps", "\0\0\x06\x40\0\0\x04\xb0"s, chunk("eXIf", "II"))), "422.224 ");
    EXPECT_EQ(refused("/api/attachments?type=household_screening&field=confirmation", png("a")), "400.67 id");
    EXPECT_EQ(refused(address(id, "note"), png("a")), "422.229 field");
    EXPECT_EQ(refused(address(id, "confirmation", "rumour"), png("a")), "422.229 field");
    EXPECT_EQ(wang.post(address(id), std::string(6'000'000, 'x')).status, 413);
    EXPECT_EQ(site.as("officer").post(address(id), png("a")).problem(), "403.50") << "never enters such records";
    EXPECT_EQ(site.count("attachment") + site.count("attachment_content"), 0);
}

TEST_F(Photos, TheInterfaceSaysHowTheyAreSentAndShown) {
    auto const paths = site.as("officer").get("/api/openapi.json").object().at("paths").as_object();
    auto const& send = paths.at("/api/attachments").at("post");
    EXPECT_TRUE(send.at("requestBody").at("content").as_object().contains("image/*"));
    EXPECT_EQ(send.at("parameters").as_array().size(), 3U);
    auto const& show = paths.at("/api/attachments/{id}").at("get");
    EXPECT_TRUE(show.at("responses").at("200").at("content").as_object().contains("image/*"));
}

TEST_F(Photos, ItLiesSealedOnTheDisk) {
    sent("wang", "a very plain picture");
    auto const rows = site.rows("SELECT content FROM attachment_content");
    auto const& bytes = std::get<Bytes>(rows.at(0).at(0));
    std::string const content(bytes.begin(), bytes.end());
    EXPECT_EQ(content.find("IHDR"), std::string::npos);
    EXPECT_EQ(content.find("a very plain picture"), std::string::npos);
}

TEST_F(Photos, WhoMaySeeTheRecordSeesItWithAPurposeThatIsLogged) {
    auto const photo = sent("wang");
    auto const record = county.fresh_id();
    ASSERT_EQ(screen("wang", photo, 0, record).status, 201);
    for (auto const* who : {"officer", "cdc", "township", "east", "wang"}) {
        EXPECT_EQ(site.as(who).get(path(photo)).problem(), "400.63") << who;
        EXPECT_EQ(site.as(who).get(path(photo, "x")).problem(), "400.63") << who;
    }
    EXPECT_EQ(site.count("access_log"), 0);
    auto const shown = site.as("officer").get(path(photo, "核对排查记录"));
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.body, png("the doorplate"));
    EXPECT_NE(shown.head.find("Content-Type: image/png"), std::string::npos);
    EXPECT_NE(shown.head.find("X-Content-Type-Options: nosniff"), std::string::npos);
    EXPECT_NE(shown.head.find("Cache-Control: no-store"), std::string::npos);
    for (auto const* who : {"west", "li", "zhao", "auditor", "administrator", "rechecker"}) {
        auto const answer = site.as(who).get(path(photo, "随便看看"));
        EXPECT_EQ(answer.problem(), "404.55") << who << " sees nothing, not even that it is there";
        EXPECT_EQ(answer.body.find("PNG"), std::string::npos);
    }
    auto const log = site.as("auditor").get("/api/access-log?action=photo").object().at("items").as_array();
    ASSERT_EQ(log.size(), 1U) << "what was refused is not logged as seen";
    EXPECT_EQ(log.at(0).at("purpose"), "核对排查记录");
    EXPECT_EQ(text(log.at(0).at("record")), format(record));
}

TEST_F(Photos, BeforeItsRecordComesItIsItsSendersAlone) {
    auto const photo = sent("wang");
    EXPECT_EQ(site.as("wang").get(path(photo)).body, png("the doorplate"));
    for (auto const* who : {"officer", "east", "li"}) EXPECT_EQ(site.as(who).get(path(photo, "核对")).problem(), "404.55");
    EXPECT_EQ(site.as("wang").get("/api/attachments/" + format(county.fresh_id())).problem(), "404.55");
    EXPECT_EQ(site.as("wang").get("/api/attachments/x").problem(), "400.7");
}

TEST_F(Photos, ARecordWhosePhotoIsMissingWaitsInQuarantineUntilItComes) {
    auto const photo = county.fresh_id();
    auto const record = county.fresh_id();
    auto const batch = "{\"items\":[{\"type\":\"household_screening\",\"id\":\"" + format(record) +
                       "\",\"fields\":" + visit_with(photo) + "}]}";
    auto const wang = site.as("wang");
    auto const refused = wang.post("/api/push", batch).object().at("results").at(0);
    EXPECT_EQ(refused.at("status"), "quarantined");
    EXPECT_EQ(refused.at("problems").at(0).at("number"), "422.226");
    EXPECT_EQ(refused.at("problems").at(0).at("field"), "confirmation");
    EXPECT_EQ(site.count("r_household_screening"), 0);

    ASSERT_EQ(wang.post(address(photo), png("late")).status, 201);
    auto const entry = text(wang.get("/api/quarantine").object().at("items").at(0).at("id"));
    EXPECT_EQ(site.as("east").post("/api/quarantine/" + entry + "/mend", R"({"fields":{}})").status, 200)
        << "the village officer mends what their grid worker sent";
    EXPECT_EQ(site.count("r_household_screening"), 1);
    EXPECT_EQ(site.as("officer").get(path(photo, "核对排查记录")).status, 200);
}

TEST_F(Photos, APhotoBelongsToOneRecordAndOneSender) {
    auto const photo = sent("wang");
    EXPECT_EQ(screen("li", photo, 3).problem(), "422.227") << "another's photo";
    auto const record = county.fresh_id();
    EXPECT_EQ(screen("wang", photo, 0, record).status, 201);
    EXPECT_EQ(screen("wang", photo, 0, record).status, 200) << "a repeat is a repeat";
    EXPECT_EQ(screen("wang", photo, 1).problem(), "422.227") << "one photo proves one visit";
    auto const other = county.fresh_id();
    ASSERT_EQ(site.as("wang").post(address(other, "proof", "temperature_reading"), png("t")).status, 201);
    EXPECT_EQ(screen("wang", other, 1).problem(), "422.227") << "taken for another field";

    auto const better = sent("wang", "sharper");
    auto const changed = site.as("wang").patch("/api/records/household_screening/" + format(record),
                                               site.change(1, "{\"confirmation\":\"" + format(better) + "\"}"));
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(site.as("officer").get(path(photo, "核对排查记录")).status, 200) << "what was reported first stays";
    EXPECT_EQ(site.as("officer").get(path(better, "核对排查记录")).status, 200);
    EXPECT_EQ(found(), "");
}

TEST_F(Photos, WhatNoRecordNamesIsRemovedAfterItsDaysAndWhatWaitsIsNot) {
    auto const used = sent("wang", "used"), waiting = sent("wang", "waiting"), unused = sent("wang", "unused");
    ASSERT_EQ(screen("wang", used).status, 201);
    auto bad = visit_with(waiting, 1);
    bad.replace(bad.find("\"visit_mode\":\"1\""), 16, "\"visit_mode\":\"9\"");
    ASSERT_EQ(site.as("wang")
                  .post("/api/push", "{\"items\":[{\"type\":\"household_screening\",\"id\":\"" + format(county.fresh_id()) +
                                         "\",\"fields\":" + bad + "}]}")
                  .object()
                  .at("results")
                  .at(0)
                  .at("status"),
              "quarantined");
    app::Ticker ticker(county.program(), std::chrono::milliseconds(0));
    county.clock().advance(29 * ms_per_day);
    ASSERT_TRUE(ticker.tick().has_value());
    EXPECT_EQ(site.count("attachment"), 3) << "not a day too early";
    county.clock().advance(2 * ms_per_day);
    ASSERT_TRUE(ticker.tick().has_value());
    EXPECT_EQ(site.count("attachment"), 2);
    EXPECT_EQ(site.count("attachment_content"), 2);
    EXPECT_EQ(site.as("wang").get(path(unused)).problem(), "404.55");
    EXPECT_EQ(site.as("wang").get(path(waiting)).status, 200) << "its record may still be mended";
    EXPECT_EQ(found(), "") << "the journal says that it was removed";
    EXPECT_EQ(site.as("wang").post(address(unused), png("unused")).status, 201) << "a phone that was away sends it again";
    EXPECT_EQ(found(), "");
}

TEST_F(Photos, ASenderWithTooManyUnusedOnesMustSubmitThemFirst) {
    auto const wang = county.actor("wang");
    county.program()
        .store
        ->write([&](store::Tx& tx) -> Result<void> {
            for (std::int64_t i = 0; i < records::unused_attachments_max; ++i) {
                records::Attachment one{story::county_code,
                                        county.fresh_id(),
                                        "household_screening",
                                        "confirmation",
                                        "image/png",
                                        3,
                                        1,
                                        1,
                                        Bytes(32),
                                        tx.now(),
                                        wang.user,
                                        wang.post,
                                        wang.place,
                                        {}};
                tx.put(records::attachment_table(), records::to_row(one));
            }
            return {};
        })
        .value();
    auto const answer = site.as("wang").post(address(county.fresh_id()), png("one more"));
    EXPECT_EQ(answer.problem(), "429.228");
    EXPECT_TRUE(answer.explains_itself());
    sent("li");
}

TEST_F(Photos, VerifyNamesAChangedAMissingAndAForeignPhoto) {
    auto const first = sent("wang", "first"), second = sent("wang", "second"), third = sent("wang", "third");
    EXPECT_EQ(found(), "");
    auto const run = [&](std::string const& sql) { ASSERT_TRUE(county.program().store->execute_script(sql).has_value()); };
    auto const key = [&](Id const& id) {
        auto const hex = to_hex(id.bytes);
        return county.on_postgres() ? "id = '" + format(id) + "'" : "id = x'" + hex + "'";
    };
    run("UPDATE attachment_content SET content = (SELECT content FROM attachment_content WHERE " + key(second) + ") WHERE " +
        key(first));
    EXPECT_EQ(found(), "attachment_differs ");
    run("UPDATE attachment SET width = 5 WHERE " + key(third));
    EXPECT_EQ(found(), "attachment_differs attachment_differs ");
    run("DELETE FROM attachment WHERE " + key(second));
    EXPECT_EQ(found(), "attachment_differs attachment_differs attachment_missing ");
    run("DELETE FROM journal WHERE type = 'attachment' AND record" + key(third).substr(2));
    EXPECT_NE(found().find("attachment_unknown"), std::string::npos);
}

}  // namespace
}  // namespace fx::api
