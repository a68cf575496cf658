"""Rules for C++: module edges, own header first, function length, dead files, no type named in records."""
import re
from pathlib import PurePosixPath

from tree import Finding, line_of, without_comments, without_strings

FUNCTION_LINES_MAX = 70
WORDS_OF_RECORDS = {"post"}  # who acts: a key of its answers, not the type
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
CONTROL = re.compile(r"^\s*(if|for|while|switch|catch|do|else|try|namespace|class|struct|enum|union|extern)\b")


def modules(tree):
    """src/MODULES as {module: the names it may include}; [] when there is no such file."""
    allowed = {}
    for _, line in tree.lines("src/MODULES") if "src/MODULES" in tree.files else []:
        line = line.split("#")[0].strip()
        if line:
            name, _, uses = line.partition(":")
            allowed[name.strip()] = uses.split()
    return allowed


def module_of(path, allowed):
    """The module a path below src/ belongs to: the longest listed folder it starts with."""
    folders = [str(parent) for parent in PurePosixPath(path).parents]
    return next((folder for folder in folders if folder in allowed), None)


def may_include(uses, module):
    return any(use in ("*", module) or (use.endswith("/*") and module.startswith(use[:-1])) for use in uses)


def edges(tree):
    allowed = modules(tree)
    folders = {path.split("/")[1] for path in tree.select(".hpp", ".cpp", under="src/") if path.count("/") > 1}
    for path in tree.select(".hpp", ".cpp", under="src/"):
        inside = path[len("src/"):]
        module = module_of(inside, allowed)
        if module is None:
            yield Finding(path, 1, "its folder is not in src/MODULES; add a line saying what it may include")
            continue
        text = without_comments(tree.files[path])
        for match in INCLUDE.finditer(text):
            target = module_of(match[2], allowed)
            if match[1] == "<" or match[2].split("/")[0] not in folders or target == module:
                continue
            if target is None or not may_include(allowed[module], target):
                yield Finding(path, line_of(text, match.start(2)),
                              f"{module} must not include {target or match[2]} (see src/MODULES); declare an interface "
                              "here and let app inject it, or move the code")


def own_header_first(tree):
    for path in tree.select(".cpp", under="src/"):
        header = path[:-len(".cpp")] + ".hpp"
        if header not in tree.files:
            continue
        first = INCLUDE.search(without_comments(tree.files[path]))
        if not first or first[2] != header[len("src/"):]:
            yield Finding(path, line_of(tree.files[path], first.start(2)) if first else 1,
                          f'the first include must be its own header: #include "{header[len("src/"):]}"')


def functions(text):
    """(first line, last line) of every function body in C++ text; a heuristic by brace depth."""
    code = re.sub(r"^[ \t]*#.*(?:\\\n.*)*", lambda match: re.sub(r"[^\n]", " ", match[0]), without_strings(text), flags=re.M)
    head_start, stack, inside = 0, [], None
    for position, char in ((match.start(), match[0]) for match in re.finditer(r"[{};]", code)):
        if char == "{":
            head = code[head_start:position]
            if inside is None and "(" in head and not CONTROL.match(head):
                inside = (len(stack), head_start + len(head) - len(head.lstrip()))
            stack.append(position)
        elif char == "}" and stack:
            stack.pop()
            following = code[position + 1:position + 80].lstrip()[:1]
            if inside and inside[0] == len(stack) and following not in (",", "{"):
                yield line_of(code, inside[1]), line_of(code, position)
                inside = None
        if inside is None:
            head_start = position + 1


def function_length(tree):
    for path in tree.select(".cpp", ".hpp"):
        for first, last in functions(tree.files[path]):
            if last - first + 1 > FUNCTION_LINES_MAX:
                yield Finding(path, first, f"this function has {last - first + 1} lines; the limit is "
                                           f"{FUNCTION_LINES_MAX}: name its parts and split it")


def records_name_no_type(tree):
    types = set(tree.record_types) - WORDS_OF_RECORDS
    if not types:
        return
    named = re.compile(r'"(' + "|".join(map(re.escape, sorted(types))) + r')"')
    for path in tree.select(".cpp", ".hpp", under="src/records/"):
        if path.endswith("_test.cpp"):
            continue
        text = without_comments(tree.files[path])
        for match in named.finditer(text):
            yield Finding(path, line_of(text, match.start()), f"records names the type {match[0]}; the record engine "
                          "knows no type: put what is special in the catalogue or in a hook of its module")


def dead_headers(tree):
    """A header counts as used when another file names it: an include, also one that a generator writes."""
    texts = {path: tree.files[path] for path in tree.select(".cpp", ".hpp", ".py", ".cmake", "CMakeLists.txt")}
    for path in tree.select(".hpp", ".def", under="src/"):
        name = path[len("src/"):]
        if joined(tree, name.split("/")[0]) and not any(name in text for other, text in texts.items() if other != path):
            yield Finding(path, 1, "nobody includes it; delete it or use it")


def dead_sources(tree):
    for path in tree.select(".cpp"):
        folder = PurePosixPath(path).parent
        if folder.parts[0] == "src" and not joined(tree, folder.parts[1]):
            continue
        lists = [parent for parent in (folder, *folder.parents) if str(parent / "CMakeLists.txt") in tree.files]
        if not lists or not builds(tree, lists[0], path):
            yield Finding(path, 1, "no CMakeLists.txt builds it; delete it or add it")
            continue
        for child, parent in zip(lists, lists[1:]):
            if not re.search(rf"\b{re.escape(str(child.relative_to(parent)))}\b", tree.files[str(parent / "CMakeLists.txt")]):
                yield Finding(path, 1, f"{child}/ is not added by {parent / 'CMakeLists.txt'}; add_subdirectory it")


def joined(tree, folder):
    """Whether src/CMakeLists.txt builds this folder of src: one that it does not is still being written."""
    return re.search(rf"add_subdirectory\({re.escape(folder)}\b", tree.files.get("src/CMakeLists.txt", ""))


def builds(tree, folder, path):
    text = tree.files[str(folder / "CMakeLists.txt")]
    inside = PurePosixPath(path).relative_to(folder)
    if inside.parent == PurePosixPath("."):
        return "fx_library(" in text or re.search(rf"\b{re.escape(inside.stem)}\b", text)
    return re.search(rf"\b{re.escape(str(inside.parent))}\b", text) or str(inside) in text


CHECKS = [edges, own_header_first, function_length, records_name_no_type, dead_headers, dead_sources]
