"""The examples in docs/normalize.md run, and there is one for every public name."""

import doctest
import re
from pathlib import Path

import normalize

GUIDE = Path(__file__).parents[2] / "docs" / "normalize.md"
TEXT = GUIDE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def test_examples() -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    names: dict[str, object] = {}
    for number, block in enumerate(BLOCKS):
        test = doctest.DocTestParser().get_doctest(block, names, f"block {number}", str(GUIDE), 0)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.tries > 40
    assert runner.failures == 0


def test_every_function_is_described() -> None:
    functions = [name for name in normalize.__all__ if name.islower() and name not in ("is_unit", "repair")]
    assert [name for name in functions if f"`{name}(" not in TEXT] == []
