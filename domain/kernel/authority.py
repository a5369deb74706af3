"""The answer to: does this organ, through this person's post, hold this power at this moment?

Every act's event stores its answer, with the chain of instruments it rests on (DESIGN 5).
"""

from typing import Literal

from msgspec import Struct

LinkKind = Literal[
    "pack", "matter", "empowerment", "agreement", "announcement", "procedure", "trial",
    "withdrawal", "window", "seal", "readiness", "post", "staff",
]  # fmt: skip


class Link(Struct, frozen=True, gc=False):
    """One instrument in the chain: what it is, the event that carries it, what it says."""

    kind: LinkKind
    ref: str
    says: str


class Authority(Struct, frozen=True, gc=False):
    """Granted: who may act, in whose name, under which mode and step, resting on what."""

    organ: str
    in_name_of: str
    person: str
    post: str
    matter: int
    mode: str
    step: str
    chain: tuple[Link, ...]


class By(Struct, frozen=True):
    """Who acts: a person through a post of an organ. The person's id is a staff id, not a name."""

    person: str
    organ: str
    post: str

    @property
    def seat(self) -> str:
        return f"{self.organ}/{self.post}"


PLATFORM = "platform"
"""The organ that the platform itself acts as. No credential of a county may name it."""
OPERATOR = By(person="operator", organ=PLATFORM, post="operator")
"""Who sets a county up, by its authorisation."""
AUTOMATION = By(person="automation", organ=PLATFORM, post="automation")
"""What follows from an event by a rule, with nobody's judgement: deadlines, pushes."""
