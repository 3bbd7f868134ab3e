"""Break the code in small ways and see whether the tests notice: ``python -m tools.mutation [COUNT] [SEED]``.

mutmut makes the mutants of the functions in the modules that ``[tool.mutmut]`` in pyproject.toml lists, in
``mutants/``, and runs those of the tests listed there that reach each. There are thousands, so COUNT of them
are drawn by SEED. Printed are the changes that no test noticed, how many were noticed in each module, and the
share of all with its 95 % interval (Wilson's).
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from pathlib import Path

FLOOR = 0.80
"""Share of mutants that the tests have to notice."""

_NOTICED = {"killed", "timeout", "segfault"}


def names() -> list[str]:
    """Write the mutants, and return their names in order."""
    from mutmut import __main__ as mutmut
    from mutmut.mutation.trampoline import set_mutant_under_test
    from mutmut.utils.file_utils import copy_src_dir

    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    mutmut.create_mutants(2)
    mutants, _ = mutmut.collect_source_file_mutation_data(mutant_names=())
    return sorted(name for _, name, _ in mutants)


def drawn(all_names: list[str], count: int, seed: int) -> list[str]:
    """``count`` of the names, or all where there are fewer, in order."""
    return sorted(random.Random(seed).sample(all_names, min(count, len(all_names))))


def outcomes(mutants: list[str]) -> dict[str, str]:
    """Run the tests against each mutant; return what became of it by its name, in mutmut's words."""
    from mutmut import __main__ as mutmut
    from mutmut.stats import status_by_exit_code

    mutmut.cli.main(["run", *mutants], standalone_mode=False)
    found, _ = mutmut.collect_source_file_mutation_data(mutant_names=mutants)
    return {name: status_by_exit_code[code] for _, name, code in found}


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of the share ``part / whole``."""
    z = 1.96
    share, scale = part / whole, 1 + z * z / whole
    middle = (share + z * z / (2 * whole)) / scale
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / scale
    return middle - half, middle + half


def table(became: dict[str, str]) -> list[str]:
    """A line for each module, and one for all."""
    of: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for name, how in became.items():
        for row in (name.rpartition(".")[0], "all"):
            of[row] += 1
            noticed[row] += how in _NOTICED
    rows = [*sorted(set(of) - {"all"}), "all"]
    low, high = interval(noticed["all"], of["all"])
    lines = [f"{row:40} {noticed[row]:5} of {of[row]:5}  {noticed[row] / of[row]:6.1%}" for row in rows]
    return [*lines[:-1], f"{lines[-1]}  (95 %: {low:.1%} to {high:.1%})"]


def main(count: int = 400, seed: int = 1) -> int:
    """Draw, run and print; return 1 where too few were noticed."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    there = names()
    became = outcomes(drawn(there, count, seed))
    for name, how in became.items():
        if how not in _NOTICED:
            print(f"\n{how}: {name}\n{get_diff_for_mutant(name)}")
    print(f"\n{len(became)} of {len(there)} mutants, seed {seed}", *table(became), sep="\n")
    return sum(how in _NOTICED for how in became.values()) < FLOOR * len(became)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
