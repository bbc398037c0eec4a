import os

from hypothesis import settings

# The same examples on every machine; more of them, and other ones, with e.g. HYPOTHESIS_EXAMPLES=20000.
_examples = os.environ.get("HYPOTHESIS_EXAMPLES")
settings.register_profile("steady", derandomize=True, max_examples=150, deadline=None)
settings.register_profile("search", max_examples=int(_examples or 1), deadline=None)
settings.load_profile("search" if _examples else "steady")
