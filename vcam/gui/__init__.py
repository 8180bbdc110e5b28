"""The tray icon and the window. PyQt6 is imported here and nowhere else.

Widgets show values and send wishes; `bridge` alone talks to the running camera, on a thread of
its own, so that a slow camera never stops the window. OpenCV and the networks are loaded after
the tray icon is shown.
"""
