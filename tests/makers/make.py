"""Make variants of the sheet forms with known truth.

python -m tests.makers.make --out DIR [--seed 1] [--only PART ...] [--samples DIR] [--specimens] [--list]

Writes DIR/<variant>/NN.pdf and DIR/<variant>.json. Also runs as a plain script.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Parse the command line and make the variants asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="variants whose name contains one of these")
    parser.add_argument("--samples", type=Path, default=ROOT / "tests" / "specimens", help="specimens to handle")
    parser.add_argument("--specimens", action="store_true", help="make only the small set that is kept with the tests")
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    catalogue = importlib.import_module("tests.makers.catalogue")
    making = importlib.import_module("tests.makers.making")
    offered = catalogue.specimens() if args.specimens else catalogue.variants()
    chosen = [v for v in offered if not args.only or any(o in v.name for o in args.only)]
    if args.list:
        print("\n".join(v.name for v in chosen))
        return 0
    args.out.mkdir(parents=True, exist_ok=True)
    failures: int = making.make_all(chosen, args.out, args.seed, args.samples)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
