"""Makers are run by hand: pytest must not import them, for their producers are not dependencies."""

from __future__ import annotations

from pathlib import Path

collect_ignore = [p.name for p in Path(__file__).parent.glob("*.py") if not p.name.startswith("test_")]
