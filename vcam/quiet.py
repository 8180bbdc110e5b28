"""OpenCV and FFmpeg print warnings of their own; vcam says what went wrong in one sentence instead."""

import os

import cv2


def silence_opencv() -> None:
    """Stop OpenCV and the FFmpeg inside it from writing to stderr. Calling it again does no harm."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
