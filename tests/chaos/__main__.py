"""The command: `python -m tests.chaos --minutes 20 --seed 7`."""

import argparse
import random
import sys

from tests.chaos.run import run


def main() -> int:
    """Run, print seed and result; 1 if something was seen that should not have been."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=None, help="the same seed does the same things again")
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if asked.seed is None else asked.seed
    print(f"chaos: {asked.minutes:g} minutes, seed {seed}", flush=True)
    outcome = run(asked.minutes, seed)
    print(outcome.text)
    for failure in outcome.failures:
        print(f"FAILED: {failure}")
    print("FAILED" if outcome.failures else "passed")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
