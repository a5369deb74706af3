"""Who asked for long work, as it is noted with it: a seat with its person, or a credential."""

from domain.kernel.authority import By


def noted(by: By) -> str:
    return f"{by.seat}:{by.person}"


def seat(asker: str) -> By | None:
    """Who asked for it by a seat; None: a credential without one did."""
    of, _, person = asker.partition(":")
    organ, slash, post = of.partition("/")
    return By(person=person, organ=organ, post=post) if slash else None
