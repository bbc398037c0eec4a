"""Broken PDFs, each from a seed: bytes flipped, cut, streams swapped, objects repointed, numbers huge."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf

Dice = random.Random
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_REFERENCE = re.compile(rb"(\d+) 0 R\b")
_NUMBER = re.compile(rb"(?<![\d.])\d{1,6}(?:\.\d+)?(?![\d.])")
_HUGE = (b"2147483647", b"-2147483648", b"99999999999999999999", b"1e38", b"0", b"-1", b"0.0000001", b"4294967296")


def plain(path: Path) -> bytes:
    """A PDF with its streams unpacked, so that a flipped byte changes an operator and not a checksum."""
    out = io.BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(
            out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True,
        )  # fmt: skip
    return out.getvalue()


def flipped(content: bytes, dice: Dice) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 8, 64, 512))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(content: bytes, dice: Dice) -> bytes:
    first = dice.randrange(len(content))
    if dice.random() < 0.5:
        return content[:first]
    return content[:first] + content[first + dice.randrange(1, 20_000) :]


def doubled(content: bytes, dice: Dice) -> bytes:
    first = dice.randrange(len(content))
    piece = content[first : first + dice.randrange(1, 5_000)]
    return content[:first] + piece * dice.choice((2, 3, 50)) + content[first:]


def swapped(content: bytes, dice: Dice) -> bytes:
    found = list(_STREAM.finditer(content))
    if len(found) < 2:
        return flipped(content, dice)
    one, other = sorted(dice.sample(found, 2), key=lambda match: match.start())
    return b"".join((
        content[: one.start(1)], other[1], content[one.end(1) : other.start(1)], one[1], content[other.end(1) :],
    ))  # fmt: skip


def repointed(content: bytes, dice: Dice) -> bytes:
    found = list(_REFERENCE.finditer(content))
    if not found:
        return flipped(content, dice)
    targets = [match[1] for match in found]
    chosen = {match.start() for match in dice.sample(found, min(len(found), dice.choice((1, 2, 5))))}
    return _REFERENCE.sub(
        lambda match: dice.choice(targets) + b" 0 R" if match.start() in chosen else match[0], content
    )


def enlarged(content: bytes, dice: Dice) -> bytes:
    found = list(_NUMBER.finditer(content))
    chosen = {match.start() for match in dice.sample(found, min(len(found), dice.choice((1, 3, 20))))}
    return _NUMBER.sub(lambda match: dice.choice(_HUGE) if match.start() in chosen else match[0], content)


WAYS: tuple[Callable[[bytes, Dice], bytes], ...] = (flipped, cut, doubled, swapped, repointed, enlarged)


def broken(sources: list[Path], number: int, seed: str) -> bytes:
    """The broken PDF of a number: the same for the same sources and seed."""
    dice = Dice(f"{seed}/{number}")
    path = dice.choice(sources)
    content = plain(path) if dice.random() < 0.6 else path.read_bytes()
    return WAYS[number % len(WAYS)](content, dice)
