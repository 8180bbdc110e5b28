"""What each verb does to a running vcam."""

from collections.abc import Callable, Mapping

from vcam.control.messages import Answer, Request
from vcam.control.report import describe, describe_people
from vcam.errors import UsageError, VcamError
from vcam.settings import Problem, load, parse_background, require_background_file
from vcam.settings.fields import differences, keys_under, values_of, with_values
from vcam.settings.profiles import SAVED_GROUPS, load_profile
from vcam.steered import Steered

NOTHING = "none"
"""Takes an effect away."""


class Steering:
    """Carries out requests.

    Args:
        live: what is steered.
        end: asks vcam to end; returns at once.
        show: brings the window to the front, from any thread; None where there is none.
        receipt_log: where the receipt is kept, for the status.
        own: what this run was started with beside the file and the profile, by dotted names. It stays, but
            for what a profile says otherwise: who started with a blurred room has it blurred.
    """

    def __init__(
        self,
        live: Steered,
        end: Callable[[], None],
        show: Callable[[], None] | None = None,
        receipt_log: str = "",
        own: Mapping[str, object] | None = None,
    ) -> None:
        self._live = live
        self._end = end
        self._show = show
        self._receipt_log = receipt_log
        self._own = {} if own is None else own

    def carry_out(self, request: Request) -> Answer:
        """Do what is asked and give the answer.

        Raises:
            VcamError: it cannot be done; nothing has changed then.
        """
        values = request.values
        match request.verb:
            case "on" | "off" | "card" as switch:
                self._live.turn(switch)
            case "panic":
                self._live.panic()
            case "background":
                self._replace_room(values["what"])
            case "profile":
                return self._look_as(values["name"])
            case "people":
                self._live.change({"people.show": values["shown"]})
            case "who":
                return {"people": describe_people(self._live.people())}
            case "person-effect":
                self._give_effect(values["who"], values["effect"])
            case "person-name":
                self._live.name_person(self._live.find_person(values["who"]), values["name"])
            case "me":
                self._live.choose_me(self._live.find_person(values["who"]))
            case "set":
                self._set(values["key"], values["value"])
            case "get":
                return self._get(values["key"])
            case "status":
                return describe(self._live, self._receipt_log)
            case "raise":
                self._raise_window()
            case "quit":
                self._end()
            case _:
                raise AssertionError(f"{request.verb} was checked before")
        return {}

    def _replace_room(self, what: str) -> None:
        settings = self._live.settings
        background = parse_background(what, settings.background)
        require_background_file(background)
        wanted = settings.model_copy(update={"background": background})
        self._change(differences(settings, wanted))

    def _look_as(self, name: str) -> Answer:
        """Lay a profile over the file's look and this run's own; what none of them names stays as it is."""
        loaded, before = load(), self._live.settings
        kept = {group: getattr(loaded.settings, group) for group in SAVED_GROUPS}
        base = with_values(before.model_copy(update={**kept, "profile": ""}), self._own)
        problems: tuple[Problem, ...] = loaded.problems
        if name:
            profiled = load_profile(name, base)
            base, problems = profiled.settings, problems + profiled.problems
        require_background_file(base.background)
        self._change(differences(before, base))
        return {"warnings": [str(problem) for problem in problems]}

    def _give_effect(self, who: str, effect: str) -> None:
        text = None if effect == NOTHING else effect
        if who.casefold() == "others":
            effects = {k: v for k, v in self._live.settings.people.effects.items() if k != "others"}
            self._live.change({"people.effects": effects if text is None else {**effects, "others": text}})
        else:
            self._live.set_effect(self._live.find_person(who), text)

    def _set(self, key: str, value: str) -> None:
        if key in ("version", "profile"):
            raise UsageError(f"{key} cannot be set while vcam runs; use `vcam ctl profile` for a profile.")
        keys_under(key)
        require_background_file(with_values(self._live.settings, {key: value}).background)
        self._change({key: value})

    def _change(self, values: Mapping[str, object]) -> None:
        self._live.check(values)
        self._live.change(values)

    def _get(self, key: str) -> Answer:
        values = values_of(self._live.settings)
        return {name: values[name] for name in keys_under(key)}

    def _raise_window(self) -> None:
        if self._show is None:
            raise VcamError("The running vcam has no window; end it with `vcam ctl quit`, then start `vcam`.")
        self._show()
