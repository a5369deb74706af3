"""What is wrong with a pack: one sentence at one key."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing wrong with a pack, before it is known which file the key stands in.

    `key` reads like `matter[no.12].guard[volume].at_least`: a row is named by its own `no` or `id`
    where it has one, else by its place. `looked_in` are the top-level tables in which something
    was looked up in vain; if one of them could not be read, the fault is an echo of that.
    """

    key: str
    reason: str
    looked_in: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The top-level key of the pack that this fault is in."""
        return self.key.partition(".")[0].partition("[")[0]


def below(parent: str, key: str) -> str:
    """Name a field of a table."""
    return f"{parent}.{key}" if parent else key


def row(parent: str, place: int, *, number: object = None, identity: object = None) -> str:
    """Name a row of a table array, by its own number or id if it has a usable one."""
    if isinstance(number, int) and number > 0:
        return f"{parent}[no.{number}]"
    if isinstance(identity, str) and identity:
        return f"{parent}[{identity}]"
    return f"{parent}[{place}]"
