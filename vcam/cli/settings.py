"""`vcam settings`: look at the settings and change them."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Annotated, TypeAlias

import typer

from vcam.cli.files import setting_from_here
from vcam.cli.groups import hand_on
from vcam.cli.listing import Json
from vcam.cli.options import warn
from vcam.cli.printing import nested, print_json, print_values
from vcam.paths import settings_file
from vcam.settings import Settings, load, save
from vcam.settings.fields import all_settings, keys_under, values_of, with_values
from vcam.settings.file import reset as reset_file

app = typer.Typer(name="settings", help="Show the settings and change them.")

Key: TypeAlias = Annotated[str, typer.Argument(metavar="KEY", help="A name such as background.kind.")]


@app.callback(invoke_without_command=True)
def _default(context: typer.Context, json: Json = False) -> None:
    if context.invoked_subcommand is None:
        show(json)
    else:
        hand_on(context)


@app.command()
def show(json: Json = False) -> None:
    """Show all settings and what is wrong in their file."""
    loaded = load()
    values = values_of(loaded.settings)
    if json:
        problems = [asdict(problem) for problem in loaded.problems]
        print_json({"path": str(settings_file()), "settings": nested(values), "problems": problems})
    else:
        warn(loaded.problems)
        print_values(values)


@app.command()
def path(json: Json = False) -> None:
    """Show where the settings file is."""
    if json:
        print_json({"path": str(settings_file()), "exists": settings_file().exists()})
    else:
        print(settings_file())


@app.command()
def get(key: Key, json: Json = False) -> None:
    """Show one setting, or all of a group such as background."""
    keys = keys_under(key)
    loaded = load()
    warn(loaded.problems)
    every = values_of(loaded.settings)
    if key not in every:
        group = {name: every[name] for name in keys}
        print_json(nested(group)[key]) if json else print_values(group)
    elif json or not isinstance(every[key], str):
        print_json(every[key])
    else:
        print(every[key])


@app.command(name="set")
def set_value(key: Key, value: Annotated[str, typer.Argument(metavar="VALUE")], json: Json = False) -> None:
    """Change one setting."""
    settings = with_values(_load_to_change({key}), {key: setting_from_here(key, value)})
    save(settings, touched={key})
    if json:
        print_json({key: values_of(settings)[key]})


@app.command()
def reset(
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="A name; without it, all settings.")
    ] = None,
    json: Json = False,
) -> None:
    """Go back to the default of one setting, or of all; the old file is then kept under another name."""
    kept = None
    if key is None:
        kept = reset_file()
    else:
        keys = keys_under(key)
        defaults = {name: all_settings()[name].default for name in keys}
        save(with_values(_load_to_change(keys), defaults), touched=keys)
    if json:
        print_json({"kept": str(kept) if kept else None})
    elif kept:
        print(f"The old settings were kept as {kept}")


def _load_to_change(keys: Collection[str]) -> Settings:
    """Read the settings, and tell what is wrong in their file besides the values that are replaced."""
    loaded = load()
    warn(tuple(problem for problem in loaded.problems if problem.name not in keys))
    return loaded.settings
