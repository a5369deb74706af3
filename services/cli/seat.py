"""Who acts or asks from a terminal: a seat by names or ids, and the person in it."""

from datetime import datetime

from domain.kernel import streams
from domain.kernel.authority import PLATFORM, By
from domain.kernel.facts import Post
from domain.kernel.rulebook import Rulebook
from services.cli.output import fail
from services.main import Platform


def seat_of(organ: str, post: str, rules: Rulebook | None) -> tuple[str, str]:
    """The ids of organ and post, which may be given by name (B-16); without rules, as given."""
    if not organ or not post or "/" in post or organ == PLATFORM:
        fail("cli.seat", f"“{organ}/{post}”不是 机构/岗位")
    if rules is None:
        return organ, post
    known = next((key for key, name in rules.pack.post.items() if post == name), post)
    return rules.find(organ).id, known


async def holders(it: Platform, tenant: str, organ: str, post: str, at: datetime) -> list[str]:
    fact = await it.executor.unit(tenant).get(streams.post(organ, post), Post)
    return (
        [name for name in fact.state.holders if fact.state.held_by(name, at)] if fact.state else []
    )


async def seated(
    it: Platform, tenant: str, seat: tuple[str, str], person: str | None, at: datetime | None
) -> By:
    """Whoever is named, else the only one who holds the post at that moment; a seat by its ids."""
    if person is None:
        moment = at or it.executor.unit(tenant).at
        found = await holders(it, tenant, *seat, moment)
        if len(found) != 1:
            who = "、".join(found) or "无人在岗；首次任职不写 --as"
            fail("cli.person", f"请用 --person 指明人员；{'/'.join(seat)}：{who}")
        (person,) = found
    return By(person, *seat)
