"""What the names of pictures and videos end with. It imports next to nothing: any command may look at it."""

import os.path

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"})
VIDEO_SUFFIXES = frozenset({".mp4", ".mkv", ".avi", ".mov", ".webm", ".gif", ".m4v", ".yuv", ".264"})


def ends_like_file(name: str) -> bool:
    """Whether a name ends as pictures and videos usually do."""
    return os.path.splitext(name)[1].lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES


def names_file(text: str) -> bool:
    """Whether a text, where a camera may stand too, names a file: it ends like one, or is there.

    Without an ending it names none: a file that happens to be called "demo" changes no meaning.
    """
    # Not pathlib, which raises where a text is too long for a file's name.
    return ends_like_file(text) or (os.path.splitext(text)[1] != "" and os.path.isfile(text))
