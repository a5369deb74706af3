"""What handlers share: their type, and whether whoever acts holds the seat they act from."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.kernel import streams
from domain.kernel.authority import AUTOMATION
from domain.kernel.event import Command
from domain.kernel.facts import Post
from domain.kernel.refusal import NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, administration, require_post
from infra.vault import Vault
from services.unit import Unit

# The command's type is the key it stands under: a mapping cannot say that in types.
Handler = Callable[[Any, Unit, Vault], Awaitable[None]]
Handlers = Mapping[type[Command], Handler]


def require_automation(unit: Unit) -> None:
    """Refuse people what follows from an event by a rule alone."""
    if unit.by != AUTOMATION:
        raise NotPermitted("authority.automation_only", "此项由平台按规则自动办理，不由人办理")


async def require_seat(unit: Unit, rules: Rulebook) -> None:
    """Refuse unless the person held the post they act by (invariant 5)."""
    rules.organ(unit.by.organ)
    post = await unit.get(streams.post(unit.by.organ, unit.by.post), Post)
    require_post(post, unit.by, unit.at, rules)


async def require_administration(unit: Unit, rules: Rulebook) -> None:
    """Acts of the county's service administration, whatever it is called there (B-73)."""
    administering = administration(rules)
    if unit.by.organ not in administering or unit.by.post != PRINCIPAL:
        names = "、".join(map(rules.short, administering)) or "政务服务管理部门（政策包未列）"
        raise rules.refuse(
            NotPermitted, "organisation.not_administration", f"此项须由{names}主要负责人办理"
        )
    await require_seat(unit, rules)


async def require_principal(unit: Unit, organ: str, rules: Rulebook) -> None:
    """Acts of an organ as a whole are its principal's (XG23-28)."""
    if (unit.by.organ, unit.by.post) != (organ, PRINCIPAL):
        raise rules.refuse(
            NotPermitted,
            "organisation.not_principal",
            f"此项须由{rules.organ(organ).name}主要负责人办理",
        )
    await require_seat(unit, rules)
