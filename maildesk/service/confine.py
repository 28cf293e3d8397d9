"""The bounds of a process that reads hostile bytes: set by itself, kept by the kernel."""

from __future__ import annotations

import resource

from maildesk.config.limits import Limits


def confine_memory(limits: Limits) -> None:
    """From now on an allocation past the bound fails with MemoryError, and a crash leaves no core with mail in it."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.worker_memory, limits.worker_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine_cpu(limits: Limits) -> None:
    """Allows this much more CPU from now on; past it the kernel ends the process (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + limits.worker_cpu.total_seconds()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
