"""Printed money: the tables are the specification."""

import pytest

from normalize import Amount, Status, parse_amount, yen_per_unit

# text, unit of the header, yen, qualifier
REPORTED = [
    ("20,097", "千円", 20_097_000, None),
    ("２０，０９７千円", None, 20_097_000, None),
    ("20,097 千円", None, 20_097_000, None),
    ("20,097\n千円", None, 20_097_000, None),
    ("5,30 0千円", None, 5_300_000, None),
    ("(17,387千円)", None, 17_387_000, None),
    ("（17,387）", "千円", 17_387_000, None),
    ("△70,979千円", None, -70_979_000, None),
    ("△　70,979", "千円", -70_979_000, None),
    ("−70,979", "千円", -70_979_000, None),
    ("(△1,234)", "千円", -1_234_000, None),
    ("1,234(千円)", None, 1_234_000, None),
    # the cell's own unit counts before the header's
    ("3億円", "千円", 300_000_000, None),
    ("1,234千円", "百万円", 1_234_000, None),
    ("1,200円", "千円", 1_200, None),
    # scales
    ("3億4,500万", None, 345_000_000, None),
    ("3億4,500万", "円", 345_000_000, None),
    ("3,847万\n7,000円", None, 38_477_000, None),
    ("280億3911万4千円", None, 28_039_114_000, None),
    ("1兆2,345億円", None, 1_234_500_000_000, None),
    ("25.7億円", None, 2_570_000_000, None),
    ("2百万円", None, 2_000_000, None),
    ("2千5百円", None, 2_500, None),
    ("三千円", None, 3_000, None),
    ("一億二千三百万円", None, 123_000_000, None),
    ("金壱百弐拾万円也", None, 1_200_000, None),
    ("一金1,200円也", None, 1_200, None),
    ("10万1円", None, 100_001, None),
    # exact where a float is not
    ("4.35", "百万円", 4_350_000, None),
    ("0.29", "億円", 29_000_000, None),
    ("1.005", "千円", 1_005, None),
    ("9,007,199,254,740,993", "円", 9_007_199_254_740_993, None),
    ("123,456,789,012,345,678", "百万円", 123_456_789_012_345_678_000_000, None),
    # money signs
    ("¥1,200", None, 1_200, None),
    ("￥１，２００", "千円", 1_200, None),
    ("¥1,200-", None, 1_200, None),
    ("▲¥1,200", None, -1_200, None),
    # softened
    ("約3億円", None, 300_000_000, "約"),
    ("1,234千円（見込）", None, 1_234_000, "見込"),
    ("（見込）1,234", "千円", 1_234_000, "見込"),
    ("概算300万円", None, 3_000_000, "概算"),
    ("10億円超", None, 1_000_000_000, "超"),
    # zero is zero in any unit
    ("0", None, 0, None),
    ("0", "千円", 0, None),
    ("０千円", None, 0, None),
    # a remark is no part of the amount
    ("12,345千円\n※他事業予算も含む", None, 12_345_000, None),
    ("12,345 ※R5繰越を含む", "千円", 12_345_000, None),
]

OTHERS = [
    ("―", "千円", Status.DASH),
    ("－千円", None, Status.DASH),
    ("***", "千円", Status.DASH),
    ("", "千円", Status.BLANK),
    ("　", None, Status.BLANK),
    ("皆増", "千円", Status.TEXT),
    ("－\n1,234", "千円", Status.TEXT),
    ("######", "千円", Status.TEXT),
    ("1,234", None, Status.TEXT),  # of what?
    ("1,234", "人", Status.TEXT),
    ("1,234", "％", Status.TEXT),
    ("1,234", "千ドル", Status.TEXT),
    ("1,234", "千円／人", Status.TEXT),
    ("1,234", "単位：円・千円", Status.TEXT),
    ("1,234円/人", None, Status.TEXT),
    ("1,234人", None, Status.TEXT),
    ("45.6%", "千円", Status.TEXT),
    ("3億4,500万", "千円", Status.TEXT),  # 万 of yen, or of thousands of yen?
    ("3億", "百万円", Status.TEXT),
    ("0.5", "円", Status.TEXT),
    ("12.5円", None, Status.TEXT),
    ("12.34567", "千円", Status.TEXT),
    ("1,234円50銭", None, Status.TEXT),
    ("5,800(0)", "千円", Status.TEXT),
    ("49,500（49,500）\n※他事業予算も含む", "千円", Status.TEXT),
    ("1,234※", "千円", Status.TEXT),
    ("1,234※1", "千円", Status.TEXT),
    ("※12,345", "千円", Status.TEXT),
    ("※他事業予算に含む", "千円", Status.TEXT),
    ("△(1,234)", "千円", Status.TEXT),
    ("1,23", "千円", Status.TEXT),
    ("12 34", "千円", Status.TEXT),
    ("10～20", "千円", Status.TEXT),
    ("千円", None, Status.TEXT),
    ("百万円", None, Status.TEXT),
    ("金1,200", "円", Status.TEXT),
    ("3万5", None, Status.TEXT),
]

HEADERS = [
    ("円", 1),
    ("千円", 1_000),
    ("千　円", 1_000),
    ("(千円)", 1_000),
    ("［千円］", 1_000),
    ("【単位:千円】", 1_000),
    ("（単位：百万円）", 1_000_000),
    ("単位　千円", 1_000),
    ("単位＝千円", 1_000),
    ("〔単位：億円〕", 100_000_000),
    ("＜単位：万円＞", 10_000),
    ("千円単位", 1_000),
    ("単位：千円、％", 1_000),
    ("単位：千円・人", 1_000),
    ("決算額（千円）", 1_000),
    ("単位：1,000円", 1_000),
    ("単位：兆円", 10**12),
    ("十億円", 10**9),
    ("人", None),
    ("", None),
    ("単位", None),
    ("決算額　千円", 1_000),
    ("事業費\n千円", 1_000),
    ("単 位 ： 千 円", 1_000),
    ("（千円）※", 1_000),
    ("単位：100万円", 1_000_000),
    ("千円／人", None),
    ("経費　千円／人", None),
    ("決算額 千 円 税込", None),
    ("事業費\n百万\n円", None),
    ("事業費 10 億 円", None),
    ("単位：円・千円", None),
    ("千円未満四捨五入", None),
    ("x" * 1000, None),
]


@pytest.mark.parametrize(("text", "unit", "yen", "qualifier"), REPORTED)
def test_reported(text: str, unit: str | None, yen: int, qualifier: str | None) -> None:
    assert parse_amount(text, unit) == Amount(yen, Status.REPORTED, qualifier)


@pytest.mark.parametrize(("text", "unit", "status"), OTHERS)
def test_no_amount(text: str, unit: str | None, status: Status) -> None:
    assert parse_amount(text, unit) == Amount(None, status)


@pytest.mark.parametrize(("header", "yen"), HEADERS)
def test_header(header: str, yen: int | None) -> None:
    assert yen_per_unit(header) == yen
