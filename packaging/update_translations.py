"""Brings the .ts files in assets/translations up to date: `python packaging/update_translations.py`.

It gathers every text that the window shows: those in calls of tr(), what the doctor says where no value
is in it, what settings and their words are called, their explanations, and the names of the backgrounds.
Translations that exist are kept, and texts that are gone are dropped. pylupdate6 does not see the last four.
"""

import ast
from pathlib import Path
from xml.etree import ElementTree

from vcam.gui import words
from vcam.settings.fields import all_settings

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "assets" / "translations"
LANGUAGES = ("de",)


def gather() -> list[str]:
    """Give every text, each once, in the order of the files."""
    texts: list[str] = []
    for path in sorted((ROOT / "vcam" / "gui").rglob("*.py")):
        texts += _in_calls(ast.parse(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "vcam" / "doctor").glob("*.py")):
        texts += _sentences(ast.parse(path.read_text(encoding="utf-8")))
    for setting in all_settings().values():
        texts += [words.plain_title(setting.key), setting.explanation]
    texts += [*words.GROUPS.values(), *words.CHOICES.values(), *words.CONTROLS.values()]
    for path in sorted((ROOT / "assets" / "backgrounds").glob("*.jpg")):
        texts.append(path.stem.replace("-", " ").capitalize())
    return list(dict.fromkeys(text for text in texts if text))


def main() -> None:
    """Write all languages and say what is left to translate."""
    texts = gather()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        path = FOLDER / f"vcam_{language}.ts"
        known = words.read_translations(path)
        _write(path, language, texts, known)
        print(path.name, len(texts), "texts,", sum(text not in known for text in texts), "to translate")


def _in_calls(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
            [argument] = node.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                found.append(argument.value)
    return found


def _sentences(tree: ast.AST) -> list[str]:
    """Give whole sentences, but no docstrings and nothing that is as it should be, which no window shows."""
    left = {id(part) for node in ast.walk(tree) if _is_left_out(node) for part in ast.iter_child_nodes(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left
        if node.value.endswith(".") and " " in node.value.strip() == node.value
    ]


def _is_left_out(node: ast.AST) -> bool:
    says_ok = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ok"
    return says_ok or isinstance(node, ast.Expr | ast.JoinedStr)


def _write(path: Path, language: str, texts: list[str], known: dict[str, str]) -> None:
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = words.CONTEXT
    for text in texts:
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = text
        translation = ElementTree.SubElement(message, "translation")
        if text in known:
            translation.text = known[text]
        else:
            translation.set("type", "unfinished")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
