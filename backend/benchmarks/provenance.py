"""What a measurement was made with: machine and versions, stored beside every result."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from threadpoolctl import threadpool_info

# Programs that are measured state their own versions.
PACKAGES = ("numpy", "scipy", "scikit-learn")


def provenance() -> dict[str, object]:
    """Processor, cores, system, Python, the packages beneath the engine and NumPy's BLAS."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {package: version(package) for package in PACKAGES},
        "blas": sorted({_blas(pool) for pool in threadpool_info() if pool["user_api"] == "blas"}),
    }


def _blas(pool: dict[str, object]) -> str:
    return f"{pool['internal_api']} {pool['version']} ({pool.get('architecture', 'unknown kernels')})"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
