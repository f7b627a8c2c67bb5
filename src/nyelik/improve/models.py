"""Where Django looks for tables; targets are written in `targets`."""

from nyelik.improve.targets import Target

__all__ = ["Target"]
