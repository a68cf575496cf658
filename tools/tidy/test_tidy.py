"""Each rule finds its bad sample, says what to do, and leaves the good one alone."""
import unittest

import cpp
import docs
import web
import words
from tree import Tree

MODULES = "base:\nrecords: base\nengines/coverage: base\nnetwork: base records engines/*\nwatch: base records network\napp: *\n"


def found(rule, files):
    return [str(finding) for finding in rule(Tree(files))]


class Bad(unittest.TestCase):
    """assert_finds(rule, files, where, words): exactly one finding, at that place, holding those words."""

    def assert_finds(self, rule, files, where, expected):
        findings = found(rule, files)
        self.assertEqual(len(findings), 1, findings)
        self.assertTrue(findings[0].startswith(f"tidy: {where}: "), findings[0])
        self.assertIn(expected, findings[0])

    def assert_clean(self, rule, files):
        self.assertEqual(found(rule, files), [])


class Cpp(Bad):
    def test_a_capability_must_not_include_another(self):
        files = {"src/MODULES": MODULES + "supply: base records network\n", "src/watch/round.hpp": "",
                 "src/supply/ship.cpp": '#include <map>\n#include "base/id.hpp"\n#include "watch/round.hpp"\n', "src/base/id.hpp": ""}
        self.assert_finds(cpp.edges, files, "src/supply/ship.cpp:3", "supply must not include watch (see src/MODULES)")

    def test_allowed_edges_engines_by_wildcard_and_commented_includes(self):
        files = {"src/MODULES": MODULES, "src/engines/coverage/board.hpp": '#include "base/id.hpp"\n', "src/base/id.hpp": "",
                 "src/network/tree.cpp": '#include "engines/coverage/board.hpp"\n// #include "watch/x.hpp"\n', "src/watch/x.hpp": "",
                 "src/app/main.cpp": '#include "watch/x.hpp"\n'}
        self.assert_clean(cpp.edges, files)

    def test_lower_layers_must_not_look_up(self):
        files = {"src/MODULES": MODULES, "src/base/id.hpp": '#include "records/engine.hpp"\n', "src/records/engine.hpp": ""}
        self.assert_finds(cpp.edges, files, "src/base/id.hpp:1", "declare an interface")

    def test_an_engine_must_not_include_another_engine(self):
        files = {"src/MODULES": MODULES + "engines/tracing: base\n", "src/engines/coverage/a.hpp": "",
                 "src/engines/tracing/b.cpp": '#include "engines/coverage/a.hpp"\n'}
        self.assert_finds(cpp.edges, files, "src/engines/tracing/b.cpp:1", "engines/tracing must not include engines/coverage")

    def test_an_unlisted_folder(self):
        self.assert_finds(cpp.edges, {"src/MODULES": MODULES, "src/extra/a.cpp": ""}, "src/extra/a.cpp:1", "not in src/MODULES")

    def test_own_header_first(self):
        bad = {"src/base/id.cpp": '#include <map>\n#include "base/id.hpp"\n', "src/base/id.hpp": ""}
        self.assert_finds(cpp.own_header_first, bad, "src/base/id.cpp:1", '#include "base/id.hpp"')
        self.assert_clean(cpp.own_header_first, {**bad, "src/base/id.cpp": '// Why.\n#include "base/id.hpp"\n'})

    def test_a_long_function_and_a_long_table(self):
        body = "int f(int x)\n    : y{x}, z(2) {\n" + "    if (x) { --x; }\n" * 70 + "}\n"
        self.assert_finds(cpp.function_length, {"src/a.cpp": "namespace fx {\n" + body + "}\n"}, "src/a.cpp:2", "73 lines")
        table = "namespace fx {\nconstexpr Row rows[] = {\n" + '    {1, "a { b", f(2)},\n' * 100 + "};\nint g() { return 1; }\n}\n"
        self.assert_clean(cpp.function_length, {"src/a.cpp": table})

    def test_braces_in_literals_and_digit_separators_are_not_braces(self):
        text = "auto a = '{'; auto n = 1'000; auto s = R\"({{{)\";\nint f() {\n  return 1;\n}\n"
        self.assertEqual(list(cpp.functions(text)), [(2, 4)])

    def test_records_names_no_type(self):
        files = {"catalog/watch/household_screening.jsonc": "{}", "src/records/create.cpp": '// "household_screening"\nx("household_screening");\n',
                 "src/records/create_test.cpp": 'x("household_screening");\n', "catalog/codes/outcome.jsonc": "{}"}
        self.assert_finds(cpp.records_name_no_type, files, "src/records/create.cpp:2", '"household_screening"')

    def test_dead_headers(self):
        files = {"src/CMakeLists.txt": "add_subdirectory(base)\n", "src/base/a.hpp": "", "src/base/b.hpp": "", "src/base/a.cpp": '#include "base/a.hpp"\n'}
        self.assert_finds(cpp.dead_headers, files, "src/base/b.hpp:1", "delete it or use it")

    def test_dead_sources(self):
        files = {"CMakeLists.txt": "add_subdirectory(src)", "src/CMakeLists.txt": "add_subdirectory(base)",
                 "src/base/CMakeLists.txt": "fx_library(base SUBFOLDERS kinds)", "src/base/a.cpp": "", "src/base/kinds/b.cpp": ""}
        self.assert_clean(cpp.dead_sources, files)
        self.assert_finds(cpp.dead_sources, {**files, "src/base/lost/c.cpp": ""}, "src/base/lost/c.cpp:1", "no CMakeLists.txt builds it")
        self.assert_finds(cpp.dead_sources, {**files, "src/base/new/CMakeLists.txt": "fx_library(new)", "src/base/new/d.cpp": ""},
                          "src/base/new/d.cpp:1", "add_subdirectory it")


class Words(Bad):
    def test_long_files(self):
        self.assert_finds(words.length, {"src/a.cpp": "x\n" * 501}, "src/a.cpp:500", "501 lines")
        self.assert_clean(words.length, {"src/a.cpp": "x\n" * 500, "docs/long.md": "x\n" * 900})

    def test_large_files(self):
        findings = [str(finding) for finding in words.size(Tree({"a.png": ""}, {"a.png": 1_000_001}))]
        self.assertEqual(len(findings), 1)

    def test_white_space(self):
        self.assert_finds(words.white_space, {"a.cpp": "int a; \n"}, "a.cpp:1", "end of the line")
        self.assert_finds(words.white_space, {"a.ts": "\tint a;\n"}, "a.ts:1", "tab")
        self.assert_finds(words.white_space, {"a.md": "no end"}, "a.md:1", "newline")

    def test_open_ends_and_places(self):
        self.assert_finds(words.open_ends, {"a.cpp": "// TODO later\n"}, "a.cpp:1", "TODO")
        self.assert_clean(words.open_ends, {"a.cpp": "mastodon(); TODOS\n"})
        self.assert_finds(words.places, {"a.sh": "cd /work/main\n"}, "a.sh:1", "/work/")
        self.assert_clean(words.places, {"a.cpp": '#include "src/network/work/x.hpp"\n'})
        self.assert_finds(words.places, {"package-lock.json": '  "resolved": "https://example.org/a.tgz"\n'}, "package-lock.json:1", ".npmrc")

    def test_problems_in_both_languages(self):
        good = 'FX_PROBLEM(a, 400, 1, "出错 {0}。请重试。", "Wrong {0}. Try again.")\n'
        path = "src/base/problems.def"
        self.assert_clean(words.problems_bilingual, {path: good})
        self.assert_finds(words.problems_bilingual, {path: 'FX_PROBLEM(a, 400, 1, "Wrong.", "Wrong.")\n'}, f"{path}:1", "Chinese")
        self.assert_finds(words.problems_bilingual, {path: 'FX_PROBLEM(a, 400, 1, "出错。", "")\n'}, f"{path}:1", "English")
        self.assert_finds(words.problems_bilingual, {path: good + good.replace("(a", "(b")}, f"{path}:2", "taken by line 1")

    def test_catalogue_in_both_languages(self):
        path = "catalog/watch/a.jsonc"
        self.assert_clean(words.catalogue_bilingual, {path: '{ // {"zh": 1}\n"label": { "zh": "户", "en": "household" } }\n'})
        self.assert_finds(words.catalogue_bilingual, {path: '{\n"label": { "en": "household" } }\n'}, f"{path}:2", "no zh text")
        self.assert_finds(words.catalogue_bilingual, {path: '{"label": { "zh": "home", "en": "household" } }\n'}, f"{path}:1", "not Chinese")

    def test_migrations_for_both_databases(self):
        files = {"migrations/sqlite/0001_first.sql": "", "migrations/postgres/0001_first.sql": "", "migrations/sqlite/0002_second.sql": ""}
        self.assert_finds(words.migrations_for_both, files, "migrations/sqlite/0002_second.sql:1", "migrations/postgres/0002_second.sql")


class Docs(Bad):
    def test_links(self):
        files = {"README.md": "[a](docs/a.md) [web](https://example.org) [here](#x)\n`[not](code)`\n[b](docs/b.md#part)\n", "docs/a.md": ""}
        self.assert_finds(docs.links_resolve, files, "README.md:3", "docs/b.md")

    def test_pages_named_in_sources(self):
        files = {"docs/a.md": "", "src/a.hpp": "// see docs/a.md and a.md\n// as notes.md says\n"}
        self.assert_finds(docs.named_pages_exist, files, "src/a.hpp:2", "notes.md")
        self.assert_finds(docs.named_pages_exist, {**files, "src/a.hpp": "// docs/guide/a.md\n"}, "src/a.hpp:1", "docs/guide/a.md")

    def test_a_lost_page(self):
        files = {"README.md": "[a](docs/a.md)\n", "docs/a.md": "", "docs/b.md": "[b](b.md)\n"}
        self.assert_finds(docs.no_lost_page, files, "docs/b.md:1", "no page links to it")

    def mission(self, row):
        rows = [f"| {number} | x | - | - | - | {docs.PLANNED} |" for number in range(1, 21)]
        if row:
            rows[1] = row
        return {docs.MISSION: "\n".join(rows) + "\n", "catalog/watch/household_screening.jsonc": "", "src/watch/a.cpp": "",
                "tests/scenarios/screening_test.cpp": "TEST(Screening, Fever) {}"}

    def test_the_mission(self):
        good = "| 2 | screening | `household_screening` | `src/watch` | `tests/scenarios/screening_test.cpp` | built |"
        self.assert_clean(docs.mission_holds, self.mission(good))
        told = good.replace("` | built", "` `Screening.Fever` | built")
        self.assert_clean(docs.mission_holds, self.mission(told))
        self.assert_finds(docs.mission_holds, self.mission(told.replace("Fever", "Cough")), "docs/mission.md:2", "Screening.Cough")
        self.assert_finds(docs.mission_holds, self.mission(good.replace("household_", "home_")), "docs/mission.md:2", "record type home_screening")
        self.assert_finds(docs.mission_holds, self.mission(good.replace("src/watch", "src/gone")), "docs/mission.md:2", "folder src/gone")
        self.assert_finds(docs.mission_holds, self.mission(good.replace("ing_test", "_test")), "docs/mission.md:2", "no scenario")
        self.assert_finds(docs.mission_holds, self.mission("| 2 | screening | - | - | - | soon |"), "docs/mission.md:2", docs.PLANNED)
        self.assert_finds(docs.mission_holds, self.mission("gone"), "docs/mission.md:1", "row 2 of the mission is missing")

    def test_the_glossary(self):
        files = {docs.GLOSSARY: "| 户 | household | `household` | - |\n", "catalog/network/household.jsonc": ""}
        self.assert_clean(docs.glossary_complete, files)
        self.assert_finds(docs.glossary_complete, {**files, "catalog/codes/outcome.jsonc": ""}, "docs/glossary.md:1", "code list outcome")


class Web(Bad):
    def test_dead_files(self):
        files = {"web/desk/src/main.ts": "import App from './App.vue'\nconst p = () => import('@/pages/Tree.vue')\n", "web/desk/src/App.vue": "",
                 "web/desk/src/pages/Tree.vue": "<script>import { x } from '../api'</script>", "web/desk/src/api.ts": "", "web/desk/src/api.test.ts": ""}
        self.assert_clean(web.dead_files, files)
        self.assert_finds(web.dead_files, {**files, "web/desk/src/old.ts": ""}, "web/desk/src/old.ts:1", "nobody imports it")


if __name__ == "__main__":
    unittest.main()
