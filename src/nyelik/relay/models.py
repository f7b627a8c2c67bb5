"""Where Django looks for tables; they are written in `tables`."""

from nyelik.relay.tables import Memory, MirroredDevice, MirroredRecord, UpstreamEntry

__all__ = ["Memory", "MirroredDevice", "MirroredRecord", "UpstreamEntry"]
