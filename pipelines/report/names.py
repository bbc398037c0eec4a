"""Names of files and anchors, made from ids that may hold anything a sheet prints."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_LONGEST: Final = 80


def file_name(identity: str) -> str:
    """A name that is safe on every file system and in every address, and different for different ids.

    >>> file_name("131059-bunkyo-strategy-2025-15")
    '131059-bunkyo-strategy-2025-15'
    >>> file_name("../../etc/passwd")
    'etc-passwd-3754d6cb3a'
    """
    clean = re.sub(r"[^a-z0-9]+", "-", identity.lower()).strip("-")[:_LONGEST]
    if clean and clean == identity:
        return clean
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{clean}-{digest}".lstrip("-")
