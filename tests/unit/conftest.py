"""What holds for all unit tests."""

from vcam.quiet import silence_opencv

# FFmpeg looks only once how much it may say: a test that reads a video by itself would decide it for all.
silence_opencv()
