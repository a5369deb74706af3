"""What must be there before a township exercises a power, where rules say so (XG23-69)."""

import pytest
from msgspec.structs import replace

from domain.cases.events import CaseDecided
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.pack import Condition, Pack
from domain.kernel.refusal import Refusal
from domain.policy.adoption import AdoptPack
from domain.readiness.access import EndAccess
from domain.readiness.handover import ReceiveMaterials, ReturnMaterials
from domain.readiness.items import ConfirmItem, WithdrawItem
from domain.readiness.training import Attendance, HoldTraining
from projections.attempts import Attempts
from services.commands.preparations import Readiness, readiness
from services.demo.acts import CasePlan
from tenants.loader import digest
from tests.scenarios.settled import BARE, OTHER, OWNER, TOWN, Settled
from tests.scenarios.test_materials import HAND, LOGIN, MANUAL
from tests.scenarios.test_readiness import rows
from tests.world import XINGGUO, at


def condition(identity: str, kind: str, *steps: str, of: str = "") -> Condition:
    return Condition(
        id=identity,
        name=f"条件{identity}",
        kind=kind,  # type: ignore[arg-type]  # one of its words
        of=of,
        mode=("no2_seal",),
        step=steps,
        blocks=True,
        clause=f"附件9 {identity}",
        source="XG23-69",
    )


ASKED = (
    condition("book", "material", "receive", of="manual"),
    condition("login", "system", "accept", of="approval_system"),
    condition("taught", "training", "accept"),
    condition("learnt", "trained_staff", "accept"),
    condition("rules", "item", "decide"),
    condition("seal", "seal", "decide", of="no2"),
)
PACK: Pack = replace(XINGGUO, version="2024-01-06", readiness=ASKED)
TAUGHT = HoldTraining(
    number="训-9",
    form="special",
    title="培训",
    matters=(21,),
    attendance=(Attendance(TOWN, ("somebody",)),),
)
CONFIRM = ConfirmItem(item="rules", document_number="制-1")
WITHDRAW = WithdrawItem(item="rules", reason="设备送修")


async def of(county: Settled, organ: str) -> Readiness:
    unit = county.executor.unit(county.tenant)
    (found,) = await readiness(unit, await unit.rules(), organ)
    return found


async def test_a_power_is_not_exercised_until_what_it_needs_is_there(settled: Settled) -> None:
    """The first condition that is missing is named, with its clause, and the attempt remembered."""
    await settled.do(OPERATOR, AdoptPack(pack=PACK, digest=digest(PACK)))
    settled.now = at("2024-01-08 09:00")
    clerk, head = settled.by(TOWN, "window_clerk"), settled.by(TOWN, "principal")
    owner = settled.by(OWNER, "principal")
    acts = list(settled.county.case(CasePlan("件-001", TOWN, 21, {})))
    learnt = replace(TAUGHT, number="训-10", attendance=(Attendance(TOWN, (clerk.person,)),))
    book = replace(HAND, lines=(MANUAL,))
    missing: tuple[tuple[str, int, tuple[tuple[By, Command], ...]], ...] = (
        ("book", 0, ((owner, book), (clerk, ReceiveMaterials(number=book.number)))),
        ("login", 1, ((owner, replace(LOGIN, person=clerk.person)),)),
        ("taught", 1, ((owner, TAUGHT),)),
        ("learnt", 1, ((owner, learnt),)),
        ("rules", 6, ((head, CONFIRM),)),
    )
    played = 0
    for name, step, remedy in missing:
        await settled.play(*acts[played:step])
        played = max(played, step)
        with pytest.raises(Refusal) as refused:
            await settled.do(acts[step].by, acts[step].command)
        assert (refused.value.code, refused.value.clause) == (
            "readiness.not_ready",
            f"附件9 {name}",
        )
        for by, command in remedy:
            await settled.do(by, command)
    attempts = await rows(settled, Attempts(), "attempted_at")
    # To decide is to exercise power; the others did not come so far.
    assert [it.code for it in attempts] == ["readiness.not_ready"]
    town = {it.condition: it for it in (await of(settled, TOWN)).conditions}
    assert {name for name, it in town.items() if it.met} == {"book", "login", "rules"}
    for name in ("taught", "learnt", "seal"):  # met for some matters, this one among them
        assert town[name].lacking
        assert 21 not in town[name].lacking
    decided, *_ = [
        event for event in await settled.play(*acts[played:]) if isinstance(event, CaseDecided)
    ]
    says = [link.says for link in decided.authority.chain if link.kind == "readiness"]
    assert says[0] == "条件rules：以制-1确认"
    assert says[1:] == list(town["seal"].says)
    # Whoever learnt nothing may not accept; whose right to log on ended, neither.
    ended = EndAccess(organ=TOWN, system=LOGIN.system, person=clerk.person, reason="调离")
    await settled.do(owner, ended)
    later = list(settled.county.case(CasePlan("件-002", TOWN, 21, {})))
    await settled.play(later[0])
    assert await settled.refused(later[1].by, later[1].command) == "readiness.not_ready"
    await settled.do(clerk, ReturnMaterials(number="转-1", line=1, reason="换版"))
    received = next(iter(settled.county.case(CasePlan("件-003", TOWN, 21, {}))))
    assert await settled.refused(received.by, received.command) == "readiness.not_ready"
    await settled.do(head, WITHDRAW)
    assert not any(it.met for it in (await of(settled, TOWN)).conditions)
    assert not (await of(settled, BARE)).ready


async def test_what_a_townships_own_item_does_not_allow(settled: Settled) -> None:
    head = settled.by(TOWN, "principal")
    confirm = replace(CONFIRM, item="equipment")
    withdraw = replace(WITHDRAW, item="equipment")
    table: tuple[tuple[str, By, Command], ...] = (
        ("organisation.not_principal", settled.by(TOWN, "window_clerk"), confirm),
        ("readiness.no_such_item", head, CONFIRM),
        ("readiness.no_such_item", head, replace(confirm, document_number=" ")),
        ("readiness.item_missing", head, withdraw),
    )
    for code, by, command in table:
        assert await settled.refused(by, command) == code
    await settled.do(head, confirm)
    assert await settled.refused(head, confirm) == "readiness.item_stands"
    assert await settled.refused(head, replace(withdraw, reason="")) == "readiness.reason"
    # It is shown and keeps nobody from anything: so much the county's document says.
    town, other = await of(settled, TOWN), await of(settled, OTHER)
    (stands,) = (it for it in town.conditions if it.condition == "equipment")
    assert (stands.met, stands.blocks, stands.says) == (True, False, ("技术设备：以制-1确认",))
    assert not any(it.met for it in other.conditions)
    await settled.play(*list(settled.county.case(CasePlan("件-001", OTHER, 21, {})))[:2])
