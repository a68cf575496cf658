"""Rules for every text: length, white space, open ends, places of this world, both languages, migrations."""
import re

from tree import Finding, line_of, without_comments

FILE_LINES_MAX = 500
FILE_BYTES_MAX = 1_000_000
SOURCE = (".cpp", ".hpp", ".h", ".py", ".sh", ".ts", ".vue", ".css", ".jsonc", ".cmake", "CMakeLists.txt")
TEXT = SOURCE + (".def", ".json", ".sql", ".md", ".txt", ".yml", ".html", ".js", ".mjs", "/run", "dev")
RULES = "tools/tidy/"  # may name what it forbids
CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")  # its punctuation too
OPEN_END = re.compile(r"\b(TODO|FIXME)\b")
# Where packages come from is the machine's setting, and no path of one person's machine works on another.
PLACES = re.compile(r"registry\.npm\w*\.\w+|npmmirror\.com|deb\.debian\.org|pypi\.org|(?<![\w.\-])/(?:work|home/\w+)/")


def length(tree):
    for path in tree.select(*SOURCE):
        lines = tree.files[path].count("\n")
        if lines > FILE_LINES_MAX:
            yield Finding(path, FILE_LINES_MAX, f"{lines} lines; the limit is {FILE_LINES_MAX}: split it by what its parts do")


def size(tree):
    for path, size in tree.sizes.items():
        if size > FILE_BYTES_MAX and not path.endswith("package-lock.json"):
            yield Finding(path, 1, f"{size:,} bytes; the limit is {FILE_BYTES_MAX:,}: generate it, or leave it out of git")


def white_space(tree):
    for path in tree.select(*TEXT):
        for number, line in tree.lines(path):
            if line != line.rstrip():
                yield Finding(path, number, "white space at the end of the line; remove it")
            if "\t" in line:
                yield Finding(path, number, "a tab; use spaces")
        if tree.files[path] and not tree.files[path].endswith("\n"):
            yield Finding(path, tree.files[path].count("\n") + 1, "no newline at the end of the file; add one")


def open_ends(tree):
    for path in tree.select(*TEXT):
        for number, line in tree.lines(path):
            if not path.startswith(RULES) and (match := OPEN_END.search(line)):
                yield Finding(path, number, f"{match[0]}: do it, or say plainly in the docs what is not built")


def places(tree):
    for path in tree.select(*TEXT):
        if path.startswith(RULES):
            continue
        for number, line in tree.lines(path):
            if match := PLACES.search(line):
                yield Finding(path, number, f'"{match[0]}" belongs to one machine; leave it to that machine\'s settings')
            if path.endswith("package-lock.json") and '"resolved": "http' in line:
                yield Finding(path, number, "a download address in the lockfile; run npm install again with the .npmrc of this repository")


def problems_bilingual(tree):
    path = "src/base/problems.def"
    numbers = {}
    for number, line in tree.lines(path) if path in tree.files else []:
        if not line.startswith("FX_PROBLEM("):
            continue
        texts = re.findall(r'"((?:\\.|[^"\\])*)"', line)
        code = re.match(r"FX_PROBLEM\(\w+, (\d+), (\d+)", line)
        if len(texts) != 2 or not code:
            yield Finding(path, number, "write one line: FX_PROBLEM(name, status, number, \"zh\", \"en\")")
            continue
        if not CHINESE.search(texts[0]):
            yield Finding(path, number, "the first text must be Chinese")
        if not texts[1].strip() or CHINESE.search(texts[1]):
            yield Finding(path, number, "the second text must be English")
        if code[2] in numbers:
            yield Finding(path, number, f"number {code[2]} is taken by line {numbers[code[2]]}; numbers are never reused")
        numbers.setdefault(code[2], number)


def catalogue_bilingual(tree):
    for path in tree.select(".jsonc", under="catalog/"):
        text = without_comments(tree.files[path])
        for match in re.finditer(r"\{[^{}]*\}", text):
            said = dict(re.findall(r'"(zh|en)"\s*:\s*"((?:\\.|[^"\\])*)"', match[0]))
            if not said:
                continue
            line = line_of(text, match.start())
            for language in ("zh", "en"):
                if not said.get(language, "").strip():
                    yield Finding(path, line, f"no {language} text beside {said}; add it")
            if said.get("zh") and not CHINESE.search(said["zh"]) and said["zh"] != said.get("en"):
                yield Finding(path, line, f'the zh text "{said["zh"]}" is not Chinese')


def migrations_for_both(tree):
    names = {"sqlite": set(), "postgres": set()}
    for path in tree.select(".sql", under="migrations/"):
        for database in names:
            if database in path:
                names[database].add(path)
    for database, other in (("sqlite", "postgres"), ("postgres", "sqlite")):
        for path in names[database]:
            twin = path.replace(database, other)
            if twin not in names[other]:
                yield Finding(path, 1, f"has no counterpart {twin}; write it, every migration has both databases")


CHECKS = [length, size, white_space, open_ends, places, problems_bilingual, catalogue_bilingual, migrations_for_both]
