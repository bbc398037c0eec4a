"""Which files a run takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.find import find_pdfs
from pipelines.options import check_forms
from pipelines.usage import NoInputError, UnknownFormError


def touched(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return path


def test_folders_are_searched_downwards_for_any_spelling_of_the_ending(tmp_path: Path) -> None:
    wanted = [touched(tmp_path / name) for name in ("a.pdf", "b/C.PDF", "b/c/d.Pdf", "b/点検　シート.pdf")]
    for name in ("a.txt", "b/pdf", "b/c.pdf.bak"):
        touched(tmp_path / name)
    assert find_pdfs([tmp_path]) == sorted(wanted)


def test_a_named_file_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    named = touched(tmp_path / "sheet.bin")
    assert find_pdfs([named]) == [named]


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    named = touched(tmp_path / "a.pdf")
    assert find_pdfs([named, tmp_path, named]) == [named]


def test_the_order_does_not_depend_on_how_paths_are_given(tmp_path: Path) -> None:
    paths = [touched(tmp_path / name) for name in ("b.pdf", "a.pdf", "c/a.pdf")]
    assert find_pdfs(paths) == find_pdfs(paths[::-1]) == find_pdfs([tmp_path])


def test_a_folder_that_links_to_itself_is_searched_once(tmp_path: Path) -> None:
    wanted = touched(tmp_path / "a" / "a.pdf")
    (tmp_path / "a" / "again").symlink_to(tmp_path / "a", target_is_directory=True)
    assert find_pdfs([tmp_path]) == [wanted]


def test_a_broken_link_is_left_for_the_reader_to_report(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    assert find_pdfs([tmp_path]) == [tmp_path / "gone.pdf"]


@pytest.mark.parametrize("name", ["nowhere", "nowhere/a.pdf"])
def test_a_path_that_does_not_exist_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoInputError, match="no such file or folder"):
        find_pdfs([tmp_path / name])


def test_a_folder_without_pdfs_is_refused(tmp_path: Path) -> None:
    touched(tmp_path / "a.txt")
    with pytest.raises(NoInputError, match="no PDF found"):
        find_pdfs([tmp_path])


def test_an_unknown_form_is_refused_with_the_known_ones_named() -> None:
    with pytest.raises(UnknownFormError, match=r"no form is called nope; known are: .*bunkyo-strategy"):
        check_forms("nope", ())


def test_a_missing_folder_of_forms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoInputError, match="no such folder of forms"):
        check_forms(None, (tmp_path / "nowhere",))


def test_a_form_file_in_place_of_its_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoInputError, match=r"new\.toml: a file: name the folder of form files that it is in"):
        check_forms(None, (touched(tmp_path / "new.toml"),))
