"""Nobody acts from a post that they did not hold (invariant 5)."""

from datetime import datetime

from domain.kernel.authority import By
from domain.kernel.facts import Fact, Post
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook

# The posts that code knows by their ids; every other one is named by a pack alone.
PRINCIPAL = "principal"  # 主要负责人: signs, appoints, consents for the organ
ADMINISTRATION = "service_administration"  # the role of the organ that keeps lists (B-73)
SUPERVISOR = "supervisor"  # 监管人员: puts irregularities on record


def require_post(post: Fact[Post], by: By, at: datetime, rules: Rulebook) -> None:
    """Refuse unless the person held the post at that moment (invariant 5)."""
    if post.state is None or not post.state.held_by(by.person, at):
        raise rules.refuse(
            NotPermitted,
            "organisation.post_not_held",
            f"{by.person}当时未任{rules.short(by.organ)}的“{rules.post(by.post)}”",
            person=by.person,
            organ=by.organ,
            post=by.post,
        )


def administration(rules: Rulebook) -> tuple[str, ...]:
    """The organs that administer the county's service and keep its lists (B-73)."""
    return tuple(organ.id for organ in rules.pack.organ if ADMINISTRATION in organ.roles)


def answers_to(organ: str, rules: Rulebook) -> str:
    """To whom an organ owes what a plan asks of it; empty: to nobody who is named.

    The administration, and for the administration itself the organ above it: nobody could be
    trusted to let himself off.
    """
    administering = administration(rules)
    if organ not in administering:
        return next(iter(administering), "")
    return rules.organ(organ).parent or ""
