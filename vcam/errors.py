"""What can go wrong in a way that a person can act on."""


class VcamError(Exception):
    """Something failed; the message says what happened, then what to do."""


class UsageError(VcamError):
    """The command or a setting was wrong; nothing was started."""


class SourceError(VcamError):
    """A camera or file gives no pictures."""


class SinkError(VcamError):
    """Pictures cannot be delivered."""


class NetworkError(VcamError):
    """A network cannot be loaded or does not do what it should."""


class AlphaError(NetworkError):
    """A network's answer is no alpha: wrong shape, NaN, or out of range."""
