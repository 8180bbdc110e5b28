"""What `packaging/run.sh` installs must be all that vcam imports, for nobody installs an extra by hand."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
WITH_AN_EXTRA = {"training"}
COMES_WITH = {"cv2": "opencv-contrib-python", "annotated_types": "pydantic"}


def imported(file: Path) -> Iterator[str]:
    """Give the top names of all that a file imports, also inside of functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_all_that_vcam_imports_outside_of_training_is_installed_with_it() -> None:
    files = [file for file in (TOP / "vcam").rglob("*.py") if not WITH_AN_EXTRA & {*file.parts}]
    names = {name for file in files for name in imported(file)} - sys.stdlib_module_names - {"vcam"}
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = {re.split(r"[^\w-]", each)[0] for each in project["dependencies"]}
    assert {COMES_WITH.get(name, name) for name in names} - installed == set()
