"""One printed cell of departments, cut where an organisation ends and nowhere else."""

from __future__ import annotations

import pytest

from pipelines.departments import split_departments


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("福祉政策課", ["福祉政策課"]),
        ("教育センター・福祉政策課等", ["教育センター", "福祉政策課等"]),
        ("高齢・福祉総務課", ["高齢・福祉総務課"]),
        ("公園・緑地課", ["公園・緑地課"]),
        ("学校・地域連携課", ["学校・地域連携課"]),
        ("みどり公園\n課", ["みどり公園課"]),
        ("選挙管理委員会\n事務局", ["選挙管理委員会事務局"]),
        ("納税課\n課税課", ["納税課", "課税課"]),
        ("納税課　課税課", ["納税課", "課税課"]),
        ("市民税課\n課税課\n収納課", ["市民税課", "課税課", "収納課"]),
        ("総務課\n室内環境課", ["総務課", "室内環境課"]),
        ("福祉部（高齢福祉課・障害福祉課）", ["福祉部（高齢福祉課・障害福祉課）"]),
        ("総務課（防災課、危機管理課）・人事課", ["総務課（防災課、危機管理課）", "人事課"]),
        ("総務課\n（防災担当）\n人事課", ["総務課（防災担当）", "人事課"]),
        ("福祉政策課〔高齢係〕\n障害福祉課", ["福祉政策課〔高齢係〕", "障害福祉課"]),
        ("防災課＊・区民課", ["防災課＊", "区民課"]),
        ("防災課　他３課", ["防災課他3課"]),
        ("総務課長・人事課長", ["総務課長", "人事課長"]),
        ("", []),
        ("－", []),
    ],
)
def test_departments_of_a_cell(printed: str, names: list[str]) -> None:
    assert split_departments(printed) == names
