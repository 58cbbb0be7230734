"""docs/coverage.md says for every requirement that is met which test shows it and which change of
input makes that test fail. Here each change is made: the account of a golden case of its row has
to come out otherwise than expected. And every test that the page names has to be there.

  usage: changes.py <muster> <folder of the build> <root of the source tree>
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys

CHANGE = re.compile(r"`([a-z][\w.-]*=[^`]+)`")
TEST = re.compile(r"\b((?:unit|golden|property|cli|repo|scenario|validation|install)\.[\w.-]*\w)")


def met_rows(page):
    """(requirement, texts of its test cell, of its last cell) of the table "Met"."""
    table = page.split("\n## Met\n")[1].split("\n## ")[0]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if re.match(r"R\d", cells[0]):
            yield cells[0], cells[-2], cells[-1]


def unquoted(change):
    return re.sub(r"='(.*)'$", r"=\1", change)


def account(muster, root, case, changes):
    words = (root / "tests/golden" / case / "args").read_text().splitlines()
    sets = [word for change in changes for word in ("--set", change)]
    run = subprocess.run([muster, "run", *words, *sets], cwd=root, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.returncode, run.stdout + f"exit {run.returncode}\n"


def changes_nothing(muster, root, row, change, cases):
    """What is wrong with this change; None when one of the cases fails with it, as it should."""
    for case in cases:
        code, text = account(muster, root, case, [change])
        if code != 0:
            return f"{row}: {change}: golden.{case} cannot be run:\n{text}"
        if text != (root / "tests/golden" / case / "expected.txt").read_text():
            return None
    return f"{row}: {change}: golden.{', golden.'.join(cases)} came out as expected all the same"


def main(muster, build, root):
    page = (root / "docs/coverage.md").read_text()
    listed = subprocess.run(["ctest", "--test-dir", build, "-N"], text=True, check=True,
                            stdout=subprocess.PIPE).stdout
    there = set(re.findall(r"Test +#\d+: (\S+)", listed))
    wrong = [f"there is no test {name}" for name in sorted(set(TEST.findall(page)) - there)]
    jobs = []
    for row, tests, changes in met_rows(page):
        cases = re.findall(r"golden\.([\w-]+)", tests)
        wrong += [f"{row}: no test is named"] * (not TEST.search(tests))
        wrong += [f"{row}: no change is named"] * (not changes)
        jobs += [(row, unquoted(change), cases) for change in CHANGE.findall(changes) if cases]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong += filter(None, pool.map(lambda job: changes_nothing(muster, root, *job), jobs))
    print("\n".join([*wrong, f"{len(jobs)} changes tried, {len(wrong)} mistakes"]))
    return 1 if wrong or not jobs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])))
