"""Rules for the documents: links resolve, no page is lost, the mission and the glossary say what is there."""
import posixpath
import re

from tree import Finding

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MISSION = "docs/mission.md"
GLOSSARY = "docs/glossary.md"
MISSION_ROWS = 20
PLANNED = "planned (not built)"


def links(tree):
    """-> (page, line, target path) of every link to something in the repository."""
    for page in tree.select(".md"):
        for number, line in tree.lines(page):
            for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
                if not re.match(r"[a-z]+:|#", target):
                    yield page, number, posixpath.normpath(posixpath.join(posixpath.dirname(page), target.split("#")[0]))


def links_resolve(tree):
    for page, number, target in links(tree):
        if target not in tree.files and not any(path.startswith(target + "/") for path in tree.files):
            yield Finding(page, number, f"links to {target}, which does not exist; mend the link")


def named_pages_exist(tree):
    """A comment or a text that names a page (docs/x.md, x.md) must mean one that everybody has."""
    pages = {path.rsplit("/", 1)[-1] for path in tree.select(".md")}
    for path in tree.select(".cpp", ".hpp", ".ts", ".vue", ".jsonc", ".sql", ".sh", ".cmake"):
        for number, line in tree.lines(path):
            for name in re.findall(r"([\w./-]+\.md)\b", line):
                if name.rsplit("/", 1)[-1] not in pages or (name.startswith("docs/") and name not in tree.files):
                    yield Finding(path, number, f"names {name}, which is not in the repository; name the source itself")


def no_lost_page(tree):
    linked = {target for page, _, target in links(tree) if page != target}
    for page in tree.select(".md", ".png", under="docs/"):
        if page not in linked:
            yield Finding(page, 1, "no page links to it; link it from docs/README.md or delete it")


def mission_holds(tree):
    """Each row: | number | system | types | modules | scenario | ; what is named in backticks must exist."""
    if MISSION not in tree.files:
        return
    seen = set()
    for number, line in tree.lines(MISSION):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 5 or not cells[0].isdigit():
            continue
        seen.add(int(cells[0]))
        types, modules, scenarios = (re.findall(r"`([^`]+)`", cell) for cell in cells[2:5])
        for name in types:
            if name not in tree.record_types:
                yield Finding(MISSION, number, f"there is no record type {name} in catalog/; mend the row")
        for module in modules:
            if not any(path.startswith(module.rstrip("/") + "/") for path in tree.files):
                yield Finding(MISSION, number, f"there is no folder {module}; mend the row")
        told = "".join(tree.files.get(scenario, "") for scenario in scenarios)
        for scenario in scenarios:
            case = f"({scenario.replace('.', ', ')})"
            if not (scenario in tree.files if "/" in scenario else f"TEST{case}" in told or f"TEST_F{case}" in told):
                yield Finding(MISSION, number, f"there is no scenario {scenario}; mend the row")
        if not (types and modules and scenarios) and PLANNED not in line:
            yield Finding(MISSION, number, f'name the types, modules and scenarios in backticks, or say "{PLANNED}"')
    for row in sorted(set(range(1, MISSION_ROWS + 1)) - seen):
        yield Finding(MISSION, 1, f"row {row} of the mission is missing; every one of the {MISSION_ROWS} must stand there")


def glossary_complete(tree):
    if GLOSSARY not in tree.files:
        return
    words = set(re.findall(r"`(\w+)`", tree.files[GLOSSARY]))
    for kind, names in (("record type", tree.record_types), ("code list", tree.code_lists)):
        for name in names:
            if name not in words:
                yield Finding(GLOSSARY, 1, f"the {kind} {name} is missing; add its row: | 中文 | English | `{name}` | source |")


CHECKS = [links_resolve, named_pages_exist, no_lost_page, mission_holds, glossary_complete]
