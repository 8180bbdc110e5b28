"""Whatever lies in the settings file: reading never fails, and nothing in it is ever lost."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from vcam.settings.fields import all_settings, values_of, with_values
from vcam.settings.file import load, save
from vcam.settings.model import Settings
from vcam.settings.problems import instead_of

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
some_text = text.filter(lambda value: value.strip())
sides = st.integers(32, 1920).map(lambda half: 2 * half)
sizes = st.builds("{}x{}".format, sides, sides)
effects = st.sampled_from(["show", "blur:0.8", "tint:#ff8800", "outline"])
GOOD: dict[Any, st.SearchStrategy[Any]] = {
    "version": st.just(1),
    "profile": st.sampled_from(["", "office", "my party"]),
    "camera.source": some_text,
    "camera.size": sizes,
    "camera.fps": st.floats(1, 120, allow_subnormal=False),
    "camera.on_demand": st.booleans(),
    "output.sink": some_text,
    "output.size": sizes,
    "output.fps": st.floats(1, 60, allow_subnormal=False),
    "output.mirror": st.booleans(),
    "portrait.network": some_text,
    "portrait.precision": st.sampled_from(["auto", "fp32", "int8"]),
    "portrait.threads": st.integers(1, 8),
    "portrait.smoothing": st.floats(0, 1, allow_subnormal=False),
    "portrait.edge_px": st.integers(0, 16),
    "background.kind": st.sampled_from(["none", "blur", "picture", "video", "colour", "chroma"]),
    "background.blur_strength": st.floats(0, 1, allow_subnormal=False),
    "background.file": text,
    "background.colour": st.integers(0, 0xFFFFFF).map("#{:06x}".format),
    "people.show": st.sampled_from(["all", "only-me"]),
    "people.effects": st.dictionaries(st.sampled_from(["me", "others", "2", "anna"]), effects, max_size=3),
    "framing.follow": st.booleans(),
    "framing.closest": st.floats(1.1, 3, allow_subnormal=False),
    "programs.profiles": st.dictionaries(
        st.sampled_from(["zoom", "Discord", "a b"]), st.sampled_from(["office", "fun"]), max_size=2
    ),
    "safety.fallback": st.sampled_from(["card", "blur"]),
    "safety.card_title": text,
}
valid = st.fixed_dictionaries({}, optional=GOOD)
bad = st.sampled_from([[], [1], -1, 1e9, "\0", float("nan")])

keys = st.sampled_from(
    ["a", "camera", "output", "background", "people", "fps", "size", "kind", "color", "effects"]
)
values = st.sampled_from(
    ["1", "true", '"x"', "nan", "[]", "[1, {a=1}]", "{}", "{fps=3}", "1979-05-27", '"""\n\n"""']
)
dotted = st.lists(keys, min_size=1, max_size=3).map(".".join)
lines = st.one_of(
    st.builds("{} = {}".format, dotted, values),
    dotted.map("[{}]".format),
    keys.map("[[{}]]".format),
    text.map(lambda words: "# " + "".join(filter(str.isprintable, words))),
)
toml = st.lists(lines, max_size=8).map("\n".join)


def toml_or_bytes() -> st.SearchStrategy[bytes]:
    return st.one_of(toml.map(str.encode), st.binary(max_size=40), text.map(str.encode))


def in_new_folder(folders: pytest.TempPathFactory, content: bytes | None) -> Path:
    file = folders.mktemp("settings") / "settings.toml"
    if content is not None:
        file.write_bytes(content)
    return file


def all_bytes(file: Path) -> list[bytes]:
    return [path.read_bytes() for path in file.parent.iterdir()]


def is_toml(content: bytes) -> bool:
    try:
        tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:
        return False
    return True


def test_the_strategies_know_every_setting() -> None:
    assert set(GOOD) == set(all_settings())


@FEW
@given(toml_or_bytes())
def test_reading_never_fails_and_never_loses_a_byte(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = in_new_folder(tmp_path_factory, content)
    load(file)
    assert content in all_bytes(file)


@FEW
@given(valid)
def test_what_is_saved_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, chosen: dict[str, object]
) -> None:
    wanted = with_values(Settings(), chosen)
    file = in_new_folder(tmp_path_factory, None)
    save(wanted, file)
    loaded = load(file)
    assert loaded.settings == wanted
    assert loaded.problems == ()


@FEW
@given(toml_or_bytes(), valid)
def test_saving_over_anything_gives_what_was_saved_and_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, chosen: dict[str, object]
) -> None:
    file = in_new_folder(tmp_path_factory, content)
    was_toml = is_toml(content)
    before = load(file).settings
    wanted = with_values(before, chosen)
    save(wanted, file)
    assert load(file).settings == wanted
    if not was_toml:
        assert content in all_bytes(file)
    elif before == wanted:
        assert file.read_bytes() == content


@FEW
@given(toml, valid)
def test_comments_and_unknown_names_stay_or_the_whole_file_is_kept(
    tmp_path_factory: pytest.TempPathFactory, content: str, chosen: dict[str, object]
) -> None:
    assume(is_toml(content.encode()))
    file = in_new_folder(tmp_path_factory, content.encode())
    save(with_values(load(file).settings, chosen), file)
    if content.encode() in all_bytes(file):
        return
    text_now = file.read_text()
    assert all(line in text_now for line in content.splitlines() if line.startswith("#"))
    now = tomllib.loads(text_now)
    before = tomllib.loads(content)
    assert all(repr(now.get(name)) == repr(before[name]) for name in before if name in ("a", "fps", "size"))


@FEW
@given(valid, st.sampled_from(sorted(GOOD)), bad)
def test_one_bad_value_changes_no_other(
    tmp_path_factory: pytest.TempPathFactory, chosen: dict[str, object], key: str, wrong: object
) -> None:
    file = in_new_folder(tmp_path_factory, None)
    save(with_values(Settings(), chosen), file)
    good = values_of(load(file).settings)
    document = tomlkit.parse(file.read_text())
    table, _, name = key.rpartition(".")
    owner: Any = document[table] if table else document
    owner[name] = wrong
    file.write_bytes(document.as_string().encode())
    loaded = load(file)
    now = values_of(loaded.settings)
    assert {other: now[other] for other in now if other != key} == {
        other: good[other] for other in good if other != key
    }
    assert [problem.name for problem in loaded.problems] in ([key], [])
    if loaded.problems:
        assert now[key] == instead_of(key)
