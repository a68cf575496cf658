/// Every mistake the catalogue can hold: one bad file each, its line, and both languages.

#include "catalog/catalogue.hpp"
#include "catalog/plans.hpp"
#include "catalog/product_test_catalogue.hpp"
#include "catalog/returns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace fx::catalog {
namespace {

constexpr std::string_view good_thing = R"({
"type": "thing", "label": {"zh": "物", "en": "Thing"}, "plural": {"zh": "物", "en": "Things"},
"place": {"from": "field", "field": "home"},
"title": ["word"], "indexes": [["word"]],
"settings": {"limit": {"value": 3, "min": 1, "max": 5, "label": {"zh": "限", "en": "Limit"}}},
"fields": [
{"name": "home", "kind": "place", "privacy": "open", "label": {"zh": "地点", "en": "Home"}, "required": true},
{"name": "word", "kind": "text", "length_max": 20, "privacy": "open", "label": {"zh": "词", "en": "Word"}},
{"name": "count", "kind": "integer", "min": 0, "max": 9, "privacy": "open", "label": {"zh": "数", "en": "Count"}},
{"name": "day", "kind": "date", "privacy": "open", "label": {"zh": "日", "en": "Day"}},
{"name": "shade", "kind": "code", "codes": "colour", "privacy": "open", "label": {"zh": "色", "en": "Shade"}},
{"name": "friend", "kind": "reference", "refers_to": "thing", "privacy": "open", "label": {"zh": "友", "en": "Friend"}},
{"name": "rows", "kind": "table", "privacy": "open", "label": {"zh": "行", "en": "Rows"},
 "columns": [{"name": "cell", "kind": "text", "privacy": "open", "label": {"zh": "格", "en": "Cell"}}]},
{"name": "made", "kind": "text", "derived": true, "privacy": "open", "label": {"zh": "派", "en": "Made"}}
],
"states": [{"name": "draft", "label": {"zh": "稿", "en": "Draft"}},
{"name": "done", "label": {"zh": "毕", "en": "Done"}}],
"transitions": [
{"name": "finish", "from": ["draft"], "to": "done", "label": {"zh": "完成", "en": "Finish"}, "guard": {"present": "word"}}],
"permissions": {"read": ["officer"],
"move:finish": []},
"obligations": [
{"name": "see_thing", "label": {"zh": "看", "en": "See"}, "subject": "thing", "fulfilled_by": "thing", "subject_field": "friend",
 "settings": {"escalate_after": {"value": 0, "min": 0, "max": 60, "label": {"zh": "后", "en": "After"}}}}]
})";

constexpr std::string_view good_codes = R"({
"list": "colour", "label": {"zh": "颜色", "en": "Colour"},
"codes": [
{"code": "1", "label": {"zh": "红", "en": "red"}},
{"code": "2", "label": {"zh": "黄", "en": "yellow"}}
]})";

constexpr std::string_view roles = R"({"list": "post_role", "label": {"zh": "角色", "en": "Role"},
"codes": [{"code": "officer", "label": {"zh": "干部", "en": "officer"}}]})";

constexpr std::string_view good_return = R"({
"return": "things", "label": {"zh": "物表", "en": "Things"}, "source": {"zh": "表", "en": "form"},
"roles": ["officer"],
"events": ["red"],
"versions": [
{"valid_from": "2020-01-01", "cells": [
{"name": "red", "label": {"zh": "红", "en": "Red"}, "count": "thing", "where": {"eq": ["shade", "1"]}, "state": "done", "on": "day"},
{"name": "counts", "label": {"zh": "计", "en": "Counts"}, "total": "thing", "field": "count", "from": "day"},
{"name": "last", "label": {"zh": "末", "en": "Last"}, "latest": "thing", "field": "day"},
{"name": "owed", "label": {"zh": "应", "en": "Owed"}, "duty": "see_thing", "figure": "expected"},
{"name": "both", "label": {"zh": "差", "en": "Both"}, "sum": ["red", "-counts"]},
{"name": "share", "label": {"zh": "率", "en": "Share"}, "percent": ["red", "owed"]}
]},
{"valid_from": "2020-02-01", "cells": [
{"name": "red", "label": {"zh": "红", "en": "Red"}, "count": "thing"}
]}
]})";

std::vector<Source> good() {
    return {{"codes/colour.jsonc", std::string(good_codes)},
            {"codes/post_role.jsonc", std::string(roles)},
            {"test/thing.jsonc", std::string(good_thing)}};
}

/// `text` with the first `find` replaced; `line` becomes where it stood.
std::string replaced(std::string_view text, std::string_view find, std::string_view by, int& line) {
    auto const at = text.find(find);
    EXPECT_NE(at, text.npos) << "the good file does not hold " << find;
    if (at == text.npos) return std::string(text);
    line = 1 + int(std::count(text.begin(), text.begin() + std::ptrdiff_t(at), '\n'));
    return std::string(text.substr(0, at)) + std::string(by) + std::string(text.substr(at + find.size()));
}

struct Case {
    std::string_view mistake;
    std::string_view find, by;
};

constexpr Case in_thing[] = {
    {"syntax_error", R"("title": ["word"],)", R"("title": ["word",)"},
    {"name_differs_from_file", R"("type": "thing")", R"("type": "thong")"},
    {"name_not_snake_case", R"("name": "word")", R"("name": "theWord")"},
    {"name_reserved", R"("name": "count")", R"("name": "version")"},
    {"name_reserved", R"("name": "count")", R"("name": "order")"},
    {"duplicate_name", R"("name": "day")", R"("name": "count")"},
    {"unknown_member", R"("length_max": 20)", R"("size": 20)"},
    {"missing_member", R"("kind": "place", )", ""},
    {"wrong_shape", R"("length_max": 20)", R"("length_max": "20")"},
    {"missing_label", R"("label": {"zh": "词", "en": "Word"})", R"("label": {"zh": "词"})"},
    {"missing_label", R"("label": {"zh": "日", "en": "Day"})", R"("label": {"zh": "", "en": "Day"})"},
    {"unknown_kind", R"("kind": "date")", R"("kind": "datum")"},
    {"missing_privacy", R"("kind": "date", "privacy": "open")", R"("kind": "date")"},
    {"unknown_privacy", R"("kind": "date", "privacy": "open")", R"("kind": "date", "privacy": "secret")"},
    {"identity_in_table", R"("name": "cell", "kind": "text", "privacy": "open")",
     R"("name": "cell", "kind": "phone", "privacy": "identity")"},
    {"attribute_not_for_kind", R"("kind": "date")", R"("kind": "date", "digits": 2)"},
    {"searchable_not_for_kind", R"("kind": "date")", R"("kind": "date", "searchable": true)"},
    {"unknown_name_key", R"("length_max": 20)", R"("length_max": 20, "found_by": ["ear"])"},
    {"found_by_not_for_field", R"("kind": "date")", R"("kind": "date", "found_by": ["pinyin"])"},
    {"bulk_not_for_field", R"("name": "cell", "kind": "text", "privacy": "open")",
     R"("name": "cell", "kind": "text", "privacy": "open", "bulk": true)"},
    {"missing_code_list", R"("codes": "colour", )", ""},
    {"unknown_code_list", R"("codes": "colour")", R"("codes": "color")"},
    {"missing_refers_to", R"("refers_to": "thing", )", ""},
    {"unknown_type", R"("refers_to": "thing")", R"("refers_to": "thong")"},
    {"table_without_columns",
     R"("columns": [{"name": "cell", "kind": "text", "privacy": "open", "label": {"zh": "格", "en": "Cell"}}])",
     R"("columns": [])"},
    {"attachment_in_table", R"("name": "cell", "kind": "text")", R"("name": "cell", "kind": "attachment")"},
    {"nested_table", R"("name": "cell", "kind": "text")", R"("name": "cell", "kind": "table")"},
    {"bound_not_valid", R"("min": 0)", R"("min": "low")"},
    {"bound_not_valid", R"("kind": "date")", R"("kind": "date", "min": "2020-02-30")"},
    {"bounds_reversed", R"("min": 0)", R"("min": 10)"},
    {"constraint_without_text", R"("length_max": 20)", R"("length_max": 20, "constraint": {"present": "day"})"},
    {"predicate_not_valid", R"("guard": {"present": "word"})", R"("guard": {"exists": "word"})"},
    {"predicate_not_valid", R"("guard": {"present": "word"})", R"("guard": {"all": []})"},
    {"predicate_not_valid", R"("guard": {"present": "word"})", R"("guard": {"eq": ["word"]})"},
    {"unknown_field", R"("guard": {"present": "word"})", R"("guard": {"present": "wort"})"},
    {"unknown_field", R"("title": ["word"])", R"("title": ["wort"])"},
    {"unknown_field", R"("subject_field": "friend")", R"("subject_field": "fiend")"},
    {"operand_mismatch", R"("guard": {"present": "word"})", R"("guard": {"eq": ["count", "three"]})"},
    {"operand_mismatch", R"("guard": {"present": "word"})", R"("guard": {"range": ["day", "yesterday", null]})"},
    {"operand_mismatch", R"("guard": {"present": "word"})", R"("guard": {"eq": ["shade", 1]})"},
    {"unknown_code", R"("guard": {"present": "word"})", R"("guard": {"in": ["shade", ["1", "7"]]})"},
    {"operator_not_for_kind", R"("guard": {"present": "word"})", R"("guard": {"range": ["word", "a", "b"]})"},
    {"operator_not_for_kind", R"("guard": {"present": "word"})", R"("guard": {"eq": ["rows", "a"]})"},
    {"fields_not_comparable", R"("guard": {"present": "word"})", R"("guard": {"range": ["day", {"field": "count"}, null]})"},
    {"unknown_state", R"("to": "done")", R"("to": "gone")"},
    {"unreachable_state", R"({"name": "done", "label": {"zh": "毕", "en": "Done"}}])",
     R"({"name": "done", "label": {"zh": "毕", "en": "Done"}}, {"name": "lost", "label": {"zh": "失", "en": "Lost"}}])"},
    {"transitions_without_states", R"("states": [{"name": "draft", "label": {"zh": "稿", "en": "Draft"}},
{"name": "done", "label": {"zh": "毕", "en": "Done"}}],
"transitions": [)",
     R"("transitions": [)"},
    {"unknown_action", R"("read": ["officer"])", R"("look": ["officer"])"},
    {"unknown_action", R"("move:finish": [])", R"("move:finish": [], "move:stop": [])"},
    {"transition_for_nobody", R"({"read": ["officer"],
"move:finish": []})",
     R"({"read": ["officer"]})"},
    {"unknown_role", R"("read": ["officer"])", R"("read": ["king"])"},
    {"place_rule_not_valid", R"("place": {"from": "field", "field": "home"})",
     R"("place": {"from": "field", "field": "word"})"},
    {"place_rule_not_valid", R"("place": {"from": "field", "field": "home"})",
     R"("place": {"from": "reference", "field": "day"})"},
    {"obligation_subject_mismatch", R"("subject_field": "friend")", R"("subject_field": "word")"},
    {"unknown_type", R"("fulfilled_by": "thing")", R"("fulfilled_by": "thong")"},
    {"wrong_shape", R"("value": 3, "min": 1, "max": 5)", R"("value": 9, "min": 1, "max": 5)"},
    {"wrong_shape", R"({"value": 3, "min": 1, "max": 5, "label": {"zh": "限", "en": "Limit"}})", "3"},
    {"bounds_reversed", R"("value": 3, "min": 1, "max": 5)", R"("value": 3, "min": 7, "max": 5)"},
    {"missing_member", R"("value": 3, "min": 1, "max": 5)", R"("value": 3, "min": 1)"},
    {"missing_label", R"("label": {"zh": "限", "en": "Limit"})", R"("label": {"zh": "限"})"},
    {"unknown_setting", R"("guard": {"present": "word"})", R"("guard": {"range": ["count", {"setting": "limits"}, null]})"},
    {"operand_mismatch", R"("guard": {"present": "word"})", R"("guard": {"range": ["day", {"setting": "limit"}, null]})"},
    {"derived_and_required", R"("derived": true)", R"("derived": true, "required": true)"},
};

constexpr Case in_codes[] = {
    {"name_differs_from_file", R"("list": "colour")", R"("list": "color")"},
    {"duplicate_name", R"("code": "2")", R"("code": "1")"},
    {"code_not_valid", R"("code": "2")", R"("code": "two words")"},
    {"date_not_valid", R"("code": "2")", R"("valid_from": "2020-02-30", "code": "2")"},
    {"dates_reversed", R"("code": "2")", R"("valid_from": "2020-02-03", "valid_to": "2020-02-02", "code": "2")"},
    {"missing_label", R"("en": "yellow")", R"("en": "")"},
    {"empty_code_list", R"([
{"code": "1", "label": {"zh": "红", "en": "red"}},
{"code": "2", "label": {"zh": "黄", "en": "yellow"}}
])",
     "[]"},
};

struct OverlayCase {
    std::string_view mistake;
    std::string_view file, text;
};

constexpr OverlayCase in_overlay[] = {
    {"overlay_unknown_target", "test/thong.jsonc", R"({"type": "thong"})"},
    {"overlay_unknown_target", "codes/color.jsonc", R"({"list": "color", "add_codes": []})"},
    {"overlay_unknown_target", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "nothing", "min": 1}]})"},
    {"overlay_retypes", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "count", "kind": "text"}]})"},
    {"overlay_retypes", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "word", "privacy": "open"}]})"},
    {"overlay_removes", "test/thing.jsonc", R"({"type": "thing", "remove_fields": ["word"]})"},
    {"overlay_removes", "test/thing.jsonc", R"({"type": "thing", "permissions": {"read": ["officer"]}})"},
    {"overlay_removes", "codes/colour.jsonc", R"({"list": "colour", "codes": [], "add_codes": []})"},
    {"overlay_loosens", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "count", "max": 10}]})"},
    {"overlay_loosens", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "count", "min": -1}]})"},
    {"overlay_loosens", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "word", "length_max": 21}]})"},
    {"overlay_loosens", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "home", "required": false}]})"},
    {"overlay_identity", "test/thing.jsonc",
     R"({"type": "thing", "add_fields": [{"name": "wechat", "kind": "text", "privacy": "identity", "label": {"zh": "微信", "en": "WeChat"}}]})"},
    {"overlay_existing_name", "test/thing.jsonc",
     R"({"type": "thing", "add_fields": [{"name": "word", "kind": "text", "privacy": "open", "label": {"zh": "词", "en": "Word"}}]})"},
    {"overlay_existing_name", "codes/colour.jsonc",
     R"({"list": "colour", "add_codes": [{"code": "1", "label": {"zh": "蓝", "en": "blue"}}]})"},
    {"attribute_not_for_kind", "test/thing.jsonc", R"({"type": "thing", "tighten": [{"name": "word", "min": 1}]})"},
    {"unknown_setting", "test/thing.jsonc", R"({"type": "thing", "settings": {"limits": 3}})"},
    {"unknown_setting", "test/thing.jsonc",
     R"({"type": "thing", "obligations": [{"name": "see_thing", "settings": {"limit": 3}}]})"},
    {"unknown_duty", "test/thing.jsonc", R"({"type": "thing", "obligations": [{"name": "see_thong", "settings": {}}]})"},
    {"unknown_member", "test/thing.jsonc", R"({"type": "thing", "obligations": [{"name": "see_thing", "subject": "x"}]})"},
    {"wrong_shape", "test/thing.jsonc", R"({"type": "thing", "settings": {"limit": -5}})"},
    {"wrong_shape", "test/thing.jsonc", R"({"type": "thing", "settings": {"limit": 6}})"},
    {"wrong_shape", "test/thing.jsonc", R"({"type": "thing", "settings": {"limit": {"value": 3}}})"},
    {"wrong_shape", "test/thing.jsonc",
     R"({"type": "thing", "obligations": [{"name": "see_thing", "settings": {"escalate_after": 2.5}}]})"},
    {"constraint_without_text", "test/thing.jsonc",
     R"({"type": "thing", "tighten": [{"name": "word", "constraint": {"present": "day"}}]})"},
};

void expect_mistake(Loaded const& loaded, std::string_view name, std::string_view file, int line, std::string_view by) {
    EXPECT_FALSE(loaded.catalogue) << name << ": loaded all the same with " << by;
    auto const found = std::ranges::find(loaded.mistakes, name, &Mistake::name);
    if (found == loaded.mistakes.end()) {
        ADD_FAILURE() << name << " not found with " << by
                      << "; said: " << (loaded.mistakes.empty() ? "nothing" : loaded.mistakes[0].what.en);
        return;
    }
    EXPECT_EQ(found->file, file) << by;
    EXPECT_TRUE(line < 0 || found->line == line)
        << name << " on line " << found->line << " instead of " << line << " with " << by;
    for (auto const* text : {&found->what.zh, &found->what.en, &found->remedy.zh, &found->remedy.en}) {
        EXPECT_FALSE(text->empty()) << name;
        for (char const digit : {'0', '1', '2'}) EXPECT_EQ(text->find(std::string("{") + digit + "}"), text->npos) << *text;
    }
}

TEST(Lint, TheGoodFilesAreGood) {
    auto const loaded = load(good());
    for (auto const& mistake : loaded.mistakes)
        ADD_FAILURE() << mistake.file << ":" << mistake.line << " " << mistake.what.en;
    EXPECT_TRUE(loaded.catalogue);
}

TEST(Lint, EveryMistakeInATypeIsFoundOnItsLine) {
    for (auto const& each : in_thing) {
        auto sources = good();
        int line = 0;
        sources[2].text = replaced(good_thing, each.find, each.by, line);
        expect_mistake(load(sources), each.mistake, "test/thing.jsonc", line, each.by);
    }
}

TEST(Lint, EveryMistakeInACodeListIsFoundOnItsLine) {
    for (auto const& each : in_codes) {
        auto sources = good();
        int line = 0;
        sources[0].text = replaced(good_codes, each.find, each.by, line);
        expect_mistake(load(sources), each.mistake, "codes/colour.jsonc", line, each.by);
    }
}

constexpr Case in_return[] = {
    {"name_differs_from_file", R"("return": "things")", R"("return": "others")"},
    {"missing_label", R"("source": {"zh": "表", "en": "form"})", R"("source": {"zh": "表"})"},
    {"unknown_role", R"("roles": ["officer"])", R"("roles": ["officers"])"},
    {"unknown_cell", R"("events": ["red"])", R"("events": ["green"])"},
    {"date_not_valid", R"("valid_from": "2020-02-01")", R"("valid_from": "2020-02-30")"},
    {"versions_out_of_order", R"({"valid_from": "2020-02-01")", R"({"valid_from": "2020-01-01")"},
    {"duplicate_name", R"({"name": "counts")", R"({"name": "red")"},
    {"cell_without_source", R"("duty": "see_thing", "figure")", R"("figure")"},
    {"unknown_type", R"("total": "thing")", R"("total": "thong")"},
    {"unknown_field", R"("latest": "thing", "field": "day")", R"("latest": "thing", "field": "dag")"},
    {"field_not_for_cell", R"("state": "done", "on": "day")", R"("state": "done", "on": "count")"},
    {"field_not_for_cell", R"("total": "thing", "field": "count")", R"("total": "thing", "field": "day")"},
    {"field_not_for_cell", R"("state": "done", "on": "day")", R"("state": "done", "of": "friend")"},
    {"unknown_state", R"("state": "done")", R"("state": "gone")"},
    {"unknown_code", R"({"eq": ["shade", "1"]})", R"({"eq": ["shade", "9"]})"},
    {"unknown_duty", R"("duty": "see_thing")", R"("duty": "hear_thing")"},
    {"unknown_figure", R"("figure": "expected")", R"("figure": "wanted")"},
    {"unknown_cell", R"(["red", "-counts"])", R"(["red", "-last"])"},
    {"unknown_cell", R"(["red", "-counts"])", R"(["red", "-nothing"])"},
    {"cell_in_circle", R"(["red", "-counts"])", R"(["red", "-share"])"},
    {"cell_in_circle", R"(["red", "-counts"])", R"(["red", "both"])"},
    {"division_not_valid", R"("state": "done", "on": "day")",
     R"("state": "done", "rows": {"table": "rows", "column": "cell", "division": "12"})"},
    {"field_not_for_cell", R"("state": "done", "on": "day")",
     R"("state": "done", "rows": {"table": "rows", "column": "cell", "division": "420100000000"})"},
    {"percent_of_two", R"("percent": ["red", "owed"])", R"("percent": ["red"])"},
    {"unknown_member", R"("duty": "see_thing")", R"("typed": 7, "duty": "see_thing")"},
    {"unknown_member", R"("duty": "see_thing")", R"("where": {"has": "day"}, "duty": "see_thing")"},
    {"unknown_member", R"("state": "done", "on": "day")", R"("state": "done", "field": "day")"},
    {"unknown_member", R"("percent": ["red", "owed"])", R"("percent": ["red", "owed"], "state": "done")"},
    {"unknown_member", R"("latest": "thing", "field": "day")", R"("highest": "thing", "field": "shade", "of": "friend")"},
    {"unknown_member", R"("latest": "thing", "field": "day")", R"("latest": "thing", "field": "day", "duty": "see_thing")"},
};

LoadedReturns returns_from(std::string text, std::vector<Source> const& overlay = {}) {
    static auto const loaded = load(good());
    return load_returns({{"returns/things.jsonc", std::move(text)}}, overlay, *loaded.catalogue);
}

TEST(Lint, EveryMistakeInAReturnIsFoundOnItsLine) {
    auto const well = returns_from(std::string(good_return));
    for (auto const& mistake : well.mistakes) ADD_FAILURE() << mistake.line << ": " << mistake.what.en;
    ASSERT_EQ(well.returns.size(), 1U);
    for (auto const& each : in_return) {
        int line = 0;
        auto const text = replaced(good_return, each.find, each.by, line);
        expect_mistake({nullptr, returns_from(text).mistakes}, each.mistake, "returns/things.jsonc", line, each.by);
    }
}

TEST(Lint, ASiteAddsReturnsAndReplacesNone) {
    std::string own(good_return);
    own.replace(own.find("things"), 6, "extras");
    auto const added = returns_from(std::string(good_return), {{"returns/extras.jsonc", own}});
    EXPECT_TRUE(added.mistakes.empty());
    EXPECT_NE(added.find("extras"), nullptr);
    auto const replaced = returns_from(std::string(good_return), {{"returns/things.jsonc", std::string(good_return)}});
    expect_mistake({nullptr, replaced.mistakes}, "overlay_existing_name", "returns/things.jsonc", 0, "a second one");
}

constexpr std::string_view good_plan = R"({
    "plan": "flood",
    "label": {"zh": "预案", "en": "plan"},
    "disease": {"zh": "病", "en": "disease"},
    "source": {"zh": "文件", "en": "document"},
    "scheme": "3",
    "areas": ["county"],
    "levels": [
        {"level": "low", "days": 7, "when": true, "when_text": {"zh": "其余", "en": "otherwise"}},
        {"level": "high", "when": {"range": ["confirmed_recent", 1, null]}, "when_text": {"zh": "有病例", "en": "a case"}}
    ],
    "measures": [
        {"measure": "watch", "levels": ["low", "high"], "topic": "2", "urgency": "1", "label": {"zh": "监测", "en": "watch"},
         "body": {"zh": "看", "en": "look"}, "owners": ["village_officer"], "acknowledge_hours": 4},
        {"measure": "close", "levels": ["high"], "topic": "4", "urgency": "3", "label": {"zh": "封", "en": "close"},
         "body": {"zh": "封", "en": "close"}, "owners": ["township_officer"], "acknowledge_hours": 2, "report_hours": 6}
    ]
})";

constexpr Case in_plan[] = {
    {"name_differs_from_file", R"("plan": "flood")", R"("plan": "fire")"},
    {"missing_label", R"("disease": {"zh": "病", "en": "disease"})", R"("disease": {"zh": "病"})"},
    {"unknown_code", R"("scheme": "3")", R"("scheme": "9")"},
    {"area_level_unknown", R"("areas": ["county"])", R"("areas": ["street"])"},
    {"missing_member", R"("areas": ["county"])", R"("areas": [])"},
    {"unknown_code", R"("level": "low", "days": 7)", R"("level": "lowest", "days": 7)"},
    {"duplicate_name", R"("level": "high", "when")", R"("level": "low", "when")"},
    {"wrong_shape", R"("days": 7)", R"("days": 365)"},
    {"missing_label", R"(null]}, "when_text": {"zh": "有病例", "en": "a case"})", "null]}"},
    {"unknown_field", R"(["confirmed_recent", 1, null])", R"(["confirmed_lately", 1, null])"},
    {"level_not_of_plan", R"("levels": ["high"])", R"("levels": ["medium"])"},
    {"missing_member", R"("levels": ["high"])", R"("levels": [])"},
    {"unknown_code", R"("topic": "2")", R"("topic": "77")"},
    {"unknown_code", R"("urgency": "3")", R"("urgency": "9")"},
    {"unknown_role", R"("owners": ["village_officer"])", R"("owners": ["mayor"])"},
    {"missing_member", R"("owners": ["township_officer"])", R"("owners": [])"},
    {"wrong_shape", R"("report_hours": 6)", R"("report_hours": 1)"},
    {"duplicate_name", R"("measure": "close")", R"("measure": "watch")"},
    {"unknown_member", R"("urgency": "1")", R"("urgency": "1", "owner": "x")"},
};

LoadedPlans plans_from(std::string text, std::vector<Source> const& overlay = {}) {
    return load_plans({{"plans/flood.jsonc", std::move(text)}}, overlay, product());
}

TEST(Lint, EveryMistakeInAPlanIsFoundOnItsLine) {
    auto const well = plans_from(std::string(good_plan));
    for (auto const& mistake : well.mistakes) ADD_FAILURE() << mistake.line << ": " << mistake.what.en;
    ASSERT_EQ(well.plans.size(), 1U);
    for (auto const& each : in_plan) {
        int line = 0;
        auto const text = replaced(good_plan, each.find, each.by, line);
        expect_mistake({nullptr, plans_from(text).mistakes}, each.mistake, "plans/flood.jsonc", line, each.by);
    }
    auto const long_label = "封" + std::string(101, 'x');
    int line = 0;
    auto const text = replaced(good_plan, R"("label": {"zh": "封")", R"("label": {"zh": ")" + long_label + "\"", line);
    expect_mistake({nullptr, plans_from(text).mistakes}, "text_too_long", "plans/flood.jsonc", line, "a long label");
}

TEST(Lint, ASiteAddsPlansAndReplacesNone) {
    std::string own(good_plan);
    own.replace(own.find("flood"), 5, "storm");
    auto const added = plans_from(std::string(good_plan), {{"plans/storm.jsonc", own}});
    EXPECT_TRUE(added.mistakes.empty());
    EXPECT_NE(added.find("storm"), nullptr);
    auto const again = plans_from(std::string(good_plan), {{"plans/flood.jsonc", std::string(good_plan)}});
    expect_mistake({nullptr, again.mistakes}, "overlay_existing_name", "plans/flood.jsonc", 0, "a second one");
}

TEST(Returns, TheVersionInForceIsTheLastWhoseDayHasCome) {
    auto const loaded = returns_from(std::string(good_return));
    auto const& form = loaded.returns.at(0);
    EXPECT_EQ(form.on(parse_date("2019-12-31").value()), nullptr);
    EXPECT_EQ(form.on(parse_date("2020-01-31").value())->cells.size(), 6U);
    EXPECT_EQ(form.on(parse_date("2020-02-01").value())->cells.size(), 1U);
}

TEST(Lint, AnOverlayNeverRetypesRemovesOrLoosens) {
    for (auto const& each : in_overlay)
        expect_mistake(load(good(), {{std::string(each.file), std::string(each.text)}}), each.mistake, each.file, -1,
                       each.text);
}

TEST(Lint, FilesInTheWrongPlaceAndWithoutEnd) {
    auto sources = good();
    sources.push_back({"thing.jsonc", "{}"});
    expect_mistake(load(sources), "file_misplaced", "thing.jsonc", 0, "thing.jsonc");
    sources = good();
    std::string many =
        R"({"type": "much", "label": {"zh": "多", "en": "Much"}, "plural": {"zh": "多", "en": "Much"}, "place": {"from": "post"},
"permissions": {}, "fields": [)";
    for (int i = 0; i < 251; ++i)
        many += (i ? "," : "") + std::string(R"({"name": "f)") + std::to_string(i) +
                R"(", "kind": "text", "privacy": "open", "label": {"zh": "项", "en": "Item"}})";
    sources.push_back({"test/much.jsonc", many + "]}"});
    expect_mistake(load(sources), "too_many_fields", "test/much.jsonc", 2, "251 fields");
}

TEST(Lint, NoMistakeIsWithoutItsBadFile) {
    std::set<std::string_view> tested{"file_misplaced", "too_many_fields", "text_too_long"};
    for (auto const& each : in_thing) tested.insert(each.mistake);
    for (auto const& each : in_codes) tested.insert(each.mistake);
    for (auto const& each : in_overlay) tested.insert(each.mistake);
    for (auto const& each : in_return) tested.insert(each.mistake);
    for (auto const& each : in_plan) tested.insert(each.mistake);
    constexpr std::string_view all[] = {
#define FX_MISTAKE(name, zh, en, remedy_zh, remedy_en) #name,
#include "catalog/mistakes.def"
#undef FX_MISTAKE
    };
    for (auto const name : all)
        EXPECT_TRUE(tested.contains(name) || name.starts_with("exchange_") || name.starts_with("disease_"))
            << name;  // tests of their own
}

TEST(Overlay, AddsAndTightens) {
    auto const loaded = load(
        good(),
        {{"codes/colour.jsonc", R"({"list": "colour", "add_codes": [{"code": "3", "label": {"zh": "蓝", "en": "blue"}}]})"},
         {"test/thing.jsonc", R"({"type": "thing",
        "add_fields": [{"name": "well", "kind": "integer", "privacy": "open", "label": {"zh": "井", "en": "Well"}, "relevant": {"eq": ["shade", "3"]}}],
        "tighten": [{"name": "count", "max": 5}, {"name": "word", "required": {"present": "well"}, "length_max": 10}]})"}});
    for (auto const& mistake : loaded.mistakes) ADD_FAILURE() << mistake.what.en;
    ASSERT_TRUE(loaded.catalogue);
    auto const& thing = *loaded.catalogue->type("thing");
    EXPECT_TRUE(thing.fields.back().extension);
    EXPECT_EQ(thing.fields[std::size_t(thing.field_index("count"))].max, 5);
    EXPECT_NE(loaded.catalogue->version(), load(good()).catalogue->version());
}

TEST(Overlay, SetsWhatRulesGoBy) {
    auto sources = good();
    int line = 0;
    sources[2].text = replaced(good_thing, R"("guard": {"present": "word"})",
                               R"("guard": {"range": ["count", {"setting": "limit"}, null]})", line);
    auto const loaded = load(sources, {{"test/thing.jsonc", R"({"type": "thing", "settings": {"limit": 5},
        "obligations": [{"name": "see_thing", "settings": {"escalate_after": 20}}]})"}});
    for (auto const& mistake : loaded.mistakes) ADD_FAILURE() << mistake.what.en;
    ASSERT_TRUE(loaded.catalogue);
    auto const& thing = *loaded.catalogue->type("thing");
    EXPECT_EQ(thing.setting({"thing", 0}), 5);
    EXPECT_EQ(thing.settings[0].usual, 3);
    EXPECT_EQ(thing.transitions[0].guard.from, Value(5));
    EXPECT_EQ(thing.obligations[0].setting("escalate_after", 0), 20);
    EXPECT_EQ(thing.obligations[0].setting("escalate_every", 60), 60);
    EXPECT_NE(loaded.catalogue->version(), load(sources).catalogue->version());
}

TEST(Overlay, SaysWhichSettingIsOutOfBoundsAndWhere) {
    auto const loaded = load(good(), {{"test/thing.jsonc", "{\"type\": \"thing\",\n\"settings\": {\n\"limit\": 6}}"}});
    expect_mistake(loaded, "wrong_shape", "test/thing.jsonc", 3, "6");
    ASSERT_EQ(loaded.mistakes.size(), 1U);
    EXPECT_NE(loaded.mistakes[0].what.en.find("limit"), std::string::npos);
    EXPECT_NE(loaded.mistakes[0].what.en.find("1…5"), std::string::npos) << loaded.mistakes[0].what.en;
}

}  // namespace
}  // namespace fx::catalog
