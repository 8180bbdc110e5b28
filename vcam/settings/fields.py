"""Settings by their dotted names, such as `background.kind`, with all that was declared about them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from vcam.errors import UsageError
from vcam.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Setting:
    """What was declared about one setting.

    Attributes:
        key: its dotted name.
        explanation: one sentence for a person.
        allowed: its limits in words, with the unit.
        default: its value until somebody changes it.
    """

    key: str
    explanation: str
    allowed: str
    default: object


@cache
def all_settings() -> Mapping[str, Setting]:
    """Give every setting under its dotted name, in the order in which they were declared."""
    return {setting.key: setting for setting in _declared("", Settings)}


@cache
def table_names() -> tuple[str, ...]:
    """Give the names of the groups of settings."""
    return tuple(name for name, field in Settings.model_fields.items() if _is_table(field))


def values_of(settings: Settings) -> dict[str, Any]:
    """Give the value of every setting under its dotted name."""
    tree = settings.model_dump()
    return {key: _walk(tree, key) for key in all_settings()}


def differences(before: Settings, after: Settings) -> dict[str, Any]:
    """Give what must be changed in the first to get the second, under dotted names.

    Whoever makes a change of these leaves alone what somebody else changes meanwhile.
    """
    known = values_of(before)
    return {key: value for key, value in values_of(after).items() if value != known[key]}


def keys_under(name: str) -> tuple[str, ...]:
    """Give the settings that a name means: itself, or all of a group.

    Raises:
        UsageError: no setting and no group is called so.
    """
    keys = tuple(key for key in all_settings() if key == name or key.startswith(f"{name}."))
    if not keys:
        raise UsageError(f"There is no setting {name!r}; {_hint(name)}.")
    return keys


def closest(name: str) -> str | None:
    """Give the setting or group whose name is most like this one, if one is."""
    from difflib import get_close_matches

    last = name.rpartition(".")[2]
    same_end = [key for key in all_settings() if key.rpartition(".")[2] == last]
    names = [*all_settings(), *table_names()]
    return next(iter([*same_end, *get_close_matches(name, names, n=1)]), None)


def with_values(
    settings: Settings, values: Mapping[str, object], shown_as: Mapping[str, str] | None = None
) -> Settings:
    """Replace some values, which may be texts as typed on a command line.

    Args:
        settings: what all other values are taken from.
        values: the new values under their dotted names.
        shown_as: what a message calls a setting, where that is not its dotted name.

    Raises:
        UsageError: a value is not allowed, or there is no such setting.
    """
    tree = settings.model_dump()
    for key, value in values.items():
        if key not in all_settings():
            raise UsageError(f"{key!r} is a group of settings; name one, such as {keys_under(key)[0]}.")
        plant(tree, key, value)
    try:
        return Settings.model_validate(tree, strict=False)
    except ValidationError as error:
        names = {} if shown_as is None else shown_as
        wrong = {}  # by the name that is shown: an option may stand for two settings
        for key in (key_at(each["loc"]) for each in error.errors()):
            name = names.get(key, key)
            wrong[name] = f"{name} cannot be {values.get(key)!r}: allowed is {all_settings()[key].allowed}"
        raise UsageError("; ".join(wrong.values()) + ".") from error


def plant(tree: dict[str, Any], key: str, value: object) -> None:
    """Put a value into nested tables, making the table that it belongs into."""
    table, _, name = key.rpartition(".")
    target = tree.setdefault(table, {}) if table else tree
    target[name] = value


def key_at(location: tuple[int | str, ...]) -> str:
    """Give the dotted name of the setting or group in which pydantic found an error."""
    first = str(location[0])
    return first if len(location) == 1 or first not in table_names() else f"{first}.{location[1]}"


def _declared(prefix: str, model: type[BaseModel]) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        if _is_table(field):
            assert isinstance(field.annotation, type)
            yield from _declared(f"{name}.", field.annotation)
        else:
            default = field.get_default(call_default_factory=True, validated_data={})
            yield Setting(prefix + name, field.description or "", _allowed(field), default)


def _is_table(field: FieldInfo) -> bool:
    return isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)


def _allowed(field: FieldInfo) -> str:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    kind = field.annotation
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if kind is bool:
        return "true or false"
    if kind is str or "allowed" in extra:
        return str(extra.get("allowed", "a text"))
    low = next(each.ge for each in field.metadata if isinstance(each, Ge))
    high = next(each.le for each in field.metadata if isinstance(each, Le))
    noun = "a whole number" if kind is int else "a number"
    unit = f" {extra['unit']}" if "unit" in extra else ""
    return f"{noun} from {low} to {high}{unit}"


def _walk(tree: Mapping[str, Any], key: str) -> Any:
    table, _, name = key.rpartition(".")
    return tree[table][name] if table else tree[name]


def _hint(name: str) -> str:
    guess = closest(name)
    return f"did you mean {guess}" if guess else "`vcam settings show` lists all of them"
