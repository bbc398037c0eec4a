"""Printed numbers: the tables are the specification."""

from decimal import Decimal

import pytest

from normalize import Number, Status, is_dash, parse_number


def words(lines: str) -> list[str]:
    return lines.split()


# text, value, qualifier, unit
REPORTED = [
    # signs: triangle, minus, hyphen, with or without a space
    ("1,326", "1326", None, None),
    ("△　463", "-463", None, None),
    ("▲0.1", "-0.1", None, None),
    ("–5", "-5", None, None),
    ("‐5", "-5", None, None),
    ("－ 5", "-5", None, None),
    ("﹣5", "-5", None, None),
    ("+0", "0", None, None),
    ("＋3.5％", "3.5", None, "%"),
    ("△0", "0", None, None),
    # brackets say "of which" or "initial budget", never minus
    ("(1,234)", "1234", None, None),
    ("（1,234）", "1234", None, None),
    ("（1,234)", "1234", None, None),
    ("(△1,234)", "-1234", None, None),
    ("( 5 )", "5", None, None),
    ("（1,050（見込み））", "1050", "見込み", None),
    # letter-spaced print: a comma or a point proves that the figures belong together
    ("1 ,3 48", "1348", None, None),
    ("200. 0%", "200.0", None, "%"),
    ("200 .0", "200.0", None, None),
    ("0 .5", "0.5", None, None),
    ("1 0,000", "10000", None, None),
    ("1,2 34", "1234", None, None),
    ("△1 2,3 45", "-12345", None, None),
    ("1 2 , 3 4 5", "12345", None, None),
    ("1,234 ,567", "1234567", None, None),
    ("１２，３ ４５人", "12345", None, "人"),
    # plain forms
    ("0", "0", None, None),
    ("0.50", "0.50", None, None),
    ("1234567", "1234567", None, None),
    ("1,234,567.89", "1234567.89", None, None),
    ("２０２４", "2024", None, None),
    ("1\u200b,\ufeff234", "1234", None, None),
    # softening words before, behind, around the unit, in brackets
    ("およそ1,200", "1200", "およそ", None),
    ("おおよそ30%", "30", "おおよそ", "%"),
    ("概ね 80 ％", "80", "概ね", "%"),
    ("おおむね80%", "80", "おおむね", "%"),
    ("ほぼ100%", "100", "ほぼ", "%"),
    ("延べ 345 人", "345", "延べ", "人"),
    ("のべ345人", "345", "のべ", "人"),
    ("延べ約1,200人", "1200", "延べ・約", "人"),
    ("約1,200人以上", "1200", "約・以上", "人"),
    ("累積12件", "12", "累積", "件"),
    ("100人以上", "100", "以上", "人"),
    ("80%以上", "80", "以上", "%"),
    ("10以下", "10", "以下", None),
    ("10未満", "10", "未満", None),
    ("10件未満", "10", "未満", "件"),
    ("1,000人超", "1000", "超", "人"),
    ("5人程度", "5", "程度", "人"),
    ("3割強", "3", "強", "割"),
    ("3割弱", "3", "弱", "割"),
    ("10日以内", "10", "以内", "日"),
    ("1,000余名", "1000", "余", "名"),
    ("10人余り", "10", "余り", "人"),
    ("20件前後", "20", "前後", "件"),
    ("1,050（見込）", "1050", "見込", None),
    ("1,050（見込み）人", "1050", "見込み", "人"),
    ("1,050人(見込)", "1050", "見込", "人"),
    ("見込1,050", "1050", "見込", None),
    ("（見込み）1,050", "1050", "見込み", None),
    ("【速報値】1,050", "1050", "速報値", None),
    ("1,050[速報]", "1050", "速報", None),
    ("1,234速報値", "1234", "速報値", None),
    ("12回（予定）", "12", "予定", "回"),
    ("12.3％（暫定値）", "12.3", "暫定値", "%"),
    ("345人（延べ）", "345", "延べ", "人"),
    ("1,024件（累計）", "1024", "累計", "件"),
    ("（約1,200人）", "1200", "約", "人"),
    # scales
    ("12万", "120000", None, None),
    ("1.5万人", "15000", None, "人"),
    ("12千人", "12000", None, "人"),
    ("17百万円", "17000000", None, "円"),
    ("1,234百万", "1234000000", None, None),
    ("3億 4,500万円", "345000000", None, "円"),
    ("3,847万\n7,000円", "38477000", None, "円"),
    ("280億3911万4千円", "28039114000", None, "円"),
    ("2千5百万", "25000000", None, None),
    ("1億2,345.6万円", "123456000", None, "円"),
    ("12,345億6,789万円", "1234567890000", None, "円"),
    ("10万1円", "100001", None, "円"),
    ("2万5人", "20005", None, "人"),
    ("1兆", "1000000000000", None, None),
    ("約3億円", "300000000", "約", "円"),
    ("0千円", "0", None, "円"),
    ("12億0345万円", "1203450000", None, "円"),
    ("1万0,500円", "10500", None, "円"),
    ("12億3千4百万円", "1234000000", None, "円"),
    ("1,234(千円)", "1234000", None, "円"),
    # kanji numerals
    ("二十一", "21", None, None),
    ("三〇", "30", None, None),
    ("一二三", "123", None, None),
    ("一億二千三百万", "123000000", None, None),
    ("壱百弐拾", "120", None, None),
    ("千", "1000", None, None),
    ("十", "10", None, None),
    ("百万", "1000000", None, None),
    ("三〇〇", "300", None, None),
    ("三五〇万円", "3500000", None, "円"),
    ("約三百人", "300", "約", "人"),
    ("約百人", "100", "約", "人"),
    ("十人", "10", None, "人"),
    ("一人", "1", None, "人"),
    ("三か所", "3", None, "か所"),
    ("金参千円也", "3000", None, "円"),
    # units, as printed and cleaned
    ("45.6‰", "45.6", None, "‰"),
    ("12.5㎡", "12.5", None, "㎡"),
    ("1,234ｍ２", "1234", None, "m2"),
    ("1,234m²", "1234", None, "m²"),
    ("12㎞", "12", None, "㎞"),
    ("12 km", "12", None, "km"),
    ("3.2t-CO2", "3.2", None, "t-CO2"),
    ("1,854.2g/人日", "1854.2", None, "g/人日"),
    ("12人・日", "12", None, "人・日"),
    ("3.2t‐CO2", "3.2", None, "t-CO2"),
    ("1,234延べ人", "1234", None, "延べ人"),
    ("345（延べ人数）", "345", None, "延べ人数"),
    ("3件／年", "3", None, "件／年"),
    ("5ｹ所", "5", None, "ケ所"),
    ("5ヶ所", "5", None, "ヶ所"),
    ("5 箇 所", "5", None, "箇所"),
    ("3か年", "3", None, "か年"),
    ("5カ月", "5", None, "カ月"),
    ("10年", "10", None, "年"),
    ("15日", "15", None, "日"),
    ("30分", "30", None, "分"),
    ("2時間", "2", None, "時間"),
    ("5.2倍", "5.2", None, "倍"),
    ("1,234（人）", "1234", None, "人"),
    ("△0.8ポイント", "-0.8", None, "ポイント"),
    # money signs
    ("￥1,200－", "1200", None, "¥"),
    ("¥1,200円", "1200", None, "円"),
    ("▲¥1,200", "-1200", None, "¥"),
    ("¥△1,200", "-1200", None, "¥"),
    ("一金1,200円", "1200", None, "円"),
]

DASHES = words("""
    － − ‐ ‑ ‒ – — ― ─ ━ - ー ｰ ﹣ -- ―― －－ ――― … … …… ‥
    ... ・・・ ･･･ ・・ *** * ＊＊＊ （－） (―) －人 ―円 －千円 -%
""")

BLANKS = ["", " ", "　", "\n", " \t\n　", "\u200b", "\ufeff", "\xa0", "\u2003\u00ad"]

TEXTS = [
    "－\n438",
    "-\n1,234",
    "438\n－",
    "〇",
    "〇人",
    # words
    *words("""
        皆増 皆減 集計中 調整中 未定 なし 無し 該当なし 未実施 達成 廃止 新規 同上 〃
        ゼロ 有 無 不明 非公表 N/A NaN nan inf Infinity null
    """),
    # Excel's own
    *words("""
        ###### #REF! #DIV/0! #N/A #VALUE! #NAME?
        1.2E+05 1e5 1E10 0x10
    """),
    # marks and grades
    *words("""
        A Ａ S ○ ◎ △ ▲ × x X ※ ※1 注1 *1 ① Ⅲ ㈱ ± + ＋ ・ .
        , ， 、 % 円 人 千円 百万円 万 億
    """),
    # figures of another kind glued to a mark
    *words("""
        ①100 100① 10² 10½ ½ ² ₂ 1,234※ 1,234※1 ※1,234
        1,234*1 1,234* 1,234(注) 1,234(※1) 1,234注1
        1,234¹ ⑴5 ➀5 ٣ १२
    """),
    # ranges, ratios, times
    *words("""
        10～20 10〜20 10~20 10-20 10－20 10ー20 10―20 10～
        ～10 10→20 3/5 ３／５ 30/22 1:2 1：2 1対2 10：00
        10:00 10時 1時間30分
    """),
    *words("""
        2割5分 1,234円50銭 5年3か月 10人から20人
    """),
    # two values
    "43（16）",
    "5,800(0)",
    "10人(5人)",
    "1,234（うち5）",
    "0.10人 840",
    "12 34",
    "12 345",
    "1 234",
    "1 2 3",
    "1 2,345",
    "12 1,234",
    "1 234,567",
    "1.5 0",
    "1,234 567",
    "1,234 5,678",
    "100 200 300",
    "12.3 4.5",
    "1△ 1",
    "― 5",
    "5 ―",
    "1,234\n5,678",
    "1億045万円",
    "0345万円",
    # broken or unlike print
    *words("""
        1,23 12,34,567 1,2345 1234,567 ,123 1,234,
        1,,234 0,123 1.2.3 1.234.567 .5 5. 1.5.
        1,234.5,6 1、234 1・5 1'234 1_234
    """),
    *words("""
        262,フ73,622 l,234 2,6O0 1O l0 5l 1I 2,6О0 1,２3
        00 007 0123 -0123 3フ 1,234a 5A 5a 12x 1,234p
    """),
    "1" * 41,
    # signs that contradict or trail
    *words("""
        -△5 △-5 --5 5△ 5- -5- △(1,234) ±0 ±5 ―5 —5 ー5
        ▼5 ▽5
    """),
    # open or doubled brackets
    *words("""
        (1,234 1,234) ((5)) (5)(6) () （）
    """),
    # ordinals, frequencies, changes, shares: not a quantity, or not this one
    *words("""
        第1回 第３回 3級 3番 1号 5月 3丁目 月1回 週2回 年4回 5人増 5%減
        10増 80％台 10代 3歳児 1/3以上 10人中 達成1,234人
    """),
    *words("""
        1,234人達成 10人以上20人未満 約 以上 約人
    """),
    # years and dates
    *words("""
        R6 令和6年度 2024年度 2024年 6年度 2024/4/1 R6.4.1
        令和6年3月15日
    """),
    # codes
    *words("""
        03-1234-5678 112-8555 No.1 12-3 1-2-3 $1,200
    """),
    # kanji that are no number, or more than one
    *words("""
        一 一部 十分 一時 一円 八戸 百人 千人 百万円 十億円 数十人 二三 五六人 二三千
        二十三四 三千二百五六 万円 一般 三国 3千二百 5三
    """),
    # scales out of order
    *words("""
        3万4億 3億億 1.5億2000万 3万5 1億2 万5
    """),
]


@pytest.mark.parametrize(("text", "value", "qualifier", "unit"), REPORTED)
def test_reported(text: str, value: str, qualifier: str | None, unit: str | None) -> None:
    assert parse_number(text) == Number(Decimal(value), Status.REPORTED, qualifier, unit)


@pytest.mark.parametrize("text", DASHES)
def test_dash(text: str) -> None:
    assert parse_number(text) == Number(None, Status.DASH)


@pytest.mark.parametrize("text", BLANKS)
def test_blank(text: str) -> None:
    assert parse_number(text) == Number(None, Status.BLANK)


@pytest.mark.parametrize("text", TEXTS)
def test_text(text: str) -> None:
    assert parse_number(text) == Number(None, Status.TEXT)


def test_values_are_exact() -> None:
    assert str(parse_number("0.10").value) == "0.10"
    assert parse_number("123,456,789,012,345,678,901").value == Decimal("123456789012345678901")
    assert parse_number("123456789012345678901234567890.5万").value == Decimal("1234567890123456789012345678905000")


def test_zero_has_no_sign() -> None:
    value = parse_number("△0.0").value
    assert value is not None
    assert not value.is_signed()


def test_is_dash_knows_marks_only() -> None:
    assert is_dash("― ―")
    assert not is_dash("－人")
    assert not is_dash("なし")
