"""The files the rules look at, and what a finding is."""
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

BINARY = {".png", ".jpg", ".ico", ".xlsx", ".zip", ".woff2"}


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    message: str

    def __str__(self):
        return f"tidy: {self.path}:{self.line}: {self.message}"


class Tree:
    """Files by path from the root of the repository (with /). Text files have a text; sizes are in bytes."""

    def __init__(self, files, sizes=None):
        self.files = files
        self.sizes = sizes or {path: len(text.encode()) for path, text in files.items()}

    @classmethod
    def of_repository(cls, root):
        listed = subprocess.run(["git", "-C", root, "-c", "core.quotepath=off", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"],
                                check=True, capture_output=True, text=True).stdout.splitlines()
        files, sizes = {}, {}
        for path in sorted(set(listed)):
            if not (root / path).is_file():
                continue
            sizes[path] = (root / path).stat().st_size
            binary = PurePosixPath(path).suffix in BINARY or path.startswith("tests/fuzz/corpus/")
            files[path] = "" if binary else (root / path).read_text(encoding="utf-8", errors="replace")
        return cls(files, sizes)

    def select(self, *suffixes, under=""):
        return [path for path in self.files if path.endswith(suffixes) and path.startswith(under)]

    def lines(self, path):
        return enumerate(self.files[path].split("\n"), 1)

    @cached_property
    def record_types(self):
        """Names of the record types: catalog/DUTY/NAME.jsonc, without the code lists, the returns, the plans and the diseases."""
        return sorted(PurePosixPath(path).stem for path in self.select(".jsonc", under="catalog/")
                      if path.count("/") == 2 and not path.startswith(("catalog/codes/", "catalog/returns/", "catalog/plans/", "catalog/diseases/")))

    @cached_property
    def code_lists(self):
        return sorted(PurePosixPath(path).stem for path in self.select(".jsonc", under="catalog/codes/"))


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def without_comments(text):
    """C++ or JSONC text with comments blanked and every line where it was."""
    def blank(match):
        token = match[0]
        return token if token[0] in "\"'R" else re.sub(r"[^\n]", " ", token)
    return re.sub(r'R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*[\s\S]*?\*/', blank, text)


def without_strings(text):
    """Code with comments and the insides of literals blanked, so that only real braces and brackets remain."""
    def blank(match):
        return re.sub(r"[^\n]", "_", match[0])
    return re.sub(r'R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', blank,
                  without_comments(text))
