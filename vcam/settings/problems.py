"""Take what is good from a settings file, and say of everything else what is wrong with it."""

import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from vcam.settings.fields import all_settings, closest, key_at, keys_under, plant, table_names
from vcam.settings.model import Settings

RENAMES: Mapping[str, str] = MappingProxyType({"background.color": "background.colour"})
"""Names that were or are written for a setting, and what it is called now."""

SHOWS_LESS: Mapping[str, object] = MappingProxyType({"people.show": "only-me"})
"""What is used for a bad value, group or file in place of a default that would show more."""
UNREADABLE_EFFECT = "hide"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that cannot be taken as it is, in parts that make one sentence.

    Attributes:
        name: the setting, or the file.
        wrong: what is wrong.
        allowed: what would be right.
        used: what is done instead.
    """

    name: str
    wrong: str
    allowed: str
    used: str

    def __str__(self) -> str:
        return f"{self.name} {self.wrong}; {self.allowed}; {self.used}."


@dataclass(frozen=True, slots=True)
class Settled:
    """What a file says, after everything that is wrong was replaced.

    Attributes:
        values: the settings that the file names, by dotted name; each is valid.
        problems: all that was wrong.
        bad: the settings and groups, by dotted name, whose value in the file is not allowed.
    """

    values: Mapping[str, object]
    problems: tuple[Problem, ...]
    bad: frozenset[str]


def settle(data: Mapping[str, Any]) -> Settled:
    """Check all that a file says; one bad value changes no other.

    A bad value becomes the default, also in a profile: the defaults hide the room. Where the default
    shows more than what was meant may show, what shows less is taken.
    """
    tree = {name: dict(value) if isinstance(value, dict) else value for name, value in data.items()}
    problems = [*_rename(tree), *_take_out_unknown(tree)]
    bad: set[str] = set()
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            problems.append(_replace(tree, each["loc"], each["input"]))
            bad.add(key_at(each["loc"]))
        settings = Settings.model_validate(tree)
    named = _named(tree)
    dumped = settings.model_dump()
    values = {key: dumped[table][name] if table else dumped[name] for key, table, name in named}
    return Settled(values, tuple(problems), frozenset(bad))


def instead_of(key: str) -> object:
    """Give what a bad value becomes: its default, or what shows less than that.

    Effects of which not even is known whose they were become effects that show nobody.
    """
    if key == "people.effects":
        return {"me": UNREADABLE_EFFECT, "others": UNREADABLE_EFFECT}
    return SHOWS_LESS.get(key, all_settings()[key].default)


def but_less(less: Mapping[str, object] = SHOWS_LESS) -> str:
    """Put into words, behind those for defaults, what is used in place of some of them."""
    return "".join(f", but {key} is {value!r}" for key, value in less.items())


def _rename(tree: dict[str, Any]) -> Iterator[Problem]:
    for old, new in RENAMES.items():
        table, _, name = old.rpartition(".")
        owner = tree.get(table) if table else tree
        if not isinstance(owner, dict) or name not in owner or new.rpartition(".")[2] in owner:
            continue
        plant(tree, new, owner.pop(name))
        yield Problem(old, f"is now called {new}", "either name is understood", "its value is used")


def _take_out_unknown(tree: dict[str, Any]) -> Iterator[Problem]:
    known = all_settings()
    for name in [name for name in tree if name not in known and name not in table_names()]:
        del tree[name]
        yield _unknown(name)
    for table in table_names():
        group = tree.get(table)
        if isinstance(group, dict):
            for name in [name for name in group if f"{table}.{name}" not in known]:
                del group[name]
                yield _unknown(f"{table}.{name}")


def _unknown(key: str) -> Problem:
    guess = closest(key)
    hint = f"the closest one is {guess}" if guess else "`vcam settings show` lists all of them"
    return Problem(_printable(key), "is not a setting", hint, "it is left alone")


def _replace(tree: dict[str, Any], location: tuple[int | str, ...], value: object) -> Problem:
    """Replace what pydantic complained about, and nothing beside it."""
    key = key_at(location)
    wrong = f"is {reprlib.repr(value)}"
    if key in table_names():
        tree[key], used = _defaults_of(key)
        return Problem(key, wrong, "allowed is a table of settings", used)
    table, _, name = key.rpartition(".")
    owner = tree[table] if table else tree
    setting = all_settings()[key]
    allowed = f"allowed is {setting.allowed}"
    if len(location) > 2:
        return _replace_entry(owner, key, location[2], wrong, allowed)
    owner[name] = instead_of(key)
    return Problem(key, wrong, allowed, f"{owner[name]!r} is used instead")


def _replace_entry(owner: dict[str, Any], key: str, entry: int | str, wrong: str, allowed: str) -> Problem:
    """Hide whoever has a bad effect, and leave out a bad entry of any other table."""
    name = key.rpartition(".")[2]
    kept = {each: value for each, value in owner[name].items() if each != entry}
    used = "it is left out"
    if key == "people.effects":
        kept[entry] = UNREADABLE_EFFECT
        used = f"{UNREADABLE_EFFECT!r} is used instead"
    owner[name] = kept
    return Problem(_printable(f"{key}.{entry}"), wrong, allowed, used)


def _defaults_of(group: str) -> tuple[dict[str, Any], str]:
    """Give what is used for a bad group, and that in words. All of it is named, for it may be a profile's."""
    keys = keys_under(group)
    less = {key: SHOWS_LESS[key] for key in keys if key in SHOWS_LESS}
    tree: dict[str, Any] = {}
    for key in keys:
        plant(tree, key, less.get(key, all_settings()[key].default))
    return tree[group], f"its defaults are used{but_less(less)}"


def _named(tree: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """List the settings that a tree names, as dotted name, table and name."""
    parts = [(key, *key.rpartition(".")[::2]) for key in all_settings()]
    return [part for part in parts if part[2] in (tree.get(part[1], {}) if part[1] else tree)]


def _printable(name: str) -> str:
    return name if name.isprintable() else repr(name)
