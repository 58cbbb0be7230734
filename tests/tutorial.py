#!/usr/bin/python3
"""Holds docs/tutorial against the example: code is quoted word by word, its commands work, and the
program says what the page says.

    tutorial.py <repository> <where muster was installed> <scratch folder>
"""

import os
import re
import shutil
import subprocess
import sys


def blocks(page, language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)
    if not found:
        sys.exit(f"no block of {language} in the tutorial")
    return found


def main():
    repository, prefix, scratch = map(os.path.abspath, sys.argv[1:])
    example = os.path.join(repository, "docs/example-model")
    with open(os.path.join(repository, "docs/tutorial/README.md"), encoding="utf-8") as file:
        page = file.read()
    code = ""
    for name in sorted(os.listdir(example)):
        with open(os.path.join(example, name), encoding="utf-8") as file:
            code += file.read()
    bad = [block for block in blocks(page, "c") if block not in code]
    for block in bad:
        print(f"not in docs/example-model:\n{block}")

    home = os.path.join(scratch, "tutorial")
    shutil.rmtree(home, ignore_errors=True)
    os.makedirs(home)
    os.symlink(prefix, os.path.join(home, "muster"))
    commands = "set -e\n" + "".join(blocks(page, "sh"))
    done = subprocess.run(["sh", "-c", commands], cwd=repository, env={**os.environ, "HOME": home},
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = "".join(blocks(page, "text"))
    if done.returncode or not done.stdout.endswith(said):
        print(f"{done.stdout}exit {done.returncode}; the page says\n{said}")
        bad.append(said)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
