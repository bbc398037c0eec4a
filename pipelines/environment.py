"""What processes of tenken share, and what they find in their environment."""

from __future__ import annotations

TYPE_CHECKING = False  # for type checkers it is true: a worker starts before `typing` is imported
if TYPE_CHECKING:
    from typing import Final

OUT: Final = "data/out"
"""The folder of the tables, where no other is named."""

READ: Final = "pipelines.source:read_stretch"
"""What reads a PDF, by name: the parent reads none and imports nothing that does."""

ALONE: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""NumPy's threads for linear algebra take as long to start as all the rest of NumPy, and have no work here."""

LEAN: Final = {"ARROW_DEFAULT_MEMORY_POOL": "system"}
"""For what makes tables: Arrow's own pool keeps what is freed apart from the rest, a quarter of a year's run."""

KEEP: Final = {
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    "MALLOC_TOP_PAD_": str(1 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
"""For workers: pdfium takes and frees megabytes with every page, and glibc would hand them to the system each time.

Freed memory is kept for the next page instead, in large pages where the system has them: a third of the page faults.
Other C libraries do not look at these.
"""

GARBAGE: Final = 20_000
"""Objects between collections: an import or a page makes more than Python's 700, and seldom in rings."""

INTERRUPTED: Final = 130
"""The exit status of a program that Ctrl-C ended: 128 and the number of SIGINT."""
