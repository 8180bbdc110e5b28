"""What the doctor finds: how bad it is, what is the matter, and what to do about it."""

import re
import shlex
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["ok", "hint", "warning", "error"]
"""From "as it should be" to "vcam cannot do its work"."""

NEEDS_SHELL = re.compile(r"[|&;<>$`\n]")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do.

    Attributes:
        sentence: in words.
        commands: lines of a shell that do it, in order; empty where a person must act.
        as_root: whether they need the rights of root.
        fixable: whether vcam may run them for the user once they were shown: they take nothing away.
    """

    sentence: str
    commands: tuple[str, ...] = ()
    as_root: bool = False
    fixable: bool = False

    def command(self, elevation: str = "sudo") -> str:
        """Give one line that can be copied into a terminal; empty if there is none.

        Args:
            elevation: what makes a command run as root: sudo, pkexec, or nothing for root itself.
        """
        script = " && ".join(self.commands)
        if not script or not self.as_root or not elevation:
            return script
        if NEEDS_SHELL.search(script):
            return f"{elevation} sh -c {shlex.quote(script)}"
        return f"{elevation} {script}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        id: names what was looked at; the same in every version of vcam.
        severity: how bad it is.
        message: one sentence that says what is the matter, or that nothing is.
        remedy: what to do, or None if there is nothing to do.
    """

    id: str
    severity: Severity
    message: str
    remedy: Remedy | None = None

    @property
    def fixable(self) -> bool:
        """Whether `vcam.doctor.fix` can do what is to be done."""
        return self.remedy is not None and self.remedy.fixable and bool(self.remedy.commands)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found; see `Finding`."""

    severity: Severity
    message: str
    remedy: Remedy | None = None

    def about(self, id: str) -> Finding:
        """Make it a finding."""
        return Finding(id, self.severity, self.message, self.remedy)


def ok(message: str) -> Verdict:
    """It is as it should be."""
    return Verdict("ok", message)


def hint(message: str, remedy: Remedy | None = None) -> Verdict:
    """It works, and could be better."""
    return Verdict("hint", message, remedy)


def warning(message: str, remedy: Remedy | None = None) -> Verdict:
    """A part of vcam does not work, or will surprise the user."""
    return Verdict("warning", message, remedy)


def error(message: str, remedy: Remedy | None = None) -> Verdict:
    """Video calls will not see vcam's pictures."""
    return Verdict("error", message, remedy)
