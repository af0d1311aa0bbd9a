"""Faults that a test orders: refused, late, lost or broken answers."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

KINDS = (
    "http_500", "http_429", "timeout", "drop_before", "drop_after", "garbage", "garbage_after",
)  # fmt: skip
AFTER = ("timeout", "drop_after", "garbage_after")  # the work is done before the answer breaks


@dataclass
class Fault:
    """A fault for the next calls of a route; ``times`` 0 means for all of them."""

    method: str
    pattern: str
    kind: str
    left: int
    seconds: float

    def fits(self, method, path):
        """Tell whether a call is hit."""
        pattern = self.pattern if self.pattern.startswith("/") else f"/v1/{self.pattern}"
        return self.method in ("*", method) and fnmatchcase(path, pattern)


class Faults:
    """The faults that are still to come, the first ordered first."""

    def __init__(self):
        self.waiting = []

    def add(self, method, pattern, kind, times=1, seconds=30):
        """Order a fault."""
        if kind not in KINDS:
            raise ValueError(f"{kind} is no fault; choose one of {', '.join(KINDS)}.")
        self.waiting.append(Fault(method.upper(), pattern, kind, int(times) or -1, float(seconds)))

    def take(self, method, path):
        """Return the fault of this call, or None."""
        for fault in self.waiting:
            if fault.fits(method, path):
                fault.left -= 1
                if not fault.left:
                    self.waiting.remove(fault)
                return fault
        return None

    def clear(self):
        """Let everything work again."""
        self.waiting.clear()
