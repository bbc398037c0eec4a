"""Cleaned text: the table is the specification."""

import pytest

from normalize import clean_text, repair

CASES = [
    # radicals: Kangxi, CJK supplement, and the two that Japanese fonts draw as another ideograph
    ("⼦ども", "子ども"),
    ("⻑⻘⻄⺠⻩⻭⻯⻲⻫⻤⻨", "長青西民黄歯竜亀斉鬼麦"),
    ("神⼾市と江⼾川区", "神戸市と江戸川区"),
    ("⿊字", "黒字"),
    # compatibility ideographs are canonically equal; 﨑 and 髙 are letters of names
    ("\ufa19社", "神社"),
    ("\ufa10本", "塚本"),
    ("\ufa11", "\ufa11"),
    ("髙橋", "髙橋"),
    # widths
    ("ＣＯ２", "CO2"),
    ("Ｑ＆Ａ", "Q&A"),
    ("Ｗｉ－Ｆｉ", "Wi-Fi"),
    ("Wi‐Fi", "Wi-Fi"),
    ("Wi\N{FIGURE DASH}Fi", "Wi-Fi"),
    ("e‑Tax", "e-Tax"),
    ("t−CO2", "t-CO2"),
    ("10–20", "10–20"),
    ("１，２３４．５％", "1,234.5%"),
    ("３／５", "3/5"),
    ("Ｎｏ．１５", "No.15"),
    ("０３－１２３４", "03-1234"),
    ("（％）", "（%）"),
    ("Ａ’", "A’"),
    ("A，B", "A，B"),
    ("１．概要", "1．概要"),
    ("１０：００", "10：00"),
    ("件／年", "件／年"),
    ("令和５年度－令和６年度", "令和5年度－令和6年度"),
    ("（注）［注］｛注｝：；！？＜注＞", "（注）［注］｛注｝：；！？＜注＞"),
    ("｢文京｣､｡･", "「文京」、。・"),
    ("ﬁle", "file"),
    ("︵一︶", "（一）"),
    # half-width kana, voicing marks of their own
    ("ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟ", "ガギグパピ"),
    ("ｳﾞｧｲｵﾘﾝ", "ヴァイオリン"),
    ("カ゛イド", "ガイド"),
    ("は\u309aん", "ぱん"),
    ("ｶ ﾞ", "ガ"),
    ("ｱﾞ", "ア゛"),
    ("ﾞ", "゛"),
    ("ｹ所", "ケ所"),
    # the long vowel
    ("スーパ―マ−ケット", "スーパーマーケット"),
    ("スーパ－マ‐ケット", "スーパーマーケット"),
    ("ｾﾝﾀｰ", "センター"),
    ("ヘルパ－", "ヘルパー"),
    ("（センタ－）", "（センター）"),
    ("―サービス―", "―サービス―"),
    ("サービス－提供", "サービス－提供"),
    ("サービス － データ", "サービス － データ"),
    ("ん－ん", "ん－ん"),
    # dots and waves
    ("高齢·障害•子ども･ひとり親", "高齢・障害・子ども・ひとり親"),
    ("10〜20", "10～20"),
    ("10～20", "10～20"),
    ("10~20", "10~20"),
    # nothing to see
    ("文\u200b京\u2060区\ufeff", "文京区"),
    ("文\u00ad京\x00区", "文京区"),
    ("辻\U000e0101", "辻"),
    ("\ud800区", "\ufffd区"),
    # letter-spacing and wraps
    ("目　　　的", "目的"),
    ("事　業　費", "事業費"),
    ("事\t業\r\n費", "事業費"),
    ("　段落　", "段落"),
    ("５ か 所", "5か所"),
    ("主要課題 No. 15", "主要課題No. 15"),
    ("SDGs の 視点", "SDGsの視点"),
    ("ＫＹＯＴＯ　ＡＲＴ", "KYOTO ART"),
    ("the\ncity  of", "the city of"),
    ("Wi-\nFi", "Wi-Fi"),
    ("Children’s Day", "Children’s Day"),
    ("(A) (B)", "(A) (B)"),
    ("5 ～ 10", "5～10"),
    # signs that mean what they are
    ("㎡①㈱㋿㍻㌔Ⅲ½²℃№", "㎡①㈱㋿㍻㌔Ⅲ½²℃№"),
    ("延べ人数（㎡）", "延べ人数（㎡）"),
    ("ヶ所ヵ所々〆〇○◯", "ヶ所ヵ所々〆〇○◯"),
    ("―", "―"),
    ("・・・", "・・・"),
    ("△ 463", "△463"),
    ("5,30 0", "5,30 0"),
    ("", ""),
    (" \n　", ""),
]


@pytest.mark.parametrize(("text", "cleaned"), CASES)
def test_clean(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned
    assert clean_text(cleaned) == cleaned


def test_repair_leaves_spaces() -> None:
    assert repair("目　 的\n５") == "目　 的\n5"
