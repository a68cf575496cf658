"""House rules of the project: python3 tools/tidy [ROOT]. Prints every finding with its remedy; exits 1 if any."""
import sys
from pathlib import Path

import cpp
import docs
import web
import words
from tree import Tree

CHECKS = [*cpp.CHECKS, *words.CHECKS, *docs.CHECKS, *web.CHECKS]


def main(root):
    tree = Tree.of_repository(root)
    findings = sorted({finding for check in CHECKS for finding in check(tree)})
    for finding in findings:
        print(finding)
    print(f"tidy: {len(tree.files)} files, {len(CHECKS)} rules, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]))
