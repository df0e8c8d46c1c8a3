"""A place that is offered is one that exists."""

from pathlib import Path

import pytest

from ui.documents import in_documents


def test_who_has_no_folder_of_documents_is_offered_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert in_documents("问答.xlsx") == tmp_path / "问答.xlsx"
    (tmp_path / "Documents").mkdir()
    assert in_documents("问答.xlsx") == tmp_path / "Documents" / "问答.xlsx"
