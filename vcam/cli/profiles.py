"""`vcam profiles`: keep how you look under a name."""

import logging
from typing import Annotated, TypeAlias

import typer

from vcam.cli.groups import hand_on
from vcam.cli.listing import Json
from vcam.cli.options import warn
from vcam.cli.printing import nested, print_json, print_values
from vcam.settings import Settings, load
from vcam.settings import save as save_settings
from vcam.settings.fields import values_of, with_values
from vcam.settings.profiles import (
    delete_profile,
    keep_aside,
    list_profiles,
    load_profile,
    profile_values,
    save_profile,
    without_profile,
)

log = logging.getLogger(__name__)

app = typer.Typer(name="profiles", help="Keep how you look under a name, and take it up again.")

Name: TypeAlias = Annotated[str, typer.Argument(metavar="NAME")]


@app.callback(invoke_without_command=True)
def _default(context: typer.Context, json: Json = False) -> None:
    if context.invoked_subcommand is None:
        list_all(json)
    else:
        hand_on(context)


@app.command(name="list")
def list_all(json: Json = False) -> None:
    """List the profiles."""
    names = list_profiles()
    if json:
        print_json(list(names))
    else:
        print("\n".join(names) if names else "There is no profile yet; `vcam profiles save NAME` makes one.")


@app.command()
def save(name: Name, json: Json = False) -> None:
    """Keep the present network, background, people, framing and safety settings under a name.

    A profile that has the name is kept beside the others under another one.
    """
    settings = _settings_in_use()
    before = keep_aside(name) if name in list_profiles() else None
    path = save_profile(name, settings)
    if json:
        print_json({"name": name, "path": str(path)})
    elif before is not None:
        print(f"The profile of that name is kept as {before.name}.")


@app.command()
def delete(name: Name, json: Json = False) -> None:
    """Remove a profile; its file is kept beside the others under another name.

    If it is the one in use, or some program's, none is from then on.
    """
    delete_profile(name)
    was_in_use = _stop_using(name)
    if json:
        print_json({"name": name, "was_in_use": was_in_use})
    elif was_in_use:
        print(f"The profile {name!r} was in use; from now on none is.")


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show what a profile sets."""
    values = profile_values(name)
    if json:
        print_json(nested(values))
    else:
        print_values(values)


def _settings_in_use() -> Settings:
    """Give what the settings file says, with the profile in use over it; what is wrong there is told."""
    loaded = load()
    warn(loaded.problems)
    name = loaded.settings.profile
    if name and name not in list_profiles():
        log.warning(
            "There is no profile %r, which is in use; the settings are saved as they are without.", name
        )
    elif name:
        loaded = load_profile(name, loaded.settings)
        warn(loaded.problems)
    return loaded.settings


def _stop_using(name: str) -> bool:
    """Let nothing name a profile any more; tell whether it was in use."""
    loaded = load()
    warn(loaded.problems)
    values = without_profile(name, values_of(loaded.settings))
    if values:
        save_settings(with_values(loaded.settings, values), touched=set(values))
    return loaded.settings.profile == name
