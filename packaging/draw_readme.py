"""Makes the pictures of the README with vcam itself: `python packaging/draw_readme.py`."""

from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from vcam.app import build_pipeline, demo_background
from vcam.app.telling import LONGEST_LOOK_S, Separation, make_face_finder
from vcam.card import draw_card
from vcam.cast import Cast
from vcam.settings.background import parse_background
from vcam.settings.model import BackgroundSettings, PeopleSettings, Settings
from vcam.sources.demo import DemoSource
from vcam.stats import RunStats
from vcam.types import Frame, Image, Size

FOLDER = Path(__file__).parent.parent / "assets" / "readme"
SIZE = Size(1280, 720)
SHOWN = (640, 360)
MOMENT_S = 4.5
"""When in the demo the pictures of backgrounds are taken."""
APART_S = 6.2
"""When its two people stand beside one another."""
FPS = 30.0
EFFECTS = (("cartoon", "pixelate"), ("outline:#ffc040", "silhouette"), ("grey", "hide"), ("show", "blur"))
"""For the left and the right one of the demo's people."""


def main() -> None:
    """Draw the strip of backgrounds and the card."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    frames = read_frames(MOMENT_S)
    pictures = [
        frames[-1].image,
        render(frames, parse_background("blur")),
        render(frames, demo_background()),
        render(frames, parse_background("#3a5a78")),
    ]
    tiles = [cv2.resize(picture, SHOWN, interpolation=cv2.INTER_AREA) for picture in pictures]
    write("backgrounds.jpg", np.vstack([np.hstack(tiles[:2]), np.hstack(tiles[2:])]))
    apart = read_frames(APART_S)
    rows = [draw_effects(apart, *pair) for pair in EFFECTS]
    write("effects.jpg", np.vstack([np.hstack(rows[:2]), np.hstack(rows[2:])]))
    card = draw_card(SIZE, Settings().safety.card_title, "The camera gives no picture")
    write("card.jpg", np.asarray(cv2.resize(card, SHOWN, interpolation=cv2.INTER_AREA), np.uint8))


def read_frames(moment_s: float) -> list[Frame]:
    """The demo's last frames up to a moment."""
    frames: list[Frame] = []
    with closing(DemoSource(SIZE, FPS, moment_s)) as source:
        source.open()
        while (image := source.read()) is not None:
            frames.append(Frame(image, len(frames), len(frames) / FPS))
    return frames[-15:]


def render(frames: list[Frame], background: BackgroundSettings) -> Image:
    """What viewers see of the last frame."""
    with closing(build_pipeline(Settings(background=background), SIZE, RunStats())) as pipeline:
        pipeline.warm_up()
        canvas = pipeline.make_canvas()
        for frame in frames:
            pipeline.render(pipeline.analyse(frame, canvas), canvas)
        return canvas.image


def draw_effects(frames: list[Frame], left: str, right: str) -> Image:
    """What viewers see of the last frame if each of its two people has an effect."""
    settings = Settings(background=demo_background(), people=PeopleSettings(effects={"1": left, "2": right}))
    with closing(make_face_finder()) as faces:
        cast = Cast(SIZE, settings.people)
        separation = Separation(cast, faces, wait_s=LONGEST_LOOK_S, always=True)
        with closing(build_pipeline(settings, SIZE, RunStats(), separation=separation)) as pipeline:
            pipeline.warm_up()
            canvas = pipeline.make_canvas()
            for frame in frames:
                pipeline.render(pipeline.analyse(frame, canvas), canvas)
            return np.asarray(cv2.resize(canvas.image, SHOWN, interpolation=cv2.INTER_AREA), np.uint8)


def write(name: str, picture: Image) -> None:
    """Write one picture for the README."""
    cv2.imwrite(str(FOLDER / name), picture, [cv2.IMWRITE_JPEG_QUALITY, 85])


if __name__ == "__main__":
    main()
