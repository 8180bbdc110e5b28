"""Draws the icons in assets/icons: `python packaging/draw_icons.py`.

They are made by this script alone, so that their licence is ours. Lines are black: the window
gives them the colour of its text.
"""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "assets" / "icons"

LINES: dict[str, str] = {
    "background": '<rect x="3" y="5" width="18" height="14" rx="2.5"/><circle cx="8.5" cy="10" r="1.6"/>'
    '<path d="M3.5 17.5 9 13l3.5 3 3.5-4 4.5 5"/>',
    "people": '<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19c.4-3.6 2.9-5.5 6-5.5s5.6 1.9 6 5.5"/>'
    '<path d="M15.5 5.8a2.8 2.8 0 0 1 0 5.4M17.5 14c2 .7 3.2 2.4 3.5 5"/>',
    "camera": '<rect x="2.5" y="6.5" width="13" height="11" rx="2.5"/><path d="m15.5 11 6-3.5v9l-6-3.5"/>',
    "quality": '<path d="M4 17a8.5 8.5 0 1 1 16 0"/><path d="m12 15 4-5.5"/>'
    '<circle cx="12" cy="15.5" r="1.3"/>',
    "output": '<rect x="3" y="4.5" width="18" height="12" rx="2"/><path d="M8.5 20h7M12 16.5V20"/>'
    '<path d="m10.5 8 4 2.5-4 2.5z"/>',
    "shortcuts": '<rect x="2.5" y="6" width="19" height="12" rx="2"/>'
    '<path d="M6 10h.01M9.5 10h.01M13 10h.01M16.5 10h.01M7.5 14h9"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3"/><circle cx="15" cy="7" r="2"/>'
    '<circle cx="9" cy="12" r="2"/><circle cx="15" cy="17" r="2"/>',
    "about": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5h.01"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    "add": '<path d="M12 5v14M5 12h14"/>',
    "remove": '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5.5M13.5 11v5.5"/>',
    "undo": '<path d="M8.5 5 4.5 9l4 4"/><path d="M4.5 9h9a5.5 5.5 0 0 1 0 11h-4"/>',
    "reset": '<path d="M5 5.5v4.5h4.5"/><path d="M5.5 10a7.5 7.5 0 1 1-.6 5"/>',
    "eye": '<path d="M2.5 12c2-4 5.5-6.5 9.5-6.5s7.5 2.5 9.5 6.5c-2 4-5.5 6.5-9.5 6.5S4.5 16 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "copy": '<rect x="8.5" y="8.5" width="11" height="11" rx="2"/>'
    '<path d="M15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2"/>',
    "down": '<path d="m7 10 5 5 5-5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17h.01"/>',
}

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
STROKE = '<g fill="none" stroke="#000000" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">'

BODY = (
    '<linearGradient id="wall" x1="0" y1="0" x2="0" y2="1">'
    '<stop offset="0" stop-color="#4a80c4"/><stop offset="1" stop-color="#2c4f80"/></linearGradient>'
    '<rect x="3" y="3" width="58" height="58" rx="14" fill="url(#wall)"/>'
    '<circle cx="32" cy="30" r="19" fill="none" stroke="#ffffff" stroke-width="4.5"/>'
    '<circle cx="32" cy="25.5" r="6.2" fill="#ffffff"/>'
    '<path d="M20.5 42.5c1-6.5 5.8-9.5 11.5-9.5s10.5 3 11.5 9.5a19 19 0 0 1-23 0z" fill="#ffffff"/>'
    '<path d="M22 55.5h20" stroke="#ffffff" stroke-width="4.5" stroke-linecap="round"/>'
)

BADGE = '<circle cx="47" cy="47" r="15.5" fill="{colour}" stroke="#ffffff" stroke-width="3.5"/>{sign}'
SIGN = '<path d="{path}" fill="none" stroke="#ffffff" stroke-width="4.5" stroke-linecap="round"/>'

# A sign beside the colour: not everybody tells red from green.
TRAY: dict[str, tuple[str, str]] = {
    "live": ("#2a9d5c", "m40.5 47.5 4.5 4.5 8.5-9.5"),
    "open": ("#c77f12", "M38.5 47c4-7 13-7 17 0-4 7-13 7-17 0zM47 47h.01"),
    "card": ("#c77f12", "M43.5 41.5v11M50.5 41.5v11"),
    "off": ("#70757f", "M41 53 53 41"),
    "trouble": ("#cf3b3b", "M47 39.5v8.5M47 54.5h.01"),
    "starting": ("#4a80c4", "M41 47h.01M47 47h.01M53 47h.01"),
}


def main() -> None:
    """Draw all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, lines in LINES.items():
        write(name, HEAD.format(side=24) + STROKE + lines + "</g></svg>")
    # A style sheet cannot colour a picture, so its arrow comes in two.
    for tone, colour in (("light", "#636672"), ("dark", "#a3a6b2")):
        write(
            f"down-{tone}",
            HEAD.format(side=24) + STROKE.replace("#000000", colour) + LINES["down"] + "</g></svg>",
        )
    write("vcam", HEAD.format(side=64) + BODY + "</svg>")
    for name, (colour, path) in TRAY.items():
        badge = BADGE.format(colour=colour, sign=SIGN.format(path=path))
        write(f"tray-{name}", HEAD.format(side=64) + BODY + badge + "</svg>")


def write(name: str, text: str) -> None:
    """Write one icon."""
    (FOLDER / f"{name}.svg").write_text(text + "\n")


if __name__ == "__main__":
    main()
