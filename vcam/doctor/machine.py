"""The machine: its processor and its memory."""

from vcam.doctor.finding import Remedy, Verdict, hint, ok, warning
from vcam.doctor.system import System

INTEL = ("x86_64", "amd64")
DOT_PRODUCTS = ("avx512_vnni", "avx_vnni", "asimddp")
"""Instructions that multiply and add many small integers at once: with them int8 networks are fast."""
LEAST_FREE_MB = 500
"""vcam needs about 300 MB while it runs."""


def check_processor(system: System) -> Verdict | None:
    """The processor's instructions decide how fast networks compute."""
    features = _features(system)
    if not features:
        return None
    if system.architecture.lower() in INTEL and "avx2" not in features:
        return warning(
            "This processor has no AVX2 instructions, so networks compute several times slower.",
            Remedy(
                "Make the pictures smaller and fewer.",
                ("vcam settings set output.size 640x360", "vcam settings set output.fps 15"),
            ),
        )
    if any(feature in features for feature in DOT_PRODUCTS):
        return ok("The processor has instructions for int8 networks (dot products), so these are fast.")
    return ok(
        "The processor has no instructions for int8 networks (VNNI), so fp32 networks are as fast or faster."
    )


def check_memory(system: System) -> Verdict | None:
    """A computer that swaps makes the picture stutter."""
    sizes = {}
    for line in system.read("/proc/meminfo").splitlines():
        name, _, rest = line.partition(":")
        words = rest.split()
        if words and words[0].isdecimal():
            sizes[name] = int(words[0]) // 1024
    total_mb, free_mb = sizes.get("MemTotal"), sizes.get("MemAvailable")
    if total_mb is None or free_mb is None:
        return None
    said = f"{free_mb / 1024:.1f} of {total_mb / 1024:.1f} GB of memory are free"
    if free_mb >= LEAST_FREE_MB:
        return ok(f"{said}; vcam needs about 0.3.")
    return hint(f"Only {said}, so the picture may stutter.", Remedy("Close programs or browser tabs."))


def _features(system: System) -> frozenset[str]:
    """What the first processor is able to do, in the kernel's words."""
    for line in system.read("/proc/cpuinfo").splitlines():
        name, _, words = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return frozenset(words.split())
    return frozenset()
