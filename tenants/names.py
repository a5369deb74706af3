"""Every printed name of a county's organs, and how to find the organ behind one (B-16).

Documents write one body in many ways: in short, in full, as a branch of a higher level, misprinted.
A name that no organ or group claims is an error, never a guess.
"""

from collections.abc import Iterator

from domain.kernel.pack import Organ, Pack


class UnknownNameError(LookupError):
    """The pack has no organ, or no single organ, of this name."""


def names_of(organ: Organ) -> tuple[str, ...]:
    """List the names of one organ, its own first."""
    return (organ.name, *organ.aliases)


def resolve(pack: Pack, printed_name: str) -> str:
    """Find the id of the one organ that a document calls by this name."""
    for organ in pack.organ:
        if printed_name in names_of(organ):
            return organ.id
    if printed_name in pack.group:
        raise UnknownNameError(f"{printed_name} is a group of organs, not one organ")
    raise UnknownNameError(f"no organ of pack {pack.id!r} is called {printed_name!r}")


def resolve_all(pack: Pack, printed_name: str) -> tuple[str, ...]:
    """Find the ids behind the name of an organ or a group, in the pack's order."""
    if printed_name in pack.group:
        return tuple(_members(pack, pack.group[printed_name]))
    return (resolve(pack, printed_name),)


def _members(pack: Pack, members: tuple[str, ...]) -> Iterator[str]:
    return (organ.id for organ in pack.organ if organ.id in members or organ.kind in members)
