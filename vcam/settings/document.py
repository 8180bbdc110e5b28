"""The text of a settings file: written with every explanation, changed without losing a word of it."""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.items import Item, Table

from vcam.settings.fields import all_settings
from vcam.settings.problems import RENAMES

HEADING = "Settings of vcam. Change them here, with `vcam settings set`, or in the window."


def fresh(values: Mapping[str, object], heading: str = HEADING) -> str:
    """Write a new file.

    Args:
        values: settings under their dotted names.
        heading: the first line, a comment.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment(heading))
    document.add(tomlkit.nl())
    for key, value in values.items():
        _put(document, key, value)
    return document.as_string()


def edited(text: str, changes: Mapping[str, object]) -> str:
    """Change some values in a file and leave every other character as it is.

    Args:
        text: the file; valid TOML.
        changes: the new values under their dotted names.
    """
    document = tomlkit.parse(text)
    for key, value in changes.items():
        for old in (old for old, new in RENAMES.items() if new == key):
            _drop(document, old)
        _put(document, key, value)
    return document.as_string()


def _put(document: tomlkit.TOMLDocument, key: str, value: object) -> None:
    table, _, name = key.rpartition(".")
    owner: Any = document
    if table:
        if not isinstance(document.get(table), Mapping):
            document.pop(table, None)
            document.add(tomlkit.nl())
            document.add(table, tomlkit.table())
        owner = document[table]
    if name in owner:
        if isinstance(value, Mapping) and isinstance(owner[name], Mapping):
            _adjust(owner[name], value)
        else:
            owner[name] = _item(value)
        return
    if isinstance(owner, Table) or (owner is document and not _has_tables(document)):
        _explain(owner, key)
    owner[name] = _item(value)


def _adjust(table: Any, wanted: Mapping[str, object]) -> None:
    """Make a table of the user's say what is wanted, and leave its comments where they are."""
    for name in [name for name in table if name not in wanted]:
        del table[name]
    for name, value in wanted.items():
        if name not in table or table[name] != value:
            table[name] = _item(value)


def _explain(owner: Any, key: str) -> None:
    setting = all_settings()[key]
    if len(owner):
        owner.add(tomlkit.nl())
    owner.add(tomlkit.comment(setting.explanation))
    owner.add(tomlkit.comment(f"Allowed: {setting.allowed}. Default: {_item(setting.default).as_string()}"))


def _has_tables(document: Container) -> bool:
    """Whether a line added at the end would belong to a table."""
    return any(isinstance(item, Table) for _, item in document.body)


def _drop(document: tomlkit.TOMLDocument, key: str) -> None:
    table, _, name = key.rpartition(".")
    owner: Any = document.get(table) if table else document
    if isinstance(owner, Mapping) and name in owner:
        del owner[name]  # type: ignore[attr-defined]


def _item(value: object) -> Item:
    if isinstance(value, float) and value.is_integer():
        return tomlkit.item(int(value))  # 30 is what a person would write
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update(value)
        return table
    return tomlkit.item(value)
