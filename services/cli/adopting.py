"""Adopting a pack from the command line; what a county has adopted is not adopted again."""

from uuid import uuid4

from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import IllegalState
from domain.policy.adoption import AdoptPack, AdoptUpperPack
from services.cli.output import console
from services.main import Platform


async def adopt(it: Platform, tenant: str, command: AdoptPack | AdoptUpperPack) -> None:
    """Adopt, and say so; once more from the same day is no mistake, and changes nothing."""
    pack, day = command.pack, command.pack.effective_from
    if isinstance(command, AdoptUpperPack):
        day = command.effective_from
    verb, where = "已采用", ""
    try:
        done = await it.executor.execute(tenant, OPERATOR, command, uuid4())
        where = f"（日志位置 {done.appended.last}）"
    except IllegalState as no:
        policy = await it.executor.unit(tenant).adopted()
        known = [(own.rules.pack, own.effective_from) for own in policy.own]
        known += [(above.pack, above.effective_from) for above in policy.above]
        if no.code != "policy.already_adopted" or (pack, day) not in known:
            raise
        verb = "此前已经采用"
    said = f"[green]{tenant}[/] {verb}{pack.name} {pack.version}，自 {day} 起生效{where}"
    console.print(said, highlight=False, soft_wrap=True)
