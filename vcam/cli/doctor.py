"""`vcam doctor`: what keeps vcam from working here, and what to do about it."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vcam.cli.listing import Json
from vcam.cli.printing import print_json
from vcam.errors import UsageError

if TYPE_CHECKING:
    from vcam.doctor import Finding, System

ERRORS_FOUND = 1
ORDER = ("error", "warning", "hint", "ok")


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("doctor")(doctor)


def doctor(
    json: Json = False,
    everything: Annotated[bool, typer.Option("--all", help="Show also what is as it should be.")] = False,
    mend: Annotated[
        bool,
        typer.Option("--fix", help="Offer to mend what can be mended safely; each command is shown first."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --fix: do not ask.")] = False,
) -> int:
    """Find out what keeps vcam from working here, and what to do about it.

    Ends with 1 if something keeps video calls from seeing vcam's pictures.
    """
    from vcam.doctor import System, examine

    if yes and not mend:
        raise UsageError("--yes answers what --fix asks; give both.")
    system = System()
    elevation = system.elevation(in_terminal=True)
    findings = examine(system)
    if mend and _mend(findings, system, yes):
        findings = examine(System())
    if json:
        print_json([_as_values(finding, elevation) for finding in findings])
    else:
        _print(findings, elevation, everything, mend)
    return ERRORS_FOUND if any(finding.severity == "error" for finding in findings) else 0


def _mend(findings: Sequence["Finding"], system: "System", yes: bool) -> bool:
    """Offer each safe remedy; tell whether one was carried out."""
    from vcam.doctor import fix

    if not yes and not sys.stdin.isatty():
        raise UsageError("--fix asks before it changes anything, which needs a terminal; or add --yes.")
    elevation = system.elevation(in_terminal=True)
    done: set[str] = set()
    for finding in findings:
        if finding.remedy is None or not finding.fixable:
            continue
        command = finding.remedy.command(elevation)
        if command in done:
            continue
        print(f"{finding.message}\n  This would run: {command}", file=sys.stderr)
        if yes or typer.confirm("  Run it?", default=False, err=True):
            fix(finding, command, elevation)
            done.add(command)
    if not done:
        print("Nothing was changed.", file=sys.stderr)
    return bool(done)


def _as_values(finding: "Finding", elevation: str) -> dict[str, object]:
    remedy = finding.remedy
    return {
        "id": finding.id,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": remedy.sentence if remedy else "",
        "command": remedy.command(elevation) if remedy else "",
        "fixable": finding.fixable,
    }


def _print(findings: Sequence["Finding"], elevation: str, everything: bool, mending: bool) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    colours = {"error": "bold red", "warning": "yellow", "hint": "cyan", "ok": "green"}
    bad = [finding for finding in findings if finding.severity != "ok"]
    shown = findings if everything else bad
    for finding in sorted(shown, key=lambda each: ORDER.index(each.severity)):
        head = Text.assemble((f"{finding.severity}: ", colours[finding.severity]), finding.message)
        head.append(f"  [{finding.id}]", "dim")
        console.print(head, soft_wrap=True)
        if finding.remedy is not None:
            console.print(Padding(Text(finding.remedy.sentence), (0, 0, 0, 4), expand=False))
            command = finding.remedy.command(elevation)
            if command:  # never broken over lines: it is there to be copied
                console.print(Text(f"    $ {command}", "bold"), soft_wrap=True)
    fine = len(findings) - len(bad)
    more = "" if everything else "; `vcam doctor --all` lists them"
    are = "thing is as it should be" if fine == 1 else "things are as they should be"
    console.print(Text(f"{fine} {are}{more}."), soft_wrap=True)
    if not mending and any(finding.fixable for finding in bad):
        console.print(Text("`vcam doctor --fix` offers to mend what can be mended safely."), soft_wrap=True)
