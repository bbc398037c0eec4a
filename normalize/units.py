"""Units of count and measure: which words are units, and which of them are the same unit."""

from __future__ import annotations

import re
from typing import Final

from normalize.text import clean_text

# What Japanese offices count with (助数詞 and nouns used as such). Ordinals (番, 号, 級, 月, 年度 …) are no units.
_COUNTERS: Final = """
人 名 者 件 回 度 個 つ 校 園 館 室 組 世帯 団体 企業 社 法人 事業 事業者 事業所 施設 店 店舗 軒 戸 棟 台 両 隻 艇 機 基 本 枚 部 冊 巻
点 種 種類 品 品目 品種 項目 科目 講座 教室 コース コマ クラス 学級 学年 学校 チーム グループ サークル クラブ 団 班 隊 分団 自治会 町会 町内会
商店街 商店会 地区 地域 区域 区 市 町 村 都市 自治体 市町村 区市町村 国 言語 路線 系統 便 停留所 駅 橋 区画 筆 街区 区間 ページ 頁 字 文字 語 行 列 面 紙 誌 媒体 番組
作品 タイトル 曲 回線 アカウント フォロワー アクセス ビュー ページビュー セッション ユーザー ダウンロード クリック 票 議席 席 床 病床 ベッド 泊 人泊 食
杯 膳 皿 袋 箱 缶 瓶 束 株 鉢 苗 頭 匹 羽 尾 輪 玉 粒 着 足 丁 挺 門 幅 振 体 柱 通 通話 試合 大会 イベント プログラム メニュー プロジェクト 取組 手続 手続き
施策 指標 計画 条例 議案 業務 システム サービス 商品 製品 ルート コーナー ブース 会場 支部 支店 拠点 窓口 家庭 家族 親子 組合 農家 経営体 集落 経路
口 口座 株 式 セット 対 ペア 世代 段階 位 歳 才 単位 倍 割 分 厘 ポイント パーセント パーミル 円 銭 ドル ユーロ 人時 人月 人年 人日 人回 人時間 延人
年 年間 週 週間 日 日間 時間 分間 秒 秒間 カウント 事例 事案 案 案件 物件 地点 カット 話 例 検体 モデル 往復 周 巡 滴 錠 服 連 
""".split()
# Counters written with か/ヶ/カ …: seven spellings of one word. 箇 is the full form (常用漢字表), か the official one
# since 公用文における漢字使用等について (2010).
_KA_SPELLINGS: Final = ("箇", "か", "ヶ", "カ", "ヵ", "個", "ケ", "ｹ")
_KA_WORDS: Final = ("所", "国", "月", "月間", "年", "村", "町", "条", "寺", "店", "園", "校", "国語")
_KA_UNITS: Final = {ka + word: "箇" + word for word in _KA_WORDS for ka in _KA_SPELLINGS}
_MEASURES: Final = """
% ‰ ㌫ ppm ppb ℃ °C dB m mm cm km nm μm m2 m3 km2 cm2 mm2 m² m³ km² cm² cm³ mm² ㎡ ㎥ ㎢ ㎞ ㎝ ㎜ ㎎ ㎏ ㎖ ㏊ ha L ℓ ml mL dL kl kL ㎘ ㍑ ㍍ ㌔ ㌧ ㌶ ㌘ ㌢ ㌻
g kg mg μg t kt Mt t-CO2 t-CO₂ tCO2 tCO₂ kg-CO2 kg-CO₂ kgCO2 g-CO2 kt-CO2 t-CO2eq Nm3 W kW MW GW kWh MWh GWh Wh kVA MJ GJ TJ PJ kJ Bq kBq Sv mSv μSv Pa hPa kPa MPa
Hz kHz MHz GHz KB kB MB GB TB bps kbps Mbps Gbps h hr hrs min sec pt pts PV UU DL MAU rpm km/h m/s
メートル センチメートル ミリメートル キロメートル 平方メートル 平方キロメートル 立方メートル ヘクタール アール リットル ミリリットル キロリットル グラム キログラム ミリグラム
トン キロ キロワット キロワット時 キロワットアワー ワット メガワット ジュール ギガジュール メガバイト ギガバイト テラバイト ベクレル シーベルト デシベル ヘルツ 坪 反 町歩 畳 升 斗 石 合 俵 貫 尺
""".split()
KANJI_COUNTERS: Final = frozenset(
    "円 人 名 件 回 個 台 冊 枚 校 世帯 団体 施設 事業 歳 日間 年間 時間 週間 倍 割 % パーセント ポイント".split()
) | frozenset(_KA_UNITS)

_WORDS: Final = frozenset(_COUNTERS) | frozenset(_MEASURES) | frozenset(_KA_UNITS)
_NESTED: Final = re.compile("[/／・･·×]")

_CANONICAL: Final = {
    "m2": "㎡", "m²": "㎡", "平方メートル": "㎡", "m3": "㎥", "m³": "㎥", "立方メートル": "㎥", "km2": "㎢", "km²": "㎢",
    "平方キロメートル": "㎢", "㎞": "km", "キロメートル": "km", "㎝": "cm", "センチメートル": "cm", "㎜": "mm", "ミリメートル": "mm",
    "㍍": "m", "メートル": "m", "㎏": "kg", "キログラム": "kg", "グラム": "g", "㌘": "g", "㎎": "mg", "ミリグラム": "mg",
    "トン": "t", "㌧": "t", "㏊": "ha", "㌶": "ha", "ヘクタール": "ha", "㎘": "kL", "kl": "kL", "キロリットル": "kL", "ml": "mL",
    "㎖": "mL", "ミリリットル": "mL", "ℓ": "L", "㍑": "L", "リットル": "L", "パーセント": "%", "㌫": "%", "パーミル": "‰", "°C": "℃",
    "t-CO₂": "t-CO2", "tCO2": "t-CO2", "tCO₂": "t-CO2", "kg-CO₂": "kg-CO2", "kgCO2": "kg-CO2", "pt": "ポイント",
    "pts": "ポイント", "頁": "ページ", "㌻": "ページ", "手続き": "手続", "才": "歳", "ページビュー": "PV", "ダウンロード": "DL", "kB": "KB",
    "キロワット": "kW", "キロワット時": "kWh", "キロワットアワー": "kWh", "¥": "円", "￥": "円",
}  # fmt: skip
_CANONICAL.update(_KA_UNITS)
_CUMULATIVE: Final = re.compile(
    r"(?:延べ|延|のべ)(?P<before>.+?)数?|(?P<after>.+?)数?[（(](?:延べ|延|のべ)(?:人数|数|人)?[）)]|(?P<joint>人)延べ"
)
_FRAME: Final = re.compile(r"[（(\[［【〔](?P<inside>[^（(\[［【〔）)\]］】〕]+)[）)\]］】〕]")
_LABEL: Final = re.compile(r"単位[：:=＝・]?(?P<unit>.+)")


def is_unit(text: str) -> bool:
    """Whether the cleaned text is a unit: one of the known words, or several joined by ／ or ・.

    >>> [is_unit(u) for u in ("人", "ヶ所", "g/人日", "人・日", "件／年", "達成")]
    [True, True, True, True, True, False]
    """
    if len(text) > 40:
        return False
    return text in _WORDS or ("/" in text or bool(_NESTED.search(text))) and all(
        word in _WORDS for word in _NESTED.split(text)
    )


def canonical_unit(text: str) -> str:
    """One spelling for a unit, to group by; the printed one stays in its own column.

    Args:
        text: a unit as printed, with or without brackets and 単位：.

    Returns:
        The canonical spelling: 箇所 for か所 ヶ所 カ所 ヵ所 個所 ｹ所, ㎡ for m2 and ｍ２, 延べ人 for 延べ人数 and 人（延べ）; an
        unknown unit comes back cleaned.

    >>> canonical_unit("ｹ所"), canonical_unit("％"), canonical_unit("ｍ２"), canonical_unit("（単位：ヶ所）")
    ('箇所', '%', '㎡', '箇所')
    >>> canonical_unit("延べ人数"), canonical_unit("人（延べ）"), canonical_unit("kg／人・日")
    ('延べ人', '延べ人', 'kg/人・日')
    """
    unit = clean_text(text)
    if frame := _FRAME.fullmatch(unit):
        unit = frame["inside"]
    if label := _LABEL.fullmatch(unit):
        unit = label["unit"]
    if frame := _FRAME.fullmatch(unit):
        unit = frame["inside"]
    if cumulative := _CUMULATIVE.fullmatch(unit):
        counted = cumulative["before"] or cumulative["after"] or cumulative["joint"]
        return "延べ" + canonical_unit(counted)
    if unit in _CANONICAL:
        return _CANONICAL[unit]
    parts = re.split("([/／])", unit)
    if len(parts) == 1:
        return unit
    return "".join("/" if part in "/／" else _CANONICAL.get(part, part) for part in parts)
