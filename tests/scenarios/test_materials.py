"""What a township is handed to work with, and where each blank certificate went (XG23-65).

Manuals before a mode begins (JX24-30), who may log on to what (JX24-37).
"""

from collections.abc import Mapping

from msgspec.structs import replace

from domain.kernel import streams
from domain.kernel.authority import OPERATOR, By
from domain.kernel.event import Command
from domain.kernel.facts import Access
from domain.policy.adoption import AdoptPack
from domain.readiness.access import EndAccess, GrantAccess
from domain.readiness.blanks import VoidBlank
from domain.readiness.handover import (
    HandOverMaterials,
    Line,
    ReceiveMaterials,
    ReturnMaterials,
)
from projections.accesses import Accesses
from projections.blanks import BlankRow, Blanks
from projections.handovers import Handovers
from services.demo.acts import Act, CasePlan
from tenants.loader import digest
from tests.scenarios.settled import OTHER, OWNER, TOWN, Settled
from tests.scenarios.test_candidates import raised
from tests.scenarios.test_readiness import rows
from tests.world import XINGGUO, at

TERMS = XINGGUO.handover
assert TERMS is not None
CHECKED = replace(XINGGUO, version="2024-01-06", handover=replace(TERMS, checked=True))
CERTIFICATE = next(m.certificate or "" for m in XINGGUO.matter if m.no == 21)
MANUAL = Line(kind="manual", name="业务手册", quantity=3)
BOOK = Line(
    kind="certificate",
    name="空白证书",
    certificate=CERTIFICATE,
    first="件-001-证",
    last="件-004-证",
)
HAND = HandOverMaterials(number="转-1", to=TOWN, lines=(MANUAL, BOOK))
RECEIVE = ReceiveMaterials(number="转-1")
VOID = VoidBlank(number="转-1", line=2, serial="件-002-证", reason="打印污损")
BACK = ReturnMaterials(number="转-1", line=2, reason="样式更新")
LOGIN = GrantAccess(organ=TOWN, system="approval_system", person="t-1")
END = EndAccess(organ=TOWN, system="approval_system", person="t-1", reason="调离窗口")


async def ready_to_certify(county: Settled, number: str, town: str = TOWN) -> Act:
    """The case as far as its certificate is stamped; the act that issues it."""
    acts = list(county.county.case(CasePlan(number, town, 21, {})))
    await county.play(*acts[:-2])
    return acts[-2]


async def stock(county: Settled) -> Mapping[str, BlankRow]:
    return {row.key: row for row in await rows(county, Blanks(), "allotted_at")}


async def test_a_certificate_takes_its_number_from_the_townships_own_range(
    settled: Settled,
) -> None:
    """Under rules that ask for it; handed over, acknowledged, used, void, given back."""
    await settled.do(OPERATOR, AdoptPack(pack=CHECKED, digest=digest(CHECKED)))
    settled.now = at("2024-01-08 09:00")
    head, clerk = settled.by(OWNER, "principal"), settled.by(TOWN, "window_clerk")
    await settled.do(head, HAND)
    again = replace(HAND, number="转-2", to=OTHER, lines=(replace(BOOK, first="件-004-证"),))
    assert await settled.refused(head, again) == "readiness.serials_taken"
    twice = replace(
        HAND, number="转-2", lines=(replace(BOOK, first="件-900-证", last="件-910-证"),) * 2
    )
    assert await settled.refused(head, twice) == "readiness.serials_taken"

    third = await ready_to_certify(settled, "件-003")
    assert await settled.refused(third.by, third.command) == "readiness.blank_not_held"
    await settled.do(clerk, RECEIVE)
    await settled.do(third.by, third.command)
    assert (await stock(settled))["转-1/2"].skipped == ("件-001-证", "件-002-证")
    foreign = await ready_to_certify(settled, "件-001", OTHER)
    assert await settled.refused(foreign.by, foreign.command) == "readiness.blank_of_another"
    await settled.do(clerk, VOID)
    second = await ready_to_certify(settled, "件-002")
    assert await settled.refused(second.by, second.command) == "readiness.blank_spent"
    used = replace(VOID, serial="件-003-证")
    assert await settled.refused(clerk, used) == "readiness.blank_spent"
    assert await settled.refused(clerk, VOID) == "readiness.blank_spent"

    await settled.do(clerk, BACK)
    row = (await stock(settled))["转-1/2"]
    assert (row.total, row.left, row.used, row.void) == (4, 0, ("件-003-证",), ("件-002-证",))
    assert (row.returned, row.skipped) == (("件-001-证", "件-004-证"), ())
    (handed,) = await rows(settled, Handovers(), "handed_at")
    assert (handed.to, handed.returned, handed.waiting) == (TOWN, (2,), False)
    assert await settled.refused(clerk, BACK) == "readiness.not_in_hand"
    # What came back may go to another, who then may use it.
    await settled.do(head, replace(again, lines=(replace(BOOK, last="件-001-证"),)))
    await settled.do(settled.by(OTHER, "window_clerk"), replace(RECEIVE, number="转-2"))
    await settled.do(foreign.by, foreign.command)
    assert (await stock(settled))["转-2/1"].used == ("件-001-证",)
    assert (
        await settled.refused(
            settled.by(OTHER, "window_clerk"), replace(BACK, number="转-2", line=1)
        )
        == "readiness.nothing_left"
    )


async def test_where_no_rule_asks_for_it_a_number_in_the_stock_is_still_accounted_for(
    settled: Settled,
) -> None:
    """And none is refused: this county's document speaks of handing over alone.

    Whose range another's certificate is from, whoever supervises is told; of none nothing is known.
    """
    await settled.do(settled.by(OWNER, "principal"), HAND)
    unsigned = await ready_to_certify(settled, "件-004")
    await settled.play(unsigned)
    await settled.do(settled.by(TOWN, "window_clerk"), RECEIVE)
    for number, town in (("件-001", TOWN), ("件-777", TOWN), ("件-003", OTHER)):
        await settled.play(await ready_to_certify(settled, number, town))
    row = (await stock(settled))["转-1/2"]
    assert (row.used, row.left) == (("件-004-证", "件-001-证", "件-003-证"), 1)
    assert row.elsewhere == ("件-003-证",)
    found = await raised(settled)
    ((of, told),) = (it for it in found.items() if it[0][0] == "foreign_blank")
    assert (of[1], told.organ, told.label) == ("件-003", OTHER, "使用他方空白证书")
    assert (told.cites[1], told.supervisors) == ("handover/转-1@1", (OWNER, "agriculture"))
    assert "兴江乡" in told.says
    # On paper, before it: each number has an end of its own.
    before = replace(VOID, occurred_at=at("2024-01-05 10:00"))
    settled.now = at("2024-01-06 10:00")
    await settled.do(settled.by(TOWN, "window_clerk"), before)
    assert (await stock(settled))["转-1/2"].void == ("件-002-证",)


async def test_a_paper_that_comes_in_late_is_entered_whatever_others_did_since(
    settled: Settled,
) -> None:
    """Hand-overs of one certificate, lines of one hand-over, people of one system.

    And on no clock does anybody have a number that another has.
    """
    head, clerk = settled.by(OWNER, "principal"), settled.by(TOWN, "window_clerk")
    other = settled.by(OTHER, "window_clerk")
    noon, evening = at("2024-01-05 12:00"), at("2024-01-05 18:00")
    await settled.do(head, HAND)
    settled.now = at("2024-01-08 09:00")
    second = replace(
        HAND, number="转-2", to=OTHER, lines=(replace(BOOK, first="件-101-证", last="件-104-证"),)
    )
    await settled.do(head, second)
    await settled.do(other, replace(RECEIVE, number="转-2"))
    await settled.do(clerk, replace(RECEIVE, occurred_at=noon))
    row = (await stock(settled))["转-1/2"]
    assert row.received_at == noon
    await settled.do(clerk, BACK)
    back = replace(BACK, line=1, occurred_at=evening)
    too_early = replace(back, occurred_at=at("2024-01-05 11:00"))
    assert await settled.refused(clerk, too_early) == "time.before_predecessor"
    await settled.do(clerk, back)
    # What came back on the 8th was in nobody else's hands before, and may be now.
    third = replace(HAND, number="转-3", to=OTHER, lines=(BOOK,))
    on_paper = replace(third, occurred_at=evening)
    assert await settled.refused(head, on_paper) == "readiness.serials_taken"
    await settled.do(head, third)
    fourth = replace(HAND, number="转-4", lines=(BOOK,), occurred_at=at("2024-01-05 11:00"))
    assert await settled.refused(head, fourth) == "readiness.serials_taken"

    await settled.do(head, LOGIN)
    forestry = settled.by("forestry", "principal")
    early = replace(LOGIN, person="t-2", occurred_at=evening)
    await settled.do(forestry, early)
    assert await settled.refused(head, replace(END, person="t-2")) == "readiness.not_grantor"
    assert await settled.refused(forestry, END) == "readiness.not_grantor"
    for command in (LOGIN, END):
        past = replace(command, occurred_at=evening)
        assert await settled.refused(head, past) == "time.before_predecessor"
    await settled.do(forestry, replace(END, person="t-2"))
    await settled.do(head, END)


async def test_what_a_hand_over_and_a_right_to_log_on_do_not_allow(settled: Settled) -> None:
    head, clerk = settled.by(OWNER, "principal"), settled.by(TOWN, "window_clerk")
    other = settled.by(OTHER, "window_clerk")

    def line(**fields: object) -> HandOverMaterials:
        return replace(HAND, lines=(replace(BOOK, **fields),))

    table: tuple[tuple[str, By, Command], ...] = (
        ("cases.number", head, replace(HAND, number="转/1")),
        ("readiness.not_provider", clerk, HAND),
        ("readiness.handover_incomplete", head, replace(HAND, to=OWNER)),
        ("readiness.handover_incomplete", head, replace(HAND, lines=())),
        ("readiness.handover_incomplete", head, line(kind="manual")),
        ("readiness.handover_incomplete", head, replace(HAND, lines=(replace(MANUAL, name=" "),))),
        (
            "readiness.handover_incomplete",
            head,
            replace(HAND, lines=(replace(MANUAL, quantity=0),)),
        ),
        ("readiness.no_such_material", head, line(kind="seal")),
        ("readiness.no_such_certificate", head, line(certificate="某证")),
        ("readiness.no_such_certificate", head, line(certificate="")),
        ("readiness.not_owner", settled.by("forestry", "principal"), HAND),
        ("readiness.serials", head, line(first="1" * 5_000, last="1" * 5_000)),
        ("readiness.serials", head, line(last="件-0004-证")),
        ("organisation.no_such_organ", head, replace(HAND, to="x")),
        ("readiness.handover_unknown", clerk, RECEIVE),
        ("readiness.no_such_system", head, replace(LOGIN, system="x")),
        ("readiness.no_such_system", head, replace(LOGIN, person=" ")),
        ("readiness.not_provider", clerk, LOGIN),
        ("readiness.no_access", head, END),
    )
    for code, by, command in table:
        assert await settled.refused(by, command) == code
    await settled.do(head, HAND)
    await settled.do(head, LOGIN)
    assert await settled.refused(clerk, BACK) == "readiness.not_in_hand"
    assert await settled.refused(clerk, VOID) == "readiness.blank_not_held"  # not acknowledged
    await settled.do(clerk, RECEIVE)
    table = (
        ("readiness.handover_taken", head, HAND),
        ("readiness.already_received", clerk, RECEIVE),
        ("readiness.not_recipient", other, RECEIVE),
        ("readiness.no_such_line", clerk, replace(BACK, line=3)),
        ("readiness.reason", clerk, replace(BACK, reason=" ")),
        ("readiness.reason", clerk, replace(VOID, reason=" ")),
        ("readiness.blank_of_another", other, VOID),
        ("readiness.blank_not_held", clerk, replace(VOID, serial="件-009-证")),
        ("readiness.blank_not_held", clerk, replace(VOID, line=1)),
        ("readiness.access_held", head, LOGIN),
        ("readiness.reason", head, replace(END, reason="")),
        ("readiness.not_provider", clerk, END),
    )
    for code, by, command in table:
        assert await settled.refused(by, command) == code
    settled.now = at("2024-01-06 10:00")
    await settled.do(head, END)
    await settled.do(clerk, replace(BACK, line=1))
    (row,) = await rows(settled, Accesses(), "granted_at")
    assert (row.open, row.reason, row.by_organ) == (False, "调离窗口", OWNER)
    stream = streams.access(TOWN, "approval_system")
    state = (await settled.executor.unit(settled.tenant).get(stream, Access)).state
    assert state is not None
    assert state.held_at(at("2024-01-05 12:00")) == ("t-1",)
    assert state.held_at(settled.now) == ()
    await settled.do(head, LOGIN)
    (row,) = await rows(settled, Accesses(), "granted_at")
    assert row.open
