import pytest

from vcam.errors import UsageError
from vcam.settings.fields import with_values
from vcam.settings.file import load, save
from vcam.settings.model import Settings


def test_the_table_of_programs_is_kept_in_the_file(tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "settings.toml"
    wanted = with_values(Settings(), {"programs.profiles": {"zoom": "office"}})
    save(wanted, file)
    assert load(file).settings == wanted


@pytest.mark.parametrize("table", [{"zoom": ""}, {" ": "office"}, {"zoom": "../x"}])
def test_what_names_no_program_or_no_profile_is_refused(table: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"programs\.profiles"):
        with_values(Settings(), {"programs.profiles": table})
