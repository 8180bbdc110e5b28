"""A running camera tells its people apart, and obeys what is said of them with the next pictures."""

import threading
from collections.abc import Callable, Iterator

import pytest

from vcam.app import Live, Person
from vcam.guard import Cleared
from vcam.settings.model import Settings
from vcam.types import Image

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
pytest.importorskip("mediapipe", reason="needs the face detector")

PLAIN, OTHER_PLAIN = (0x50, 0x40, 0x30), (0x60, 0x50, 0x40)
RED = (0, 0, 255)
PATIENCE_S = 240.0
TRIES = 5
"""A busy machine may look for people so late in any one try that nobody is known to be there."""


class Viewer:
    """Looks at what goes out, and waits for what should be seen."""

    def __init__(self, live: Live) -> None:
        self._changed = threading.Condition()
        self._last: tuple[str, Image] | None = None
        live.watch(self._look)

    def _look(self, picture: Cleared) -> None:
        with self._changed:
            self._last = picture.kind, picture.image.copy()
            self._changed.notify_all()

    def wait_for(self, is_seen: Callable[[Image], bool]) -> None:
        """Wait for a composed picture of which something is true; fail if none comes."""

        def has_come() -> bool:
            return self._last is not None and self._last[0] == "composed" and is_seen(self._last[1])

        with self._changed:
            assert self._changed.wait_for(has_come, PATIENCE_S)


@pytest.fixture
def live() -> Iterator[Live]:
    live = Live(
        Settings.model_validate(
            {
                "camera": {"source": "demo"},
                "output": {"sink": "memory", "size": "640x360"},
                "background": {"kind": "colour", "colour": "#304050"},
            }
        )
    )
    live.start(patient=True)
    yield live
    live.stop()


def share_of_people(image: Image) -> float:
    return float((image != PLAIN).any(2).mean())


def share_of(colour: tuple[int, int, int], image: Image) -> float:
    return float((image == colour).all(2).mean())


def wait_for_people_apart(live: Live, viewer: Viewer) -> tuple[Person, Person]:
    """Wait until I am known and another's face is seen beside me; give me and the other."""
    found: tuple[Person, ...] = ()

    def are_there(_: Image) -> bool:
        nonlocal found
        found = tuple(sorted(live.people(), key=lambda person: not person.is_me))
        return len(found) == 2 and found[0].is_me and is_beside(found[1], found[0])

    viewer.wait_for(are_there)
    return found[0], found[1]


def is_beside(other: Person, me: Person) -> bool:
    """Tell whether the other's face is clear of my head and hair."""
    head, mine = other.box.head, me.box.head
    if head is None or mine is None:
        return False
    hair = (mine[2] - mine[0]) / 2
    return head[2] < mine[0] - hair or mine[2] + hair < head[0]


def stays_while_the_background_changes(live: Live, viewer: Viewer, me: Person) -> bool:
    """Tell whether I am red in every picture of me between two changes; the card of late pictures is none."""
    live.choose_me(me.track_id)
    viewer.wait_for(lambda image: share_of(RED, image) > 0.1)
    seen: list[float] = []

    def note(picture: Cleared) -> None:
        if picture.kind == "composed":
            seen.append(share_of(RED, picture.image))

    live.watch(note)
    live.change({"background.colour": "#405060"})
    viewer.wait_for(lambda image: share_of(OTHER_PLAIN, image) > 0)
    live.change({"background.colour": "#304050"})
    viewer.wait_for(lambda image: share_of(PLAIN, image) > 0)
    return min(seen) > 0.05


def test_people_are_listed_changed_and_hidden_while_the_camera_runs(live: Live) -> None:
    viewer = Viewer(live)
    me, other = wait_for_people_apart(live, viewer)
    viewer.wait_for(lambda image: share_of_people(image) > 0.2)

    live.set_effect(me.track_id, "silhouette:#ff0000")
    viewer.wait_for(lambda image: share_of(RED, image) > 0.1)

    live.name_person(other.track_id, "Grace")
    assert live.find_person("grace") == other.track_id

    live.change({"people.show": "only-me"})
    assert other.box.head is not None
    left, upper, right, lower = (round(side) for side in other.box.head)
    viewer.wait_for(lambda image: share_of(PLAIN, image[upper:lower, left:right]) > 0.9)

    assert any(stays_while_the_background_changes(live, viewer, me) for _ in range(TRIES))

    live.choose_me(other.track_id)
    viewer.wait_for(lambda image: share_of(RED, image) == 0 and share_of_people(image) > 0.02)
    assert live.status().receipt.unprotected == 0
