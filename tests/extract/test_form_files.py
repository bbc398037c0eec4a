"""Form files: which are found, which win, and how a wrong one is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.form import Form, FormError, load_forms, read_form
from extract.form_files import BUILT_IN, form_files
from extract.municipalities import check_digit, municipalities
from extract.section_titles import slugs_of, title_of

MINIMAL = """id = "test-form"
name = "評価シート"
municipality_code = "272043"
municipality = "池田市"

[recognise]
first_page = ["評価シート"]

[numbering]
edition = "(?P<year>令和.{1,3}年度)"
"""
PAIR = '[[pair]]\nlabel = "事業名"\nto = "sheet.title"\n'
PURPOSE = '[[pair]]\nlabel = "目的"\nto = "narrative:purpose"\n'
TABLE = '[[table]]\nid = "a"\nheader = "区分"\nyears = "budgets"\n'

# (what is added to or changed in the minimal form, line of the fault, key, what the message says)
WRONG = [
    ('nmae = "x"\n', 1, "nmae", "unknown key in form; did you mean name?"),
    (PAIR + PAIR + '[[pair]]\nlable = "x"\n', 19, "lable", "unknown key in pair; did you mean label?"),
    (PAIR + '[[pair]]\nto = "answer"\n', 15, "pair", "misses label"),
    (PAIR + '[[pair]]\nlabel = "("\n', 16, "label", "not a regular expression"),
    (PAIR + '[[pair]]\nlabel = 5\n', 16, "label", "5 is not a pattern"),
    (PAIR + '[[pair]]\nlabel = "x"\nat = "left"\n', 17, "at", "'left' is none of right, below"),
    (PAIR + '[[pair]]\nlabel = "x"\nnth = "2"\n', 17, "nth", "'2' is not a whole number"),
    (PAIR + '[[pair]]\nlabel = "x"\nto = "sheet.titel"\n', 17, "to", "'sheet.titel' is no target here"),
    (PAIR + '[[pair]]\nlabel = "x"\nto = "narrative:役割"\n', 17, "to", "no target here"),
    (PAIR + '[[pair]]\nlabel = "x"\nto = "budget"\n', 17, "to", "says what its amount is in [pair.row]"),
    (TABLE + '[[table.rows]]\npath = "a"\n[[table.rows]]\npath = "b"\npart = "x"\n', 20, "part", "'x' is none of"),
    (TABLE + '[[table.columns]]\nlabel = "a"\nto = "program.name"\n', 18, "to", "'program.name' is no target here"),
    ('[[table]]\nid = "loose"\nyears = "budgets"\n', 13, "id", "header or under"),
    ('[[section]]\nheading = "a"\ncaptions = "●.+●"\n', 14, "captions", "(?P<caption>…)"),
    ('[[section]]\nheading = "a"\nsplit = "〇.+"\n', 14, "split", "(?P<heading>…)"),
    (TABLE + '[[table.rows]]\npath = "a"\nsplit = "(.+)/(.+)"\nitems = ["b", "c"]\n', 18, "split", "and parts 0"),
    (TABLE + '[[table.rows]]\npath = "a"\nkind = "budjet"\n', 18, "kind", "'budjet' is none of actual"),
    (TABLE + 'kinds = { "決算" = "spent" }\n', 16, "kinds", "'spent' is none of actual"),
    ('[[count]]\ntable = "sdgs"\nper = "program"\n', 14, "per", "a count of them is per sheet"),
    ('[[line]]\npattern = "(?P<unit>.+円)"\n', 13, "pattern", "nothing reads the group 'unit' of a line"),
    ('[[check]]\ntotal = "a"\nplus = "b"\nscope = "book"\n', 15, "scope", "'book' is none of program, children, sheet"),
    ('[[section]]\nheading = "a"\nnarrative = "役割"\n', 14, "narrative", "'役割' is no slug: small letters, digits"),
    (TABLE + '[[table.rows]]\npath = "a(.+)"\nitem = "\\\\2"\n', 18, "item", "groups of path 'a(.+)': invalid group"),
    (TABLE + "[[table.rows]]\npath = '(?P<a>.)'\nitem = '\\g<b>'\n", 18, "item", "groups of path '(?P<a>.)': unknown"),
    ('[[section]]\nheading = "1概要(?P<rest>.*)"\n', 13, "heading", "nothing reads the group 'rest' of a heading"),
    ('[[pair]]\nlabel = "a(?P<nmae>.+)"\n', 13, "label", "nothing reads the group 'nmae' of a label; there are"),
    ('[[pair]]\nlabel = "a(?P<value>.+)"\nto = "answer"\n', 13, "label", "'value' of a label"),
    (TABLE + '[[table.rows]]\npath = "a"\nitem = "b\\\\"\n', 18, "item", "groups of path 'a': bad escape"),
    (PURPOSE + '[section_titles]\npurpose = "目的"\ntarget = "対象"\n', 17, "target",
     "no section of this form has the slug 'target'; there are purpose"),
    (PURPOSE + '[section_titles]\npurpose = ["目的", "Purpose", "Zweck"]\n', 16, "purpose", "one text, or two"),
    (PURPOSE + '[section_titles]\npurpose = []\n', 16, "purpose", "one text, or two"),
    (PURPOSE + '[section_titles]\npurpose = ["目的", " "]\n', 16, "purpose", "one text, or two"),
    (PURPOSE + '[section_titles]\npurpose = 5\n', 15, "section_titles", "5 is not a text in quotes"),
]  # fmt: skip


def written(folder: Path, text: str, name: str = "test.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("added", "line", "key", "says"), WRONG, ids=[w[3] for w in WRONG])
def test_a_fault_names_file_line_and_key(added: str, line: int, key: str, says: str, tmp_path: Path) -> None:
    top = added.startswith("nmae")
    path = written(tmp_path, added + MINIMAL if top else MINIMAL + "\n" + added)
    with pytest.raises(FormError, match=re.escape(says)) as caught:
        read_form(path)
    assert str(caught.value).startswith(f"{path}:{line}: {key}: ")


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "says"),
    [
        ('"272043"', '"272044"', 3, "municipality_code", "272044 is not a 全国地方公共団体コード"),
        ('"272043"', '"27204"', 3, "municipality_code", "27204 is not a 全国地方公共団体コード"),
        ('"272043"', '"999997"', 3, "municipality_code", "999997 is the code of no prefecture or municipality"),
        ("池田市", "池田町", 4, "municipality", "272043 is 池田市, not 池田町"),
        ("(?P<year>令和.{1,3}年度)", "令和.{1,3}年度", 10, "edition", "(?P<year>…)"),
        ('"test-form"', '"Test_Form"', 1, "id", "'Test_Form' is no form's id: small letters, digits"),
        ('"test-form"', '""', 1, "id", "'' is no form's id"),
        ('"池田市"', '"池田市"\nbare_era = "平城"', 5, "bare_era", "'平城' is no era; there are 明治, 大正"),
        ('"池田市"', '"池田市"\nappendix = "Annex A"', 5, "appendix", "'Annex A' is no slug"),
        ('"池田市"', '"池田市"\nfootnotes = "注"', 5, "footnotes", "'注' is no slug"),
        ("[numbering]", '[numbering]\nsheet_no = "{policy_no}-{"', 10, "sheet_no", "a brace opens or closes no {name}"),
    ],
)  # fmt: skip
def test_a_fault_of_the_form_itself_names_its_line(
    old: str, new: str, line: int, key: str, says: str, tmp_path: Path
) -> None:
    path = written(tmp_path, MINIMAL.replace(old, new))
    with pytest.raises(FormError, match=re.escape(says)) as caught:
        read_form(path)
    assert str(caught.value).startswith(f"{path}:{line}: {key}: ")


@pytest.mark.parametrize(("content", "says"), [(b"id = \xff", "not UTF-8"), (b"id = ", "Invalid value")])
def test_a_file_that_is_no_toml_is_a_form_error(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "test.toml"
    path.write_bytes(content)
    with pytest.raises(FormError, match=says) as caught:
        load_forms((tmp_path,))
    assert str(path) in str(caught.value)


def test_every_municipality_has_its_check_digit() -> None:
    table = municipalities()
    assert len(table) == 47 + 1741 + 6  # prefectures, 市区町村, and the six villages of the Northern Territories
    assert [code for code in table if check_digit(code) != int(code[5])] == []
    assert (table["131059"], table["272043"], table["130001"]) == ("文京区", "池田市", "東京都")


def test_a_form_of_ones_own_wins_by_its_id_whatever_its_file_is_called(tmp_path: Path) -> None:
    built_in = {form.id for form in load_forms()}
    own = (BUILT_IN / "ikeda-program.toml").read_text(encoding="utf-8").replace('name = "', 'name = "own ', 1)
    written(tmp_path / "a", own, "zz.toml")
    written(tmp_path / "b", own.replace("own ", "other "), "ikeda-program.toml")
    forms = load_forms((tmp_path / "a", tmp_path / "b"))
    assert {form.id for form in forms} == built_in
    assert [form.name[:4] for form in forms if form.id == "ikeda-program"] == ["own "]
    assert forms[0].id == "ikeda-program"


def test_a_file_named_like_a_built_in_one_does_not_hide_it(tmp_path: Path) -> None:
    written(tmp_path, MINIMAL, "ikeda-program.toml")
    assert {form.id for form in load_forms((tmp_path,))} == {form.id for form in load_forms()} | {"test-form"}


def test_one_form_twice_in_one_folder_is_a_fault(tmp_path: Path) -> None:
    written(tmp_path, MINIMAL, "one.toml")
    path = written(tmp_path, "# the same\n" + MINIMAL, "two.toml")
    with pytest.raises(FormError, match=r"test-form is the form of one\.toml in this folder already") as caught:
        load_forms((tmp_path,))
    assert str(caught.value).startswith(f"{path}:2: id: ")


def test_no_built_in_form_bears_two_files() -> None:
    assert len(load_forms()) == len(list(form_files()))


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form.id)
def test_a_built_in_form_names_every_section_of_its_prose_in_both_languages(form: Form) -> None:
    assert slugs_of(form)
    assert sorted(form.section_titles) == sorted(slugs_of(form))
    assert [slug for slug, said in form.section_titles.items() if len(said) != 2] == []
    titles = [title_of(form, slug) for slug in slugs_of(form)]
    assert len({title.ja for title in titles}) == len({title.en for title in titles}) == len(titles)


def test_a_section_without_a_title_is_called_by_its_slug(tmp_path: Path) -> None:
    titled = '[section_titles]\npurpose = "目的"\n'
    form = read_form(written(tmp_path, 'footnotes = "footnotes"\n' + MINIMAL + "\n" + PURPOSE + titled))
    assert slugs_of(form) == ("purpose", "footnotes")
    assert [title_of(form, slug) for slug in slugs_of(form)] == [("目的", "目的"), ("footnotes", "footnotes")]


def test_a_pattern_may_refer_back_to_a_group_of_its_own(tmp_path: Path) -> None:
    blocks = '\n[[section]]\nheading = "(?P<q>[-=])概要(?P=q)"\n[[pair]]\nlabel = "(?P<q>[-=])担当(?P=q)"\n'
    assert read_form(written(tmp_path, MINIMAL + blocks)).section[0].heading.fullmatch("-概要-")
