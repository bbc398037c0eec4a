"""What processes of tenken find in their environment."""

from typing import Final

ALONE: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""NumPy's threads for linear algebra take as long to start as all the rest of NumPy, and have no work here."""
