"""A running camera tells its people apart, and obeys what is said of them with the next pictures."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from vcam.app import Live, Person
from vcam.guard import Cleared
from vcam.settings.model import Settings
from vcam.types import Image

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
pytest.importorskip("mediapipe", reason="needs the face detector")

PLAIN = (0x50, 0x40, 0x30)
PATIENCE_S = 240.0


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


def wait_for_people(live: Live, viewer: Viewer, count: int) -> tuple[Person, ...]:
    found: tuple[Person, ...] = ()

    def are_there(_: Image) -> bool:
        nonlocal found
        found = live.people()
        return len(found) == count and any(person.is_me for person in found)

    viewer.wait_for(are_there)
    return found


def test_people_are_listed_changed_and_hidden_while_the_camera_runs(live: Live) -> None:
    viewer = Viewer(live)
    me, other = sorted(wait_for_people(live, viewer, 2), key=lambda person: not person.is_me)
    viewer.wait_for(lambda image: share_of_people(image) > 0.2)

    live.set_effect(me.track_id, "silhouette:#ff0000")
    viewer.wait_for(lambda image: bool((image == (0, 0, 255)).all(2).mean() > 0.1))

    live.name_person(other.track_id, "Grace")
    assert live.find_person("grace") == other.track_id

    live.change({"people.show": "only-me"})
    head = [round(side) for side in other.box.head or (0, 0, 0, 0)]
    face = np.s_[head[1] : head[3], head[0] : head[2]]
    viewer.wait_for(lambda image: bool((image[face] == PLAIN).all(2).mean() > 0.9))

    live.choose_me(me.track_id)
    viewer.wait_for(lambda image: bool((image == (0, 0, 255)).all(2).mean() > 0.1))
    seen: list[float] = []
    live.watch(lambda picture: seen.append(float((picture.image == (0, 0, 255)).all(2).mean())))
    live.change({"background.colour": "#405060"})
    viewer.wait_for(lambda image: bool((image == (0x60, 0x50, 0x40)).all(2).any()))
    live.change({"background.colour": "#304050"})
    viewer.wait_for(lambda image: bool((image == PLAIN).all(2).any()))
    assert min(seen) > 0.05, "who is me does not vanish while the background changes"

    live.choose_me(other.track_id)
    viewer.wait_for(lambda image: not (image == (0, 0, 255)).all(2).any() and share_of_people(image) > 0.02)
    assert live.status().receipt.unprotected == 0
