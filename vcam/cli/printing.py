"""How commands print: one value in a line for people, JSON for programs."""

import json
from collections.abc import Mapping
from typing import Any


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, indent=2))


def print_values(values: Mapping[str, object]) -> None:
    """Print settings as `name = value`, as a TOML file would have it."""
    for key, value in values.items():
        print(f"{key} = {json.dumps(value, ensure_ascii=False)}")


def nested(values: Mapping[str, object]) -> dict[str, Any]:
    """Put settings with dotted names into the tables that they belong to."""
    tree: dict[str, Any] = {}
    for key, value in values.items():
        table, _, name = key.rpartition(".")
        (tree.setdefault(table, {}) if table else tree)[name] = value
    return tree
