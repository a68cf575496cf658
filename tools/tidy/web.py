"""Rules for web/: no file that nobody imports."""
import re
from pathlib import PurePosixPath

from tree import Finding

IMPORT = re.compile(r"""(?:from|import|import\(|src=|href=|url\(|new URL\(|register\()\s*['"]([^'"]+)['"]""")
ENTRY = re.compile(r"(\.config\.\w+|\.(test|spec)\.\w+|\.d\.ts)$|/(main|sw|index|setup)\.\w+$")


def dead_files(tree):
    sources = tree.select(".ts", ".vue", ".css", ".js", ".mjs", under="web/")
    imported = set()
    for path in sources + tree.select(".html", "package.json", "tsconfig.json", under="web/"):
        # package.json and tsconfig.json name entry files outside of imports.
        quoted = r'"([^"\s]+)"' if path.endswith(".json") else IMPORT
        imported |= {PurePosixPath(target.split("?")[0]).name for target in re.findall(quoted, tree.files[path])}
    for path in sources:
        name = PurePosixPath(path)
        if not ENTRY.search(path) and not {name.name, name.stem, name.stem + ".js"} & imported:
            yield Finding(path, 1, "nobody imports it; delete it or use it")


CHECKS = [dead_files]
