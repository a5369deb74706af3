"""What time it is in a story that several processes play: a file says how far it is from now."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SharedClock:
    """It goes on like any clock, and jumps ahead when it is set; a `services.execute.Clock`.

    No setting reaches it: whoever wants a platform to go by it must start that platform himself.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))

    def set(self, moment: datetime) -> None:
        """For all who share the file at once; never back."""
        assert not self._file.exists() or moment >= self()
        new = self._file.with_suffix(".new")
        new.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        new.replace(self._file)
