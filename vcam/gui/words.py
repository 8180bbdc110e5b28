"""The window's words: English in the code, other languages from assets/translations."""

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from PyQt6.QtCore import QCoreApplication, QLocale, QTranslator

from vcam.paths import assets_dir

CONTEXT = "vcam"


def tr(text: str) -> str:
    """Give a text in the user's language, or as it is."""
    return QCoreApplication.translate(CONTEXT, text)


class SourceTranslator(QTranslator):
    """Reads a .ts file itself.

    Qt's own translator reads .qm files only, and what makes them (lrelease) does not come
    with PyQt6.
    """

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def translate(  # type: ignore[override]
        self, context: str | None, source: str | None, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:
        """Give the translation, or None so that Qt looks on."""
        return self._texts.get(source or "") if context == CONTEXT else None

    def isEmpty(self) -> bool:  # noqa: N802
        """Tell Qt whether it is worth asking."""
        return not self._texts


def read_translations(path: Path) -> dict[str, str]:
    """Read the finished translations of a .ts file; what is damaged or missing is left in English."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return {}
    found = {}
    for message in root.iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") is None:
            found[message.findtext("source", "")] = translation.text
    return found


def make_translator(locale: QLocale) -> SourceTranslator | None:
    """Make a translator for the first of the user's languages that there is, or None for English."""
    for language in locale.uiLanguages():
        code = language.replace("-", "_").split("_")[0]
        if code == "en":
            return None
        path = assets_dir() / "translations" / f"vcam_{code}.ts"
        if path.is_file():
            return SourceTranslator(read_translations(path))
    return None


TITLES: Mapping[str, str] = {
    "background.kind": "Background",
    "background.blur_strength": "Blur strength",
    "background.file": "Picture or video",
    "background.colour": "Colour",
    "camera.source": "Camera",
    "camera.size": "Picture size",
    "camera.fps": "Pictures per second",
    "camera.on_demand": "Webcam on only when needed",
    "output.sink": "Virtual camera",
    "output.size": "Picture size for viewers",
    "output.fps": "Pictures per second for viewers",
    "output.mirror": "Mirror",
    "people.show": "Who is shown",
    "people.effects": "Rules for people",
    "framing.follow": "Follow people",
    "framing.closest": "How close",
    "portrait.network": "Network",
    "portrait.precision": "Precision",
    "portrait.threads": "Processor cores",
    "portrait.smoothing": "Steadiness of edges",
    "portrait.edge_px": "Refined edge",
    "safety.fallback": "If a picture cannot be vouched for",
    "safety.card_title": "Words on the card",
    "programs.profiles": "Profiles for programs",
    "profile": "Profile",
}
"""What settings are called where their name alone does not say it."""

GROUPS: Mapping[str, str] = {
    "camera": "Camera",
    "output": "Virtual camera",
    "portrait": "Finding people",
    "background": "Background",
    "people": "People",
    "framing": "Framing",
    "programs": "Programs",
    "safety": "Safety",
    "": "General",
}
"""What groups of settings are called."""

CHOICES: Mapping[str, str] = {
    "none": "Show the room",
    "blur": "Blur",
    "picture": "Picture",
    "video": "Video",
    "colour": "Colour",
    "chroma": "Green screen",
    "all": "Everybody",
    "only-me": "Only me",
    "auto": "Automatic",
    "card": "The card",
    "fp32": "Fine (fp32)",
    "int8": "Small (int8)",
    "show": "Shown",
    "hide": "Hidden",
    "pixelate": "Pixels",
    "silhouette": "Silhouette",
    "grey": "Grey",
    "tint": "Tinted",
    "outline": "Outlined",
    "spotlight": "Spotlight",
    "cartoon": "Cartoon",
    "me": "Me",
    "others": "Everybody else",
}
"""What the words of settings and effects are called."""


CONTROLS: Mapping[str, str] = {
    "auto_exposure": "Exposure control",
    "exposure_time_absolute": "Exposure time",
    "exposure_dynamic_framerate": "Slower pictures in the dark",
    "gain": "Gain",
    "focus_automatic_continuous": "Automatic focus",
    "focus_absolute": "Focus",
    "brightness": "Brightness",
    "contrast": "Contrast",
    "saturation": "Saturation",
    "white_balance_automatic": "Automatic white balance",
    "white_balance_temperature": "White balance",
    "backlight_compensation": "Light from behind",
    "power_line_frequency": "Against flickering lamps",
    "sharpness": "Sharpness",
    "gamma": "Gamma",
    "hue": "Hue",
    "zoom_absolute": "Zoom",
    "pan_absolute": "Turn sideways",
    "tilt_absolute": "Tilt",
}
"""What cameras let be set, under the names of their drivers, those first that most people look for."""


def control_title(name: str, given: str) -> str:
    """Give what something on a camera is called for a person; `given` is its driver's own word."""
    return tr(CONTROLS[name]) if name in CONTROLS else given


def plain_title(key: str) -> str:
    """Give what a setting is called for a person, in English."""
    return TITLES.get(key, key.rpartition(".")[2].replace("_", " ").capitalize())


def title_of(key: str) -> str:
    """Give what a setting is called for a person."""
    return tr(plain_title(key))


def group_title(table: str) -> str:
    """Give what a group of settings is called for a person."""
    return tr(GROUPS.get(table, table.replace("_", " ").capitalize()))


def choice_title(word: str) -> str:
    """Give what one of a setting's words, or an effect's, is called for a person."""
    return tr(CHOICES.get(word, word.replace("-", " ").capitalize()))


def person_title(person: str) -> str:
    """Give what somebody with a rule is called: other names are as their user gave them."""
    return choice_title(person) if person in ("me", "others") else person


def effect_title(effect: str) -> str:
    """Give what an effect as it is written, such as "tint:#ff8800", is called for a person."""
    kind, _, rest = effect.partition(":")
    return f"{choice_title(kind)} {rest}".rstrip()
