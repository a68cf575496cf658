"""Adds up what the test runners counted: summary.py LOG_FOLDER FAILED_STEPS.

Prints what each failed case said, the runners' own summary lines and, last, "N passed, N failed". A step that failed
without a failed case (a build, a crash, a lint) counts as one failure. Exits 1 when anything failed or nothing was counted.
"""
import re
import sys
from pathlib import Path

CTEST_TEST = re.compile(r"^\s*\d+/\d+ Test\s+#(\d+): (\S+) \.*\s*(Passed|\*+\S+)")
CTEST_SUMMARY = re.compile(r"^\d+% tests passed, \d+ tests failed out of \d+")
GTEST = re.compile(r"^(\d+): \[  (PASSED|FAILED|SKIPPED) +\] (\d+) tests?[.,]")
UNITTEST = re.compile(r"^(\d+): Ran (\d+) tests? in ")
VITEST = re.compile(r"^\s*Tests\s+(.*)\(\d+\)\s*$")
NODE_TEST = re.compile(r"^[#ℹ] (pass|fail|skipped) (\d+)$")
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed\s*$")
FUZZ = re.compile(r"^fuzz: (\S+) (ok|FAILED)\b")
CASE_BEGINS = re.compile(r"^(\d+): \[ RUN      \] (\S+)")
CASE_ENDS = re.compile(r"^(\d+): \[  (FAILED|     OK|SKIPPED) +\] (\S+)(?:, where .*)? \(\d+ ms\)")
FAILED_LINES = 40
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def count(lines):
    """-> (passed, failed, skipped, the runners' summary lines) of one log."""
    passed = failed = skipped = 0
    summaries, cases = [], {}
    for line in (ANSI.sub("", raw.rstrip("\n")) for raw in lines):
        if match := GTEST.match(line):
            # One skipped case more than passed reads "[  SKIPPED ] 2 tests, listed below:".
            cases.setdefault(match[1], {}).setdefault(match[2], int(match[3]))
        elif match := UNITTEST.match(line):
            cases.setdefault(match[1], {})["PASSED"] = int(match[2])
        elif match := CTEST_TEST.match(line):
            word = match[3].strip("*")
            counts = cases.pop(match[1], {"PASSED": 1} if word == "Passed" else {})
            passed += counts.get("PASSED", 0)
            skipped += counts.get("SKIPPED", 0) or word == "Skipped"
            failed += counts.get("FAILED", 0) or word not in ("Passed", "Skipped")
        elif match := VITEST.match(line):
            words = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", match[1])}
            passed, failed = passed + words.get("passed", 0), failed + words.get("failed", 0)
            skipped += words.get("skipped", 0) + words.get("todo", 0)
        elif match := NODE_TEST.match(line):
            passed += int(match[2]) * (match[1] == "pass")
            failed += int(match[2]) * (match[1] == "fail")
            skipped += int(match[2]) * (match[1] == "skipped")
        elif match := PLAIN.match(line):
            passed, failed = passed + int(match[1]), failed + int(match[2])
        elif match := FUZZ.match(line):
            passed, failed = passed + (match[2] == "ok"), failed + (match[2] == "FAILED")
        if CTEST_SUMMARY.match(line) or VITEST.match(line) or NODE_TEST.match(line) or PLAIN.match(line):
            summaries.append(line.strip())
    return passed, failed, skipped, summaries


def failures(lines):
    """-> "NAME: what it said" of each failed case of the programs ctest ran, at most FAILED_LINES of its last lines.

    Programs run beside one another and mix their lines; a program's number before each tells them apart. One that ended
    in the middle of a case has failed there.
    """
    said, told = {}, []
    for line in (ANSI.sub("", raw.rstrip("\n")) for raw in lines):
        if match := CASE_BEGINS.match(line):
            said[match[1]] = [match[2]]
        elif match := CASE_ENDS.match(line):
            case = said.pop(match[1], [match[3]])
            if match[2] == "FAILED":
                told.append(case)
        elif match := CTEST_TEST.match(line):
            if match[1] in said:
                told.append(said.pop(match[1]))
        elif (number := line.split(":", 1)[0]) in said:
            said[number].append(line)
    return ["\n".join([f"{case[0]} failed:", *case[1:][-FAILED_LINES:]]) for case in told]


def main(folder, failed_steps):
    passed = failed = skipped = 0
    for log in sorted(Path(folder).glob("*.log"), key=lambda path: path.stat().st_mtime):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        for failure in failures(lines):
            print(f"{log.stem}: {failure}")
        counts = count(lines)
        passed, failed, skipped = passed + counts[0], failed + counts[1], skipped + counts[2]
        for line in counts[3]:
            print(f"{log.stem}: {line}")
    failed = max(failed, failed_steps)
    if skipped:
        print(f"{skipped} skipped (their output says why)")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
