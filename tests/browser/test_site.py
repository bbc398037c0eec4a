"""The site in a browser: search, sort, highlight, languages, themes, keyboard, narrow screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("altair", reason="the extra `report` is not installed")
pytest.importorskip("jinja2", reason="the extra `report` is not installed")
pytest.importorskip("vl_convert", reason="the extra `report` is not installed")

from pipelines.report import ReportOptions, write_report
from tests.browser.chromium import Browser
from tests.pipelines.report_tables import BOX_971, many, small

pytestmark = pytest.mark.slow

SHEET = "sheets/131059-bunkyo-strategy-2025-15.html"
OVERVIEW = "overview-131059-bunkyo-strategy-2025.html"
MAIN = ("index.html", OVERVIEW, "programs.html", "issues.html", "files.html", "downloads.html", SHEET)
VALUE = "button.v[data-at='0 300.0 200.0 360.0 220.0']"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("profile"))
    yield made
    made.driver.quit()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    tables, raw = small(folder)
    write_report(ReportOptions(tables, folder / "site", (raw,)))
    return folder / "site"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    write_report(ReportOptions(many(folder, 500), folder / "site"))
    return folder / "site"


@pytest.fixture(autouse=True)
def afresh(browser: Browser, site: Path) -> None:
    browser.size(1440, 900)
    browser.prefer("light")
    browser.open(site / "downloads.html")
    browser.js("localStorage.clear()")


def names(browser: Browser) -> list[str]:
    return list(browser.js("return [...document.querySelectorAll('#rows tbody a')].map(a => a.textContent)"))


def pages(site: Path) -> list[Path]:
    return [site / name for name in MAIN] + sorted(site.glob("files/*.html"))


def test_no_complaints_and_no_request_leaves_the_folder(browser: Browser, site: Path) -> None:
    browser.complaints(), browser.requests()
    for path in pages(site):
        browser.open(path)
        if path.name == OVERVIEW:
            browser.wait("[...document.querySelectorAll('[data-chart]')].every(c => c.dataset.drawn)")
        browser.js("window.scrollTo(0, document.body.scrollHeight)")
        assert browser.js("return window.hit") is None, f"{path.name}: a script from a sheet ran"
    asked = browser.requests()
    assert any(address.endswith(".webp") for address in asked)
    assert any(address.endswith("vega.js") for address in asked)
    inside = ("about:", "data:", site.as_uri())
    assert [address for address in asked if not address.startswith(inside)] == []
    assert browser.complaints() == []


def test_charts_are_drawn_and_lead_to_sheets(browser: Browser, site: Path) -> None:
    browser.open(site / OVERVIEW)
    browser.wait("document.querySelectorAll('[data-drawn] svg').length === 3")
    point = browser.one("[data-chart=rate] .mark-symbol path")
    browser.js("arguments[0].scrollIntoView({block: 'center'})", point)
    point.click()
    browser.wait(f"location.pathname.endsWith('{SHEET}')")


def test_search_knows_no_width_case_or_kana(browser: Browser, large: Path) -> None:
    browser.open(large / "programs.html")
    assert len(names(browser)) == 100
    assert browser.one("#count").text == "2,500件"
    browser.one("#q").send_keys("事業１７の３ タイセイ")
    assert names(browser) == []
    assert browser.one("#none").is_displayed()
    browser.one("#q").clear()
    browser.one("#q").send_keys("事業１７の３ 相談")
    assert names(browser) == ["事業17の3 相談体制整備"]
    browser.wait("decodeURIComponent(location.hash).includes('相談')")
    browser.driver.refresh()
    assert names(browser) == ["事業17の3 相談体制整備"]
    browser.press("button[type=reset]")
    browser.wait("document.querySelectorAll('#rows tbody tr').length === 100")


def test_sorting_says_how(browser: Browser, large: Path) -> None:
    browser.open(large / "programs.html")
    browser.press("[data-sort=actual]")
    head = browser.one("th:has([data-sort=actual])")
    assert head.get_attribute("aria-sort") == "descending"
    assert names(browser)[0] == "事業500の5 相談体制整備"
    browser.press("[data-sort=actual]")
    assert head.get_attribute("aria-sort") == "ascending"
    assert names(browser)[0] == "事業1の1 相談体制整備"
    browser.press("[data-sort=actual]")
    assert head.get_attribute("aria-sort") == "none"
    browser.press("#more")
    assert len(names(browser)) == 200
    assert browser.js("return document.activeElement.textContent") == names(browser)[100]


def test_what_has_no_value_sorts_last(browser: Browser, site: Path) -> None:
    browser.open(site / "programs.html", "#edition=all")
    browser.press("[data-sort=actual]")
    assert len(names(browser)) == 4
    assert names(browser)[:2] == ["ヤングケアラー支援推進事業", '</script><img src=x onerror="window.hit = 2">']
    browser.press("[data-sort=actual]")
    assert names(browser)[1] == "ヤングケアラー支援推進事業"


def test_filters_and_links_into_the_list(browser: Browser, large: Path) -> None:
    browser.open(large / "index.html")
    browser.press("table.groups tbody a")
    browser.wait("document.querySelectorAll('#rows tbody tr').length > 0")
    assert set(browser.js("return [...document.querySelectorAll('td.policy')].map(td => td.textContent)")) == {
        "子どもたちに輝く未来をつなぐ"
    }
    browser.js("const s = document.getElementById('department'); s.value = '=防災課';"
               "s.dispatchEvent(new Event('input', {bubbles: true}))")  # fmt: skip
    assert set(browser.js("return [...document.querySelectorAll('td.departments')].map(td => td.textContent)")) == {
        "防災課"
    }


def test_filtering_500_sheets(browser: Browser, large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    browser.open(large / "programs.html")
    times = browser.js("""
        const q = document.getElementById('q'), times = [];
        for (const text of ['事', '事業', '事業1', '防災', '防災 相談', '1', '', 'zzz', 'りようしゃ', '']) {
            const start = performance.now();
            q.value = text;
            q.dispatchEvent(new Event('input', {bubbles: true}));
            document.body.offsetHeight;  // the layout counts too
            times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b);
    """)
    with capsys.disabled():
        print(
            f"\nfilter 2,500 programs of 500 sheets: median {times[len(times) // 2]:.0f} ms, worst {times[-1]:.0f} ms"
        )


def spot(browser: Browser) -> tuple[float, ...] | None:
    """The highlight's box in points of its page."""
    found = browser.js("""
        const spot = document.querySelector('.spot');
        if (!spot) return null;
        const leaf = spot.closest('.leaf'), box = spot.parentElement.getBoundingClientRect(), s = spot.style;
        const w = leaf.dataset.w / 100, h = leaf.dataset.h / 100;
        const x0 = parseFloat(s.left) * w, top = parseFloat(s.top) * h;
        return [x0, top, x0 + parseFloat(s.width) * w, top + parseFloat(s.height) * h];
    """)
    return tuple(round(edge, 1) for edge in found) if found else None


def test_a_value_shows_its_place(browser: Browser, site: Path) -> None:
    browser.open(site / SHEET)
    assert spot(browser) is None
    browser.press(VALUE)
    assert spot(browser) == BOX_971
    assert browser.one(VALUE).get_attribute("aria-pressed") == "true"
    said = browser.one("#said").text
    assert "相談支援機関の人材育成" in said and "R5 2023" in said and "「971」" in said and "1ページ" in said
    from selenium.webdriver.common.keys import Keys

    browser.keys(Keys.ESCAPE)
    assert spot(browser) is None
    assert browser.one(VALUE).get_attribute("aria-pressed") == "false"


def test_the_highlight_lies_on_the_print(browser: Browser, site: Path) -> None:
    browser.open(site / SHEET)
    browser.press(VALUE)
    browser.wait("document.querySelector('.leaf img').complete")
    dark = browser.js("""
        const img = document.querySelector('.leaf img'), at = document.querySelector('.spot').getBoundingClientRect();
        const page = img.getBoundingClientRect();
        return [(at.left - page.left) / page.width, (at.right - page.left) / page.width,
                (at.top - page.top) / page.height, (at.bottom - page.top) / page.height];
    """)
    x0, top, x1, bottom = BOX_971
    assert dark == pytest.approx([x0 / 595.28, x1 / 595.28, top / 841.89, bottom / 841.89], abs=0.004)


def test_pointing_and_focus_show_it_too(browser: Browser, site: Path) -> None:
    browser.open(site / SHEET)
    browser.hover(browser.one(VALUE))
    assert spot(browser) == BOX_971
    browser.hover(browser.one(".brand"))
    assert spot(browser) is None
    browser.js("arguments[0].focus()", browser.one(VALUE))
    assert spot(browser) == BOX_971


def test_the_page_leads_to_the_value(browser: Browser, site: Path) -> None:
    browser.open(site / SHEET)
    browser.js("""
        const sheet = document.querySelector('#leaf-0 .sheet'), box = sheet.getBoundingClientRect();
        const [x, y] = [330 / 595.28, 210 / 841.89];
        sheet.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: box.left + x * box.width,
                                                     clientY: box.top + y * box.height}));
    """)
    assert browser.js("return document.activeElement.textContent") == "971"
    assert spot(browser) == BOX_971


def test_an_issue_is_shown_on_its_page(browser: Browser, site: Path) -> None:
    browser.open(site / "issues.html")
    browser.press("a[href$='#issue-a1']")
    browser.wait("document.querySelector('#leaf-1 .spot') !== null")
    assert spot(browser) == (72.0, 60.0, 120.0, 75.0)


def test_keyboard_alone(browser: Browser, site: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.open(site / SHEET)
    browser.keys(Keys.TAB)
    assert browser.js("return document.activeElement.className") == "skip"
    browser.keys(Keys.ENTER)
    for _ in range(60):
        browser.keys(Keys.TAB)
        if browser.js("return document.activeElement.textContent") == "971":
            break
    assert spot(browser) == BOX_971
    outline = browser.js("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    browser.keys(Keys.ENTER)
    assert browser.one(VALUE).get_attribute("aria-pressed") == "true"


def test_languages(browser: Browser, site: Path) -> None:
    browser.open(site / SHEET)
    assert "点検項目" in browser.one("main").text
    browser.press("[data-set-lang=en]")
    text = browser.one("main").text
    assert "Answers" in text and "点検項目" not in text and "FY2024" in text
    assert browser.one("#viewer").get_attribute("aria-label") == "Printed page"
    assert "ヤングケアラー支援推進事業" in text  # what a sheet says stays as it says it
    browser.open(site / "programs.html")  # and the choice stays
    assert browser.one("#count").text == "1 of 4 programs"
    browser.press("[data-set-lang=ja]")
    assert browser.one("#count").text == "4件中 1件"


@pytest.mark.parametrize("name", MAIN)
def test_no_japanese_of_its_own_is_left_in_english(browser: Browser, site: Path, name: str) -> None:
    browser.open(site / name)
    browser.js("document.querySelector('[data-set-lang=en]').click()")
    left = browser.js(
        "return [...document.querySelectorAll('[data-en]')].filter(e => e.textContent !== e.dataset.en).length"
    )
    assert left == 0


def test_themes(browser: Browser, site: Path) -> None:
    def ground() -> str:
        return str(browser.js("return getComputedStyle(document.body).backgroundColor"))

    browser.open(site / "index.html")
    light = ground()
    browser.prefer("dark")
    browser.wait("document.documentElement.dataset.theme === 'dark'")
    assert ground() != light
    browser.js("const s = document.getElementById('theme'); s.value = 'light'; s.dispatchEvent(new Event('change'))")
    assert ground() == light
    browser.open(site / SHEET)
    assert ground() == light


CONTRAST = """
const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
const lum = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
function ground(e) {
    for (; e; e = e.parentElement) {
        const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
}
const bad = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !e.checkVisibility({visibilityProperty: true})) continue;
    if (e.closest('svg,script,noscript,.sr,.leaves,option')) continue;
    const s = getComputedStyle(e), a = lum(parse(s.color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05), large = parseFloat(s.fontSize) >= 24;
    const text = walker.currentNode.textContent.trim().slice(0, 20);
    if (ratio < (large ? 3 : 4.5)) bad.push(`${e.className} ${text} ${ratio.toFixed(2)}`);
}
return bad;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Browser, site: Path, scheme: str) -> None:
    browser.prefer(scheme)
    for path in pages(site):
        browser.open(path)
        assert browser.js(CONTRAST) == [], path.name


@pytest.mark.parametrize("width", [360, 768, 1024])
def test_no_page_scrolls_sideways(browser: Browser, site: Path, width: int) -> None:
    browser.size(width, 800)
    for path in pages(site):
        browser.open(path)
        wide = browser.js("return [document.documentElement.scrollWidth, window.innerWidth]")
        assert wide == [width, width], path.name


def test_on_a_phone_the_page_opens_over_the_text(browser: Browser, site: Path) -> None:
    browser.size(390, 844)
    browser.open(site / SHEET)
    assert not browser.one("#viewer").is_displayed()
    browser.press(VALUE)
    browser.wait("document.querySelector('#viewer').getBoundingClientRect().top < innerHeight * 0.56")
    value = browser.one(VALUE).rect["y"] - browser.js("return scrollY")
    assert value < 844 * 0.54
    assert spot(browser) == BOX_971
    browser.press("[data-close]")
    browser.wait("getComputedStyle(document.querySelector('#viewer')).visibility === 'hidden'")


def test_every_control_has_a_name(browser: Browser, site: Path) -> None:
    for path in pages(site):
        browser.open(path)
        bare = browser.js("""
            return [...document.querySelectorAll('button,a,input,select')].filter(e => e.checkVisibility()
                && !e.closest('[aria-hidden=true]')
                && !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length)))
                .map(e => e.outerHTML.slice(0, 120));
        """)
        assert bare == [], path.name
        counts = browser.js(
            "return ['main', 'h1', 'header.top', 'footer'].map(s => document.querySelectorAll(s).length)"
        )
        assert counts == [1, 1, 1, 1], path.name
