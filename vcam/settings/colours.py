"""Colours as a person writes them."""

import re


def read_colour(text: str) -> str:
    """Read a colour like #3a5a78 into small letters, or raise ValueError."""
    if re.fullmatch(r"#[0-9a-fA-F]{6}", text) is None:
        raise ValueError("a colour looks like #3a5a78")
    return text.lower()


def to_bgr(colour: str) -> tuple[int, int, int]:
    """Give the blue, green and red, each 0..255, of a colour like #3a5a78."""
    red, green, blue = bytes.fromhex(colour[1:])
    return blue, green, red
