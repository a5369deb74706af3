"""Life cycles go forward, seals go on what exists, and nothing unreadable gets into the log."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from domain.cases.commands import Applicant, Decide, Receive
from domain.cases.events import CaseDecided
from domain.kernel.authority import OPERATOR
from domain.kernel.refusal import NotPermitted, Refusal
from domain.organisation.posts import AssumePost, LeavePost
from domain.policy.adoption import AdoptPack
from domain.seals.commands import NameCustodian, ReinstateSeal, SuspendSeal
from domain.seals.use import ApplyForUse, Document, Stamp
from services.demo.acts import TOWNSHIP_POSTS, CasePlan
from tests.world import XINGGUO, World

TOWN = "xingjiang"


def receive(**changes: object) -> Receive:
    good = Receive(
        case="case-x",
        matter=21,
        receiver=TOWN,
        channel="window",
        stated={},
        applicant=Applicant(name="演示申请人", id_number="000000190001010011"),
    )
    return replace(good, **changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stated": {"x": float("nan")}}, "cases.fact_not_a_number"),
        ({"stated": {"x": float("inf")}}, "cases.fact_not_a_number"),
        ({"case": " "}, "cases.number"),
        ({"case": "a\0b"}, "command.unstorable"),
        ({"case": "a/b"}, "cases.number"),
        ({"case": ".."}, "cases.number"),
        ({"case": "x" * 101}, "cases.number"),
        ({"stated": {"x": "a\0b"}}, "command.unstorable"),
        # Region 999999 is nobody's. It could never be erased from a text (DESIGN 7).
        ({"stated": {"x": "见\n999999199001010016号"}}, "command.personal_data"),
        ({"case": "999999199001010016"}, "command.personal_data"),
        ({"applicant": Applicant(name=" ", id_number="1")}, "subjects.identity"),
        ({"applicant": Applicant(name="甲", id_number=" ")}, "subjects.identity"),
        ({"occurred_at": datetime(2024, 1, 1)}, "time.no_zone"),  # noqa: DTZ001  the mistake
        ({"matter": 99}, "matters.not_listed"),
        ({"receiver": "nowhere"}, "organisation.no_such_organ"),
    ],
)
async def test_what_no_reader_could_use_is_refused(
    world: World, changes: dict[str, object], code: str
) -> None:
    await world.set_up()
    head = await world.executor.log.head(world.tenant)
    with pytest.raises(Refusal) as refused:
        await world.do(world.by(TOWN, "window_clerk"), receive(**changes))
    assert refused.value.code == code
    assert refused.value.clause
    assert await world.executor.log.head(world.tenant) == head


@pytest.mark.parametrize(
    "stated",
    ["999999199001010017", "1999999199001010016", "9999991990010100161", "999999199013010016"],
)
async def test_other_numbers_stay_numbers(world: World, stated: str) -> None:
    """Neither check digit, nor length, nor day of birth: no identity number."""
    await world.set_up()
    somebody = Applicant(name="演示申请人", id_number="999999199001010016")
    clerk = world.by(TOWN, "window_clerk")
    await world.do(clerk, receive(stated={"x": stated}, applicant=somebody))


@pytest.mark.parametrize(
    ("matter", "receiver", "stated", "code"),
    [
        (1, TOWN, {}, "cases.not_offered_here"),  # XG23-41: at the bank's outlets
        (3, TOWN, {}, None),  # XG23-42: at both
        (3, "bank_outlets", {}, None),
        (4, TOWN, {}, "cases.fact_missing"),  # XG23-43: by sub-type
        (4, TOWN, {"subtype": "社保功能密码"}, None),
        (4, TOWN, {"subtype": "金融功能密码"}, "cases.not_offered_here"),
        (4, "bank_outlets", {"subtype": "金融功能密码"}, None),
        (21, "bank_outlets", {}, "cases.not_offered_here"),  # B-13: no power at an outlet
    ],
)
async def test_matters_are_handled_where_the_list_says(
    world: World, matter: int, receiver: str, stated: dict[str, str | float], code: str | None
) -> None:
    county = world.county
    await world.play(county.adoption())
    await world.play(*county.staffing(receiver, TOWNSHIP_POSTS))
    command = receive(matter=matter, receiver=receiver, stated=stated)
    if code is None:
        await world.do(world.by(receiver, "window_clerk"), command)
        return
    with pytest.raises(Refusal) as refused:
        await world.do(world.by(receiver, "window_clerk"), command)
    assert refused.value.code == code


async def test_a_refused_application_gets_no_certificate(world: World) -> None:
    await world.set_up()
    plan = CasePlan("case-1", TOWN, 21, {}, refuse=True)
    await world.play(*list(world.county.case(plan))[:7])
    with pytest.raises(Refusal) as refused:
        await world.do(
            world.by(TOWN, "seal_user"),
            ApplyForUse(
                case="case-1",
                owner="approval",
                number=11,
                documents=(Document("certificate", "证-1"),),
            ),
        )
    assert refused.value.code == "seal.blank"


async def test_nothing_is_stamped_after_the_case_is_over(world: World) -> None:
    await world.set_up()
    acts = list(world.county.case(CasePlan("case-1", TOWN, 25, {})))  # no certificate (B-09)
    await world.play(*acts)
    with pytest.raises(Refusal) as refused:
        await world.do(
            world.by(TOWN, "seal_user"),
            ApplyForUse(
                case="case-1", owner="approval", number=11, documents=(Document("proof", "x"),)
            ),
        )
    assert refused.value.code in {"seal.document_kind", "cases.concluded"}


async def test_a_stamp_is_not_dated_before_its_consent(world: World) -> None:
    """Invariant 4: the seal goes on after the signature, also in a late entry."""
    await world.set_up()
    acts = list(world.county.case(world.plan()))
    await world.play(*acts[:8])
    between = datetime.now(UTC)
    await world.play(acts[8])
    stamp = Stamp(
        case="case-1", owner="approval", number=11, document="decision", occurred_at=between
    )
    with pytest.raises(Refusal) as refused:
        await world.do(world.by(TOWN, "custodian"), stamp)
    assert refused.value.code == "time.before_predecessor"


async def test_a_suspension_cannot_be_dated_away(world: World) -> None:
    await world.set_up()
    before = datetime.now(UTC)
    head = world.by("approval", "principal")
    await world.do(head, SuspendSeal(owner="approval", number=11, reason="核查"))
    with pytest.raises(Refusal) as refused:
        await world.do(
            head, ReinstateSeal(owner="approval", number=11, reason="x", occurred_at=before)
        )
    assert refused.value.code == "time.before_predecessor"


async def test_who_left_a_post_decides_no_more(world: World) -> None:
    await world.set_up()
    await world.play(*list(world.county.case(world.plan()))[:6])
    person = f"{TOWN}-approver"
    early = datetime.now(UTC) - timedelta(days=1)
    with pytest.raises(Refusal):
        await world.do(
            OPERATOR, AssumePost(organ=TOWN, post="approver", person=person, occurred_at=early)
        )
    await world.do(OPERATOR, LeavePost(organ=TOWN, post="approver", person=person))
    with pytest.raises(NotPermitted) as refused:
        await world.do(
            world.by(TOWN, "approver"),
            Decide(case="case-1", outcome="granted", document_number="1"),
        )
    assert refused.value.code == "organisation.post_not_held"
    events = await world.executor.log.read(world.tenant)
    assert not any(isinstance(item.event, CaseDecided) for item in events)


async def test_the_custodian_holds_the_custodians_post(world: World) -> None:
    """XG23-57: and so is not just anybody, nor the principal who consents."""
    await world.set_up()
    for person in ("nobody", f"{TOWN}-principal"):
        with pytest.raises(Refusal) as refused:
            await world.do(
                world.by(TOWN, "principal"),
                NameCustodian(owner="approval", number=11, person=person),
            )
        assert refused.value.code == "organisation.post_not_held"


async def test_many_attempts_at_once_are_each_refused_and_remembered(world: World) -> None:
    await world.set_up()
    await world.play(*list(world.county.case(world.plan()))[:8])
    stamp = Stamp(case="case-1", owner="approval", number=11, document="decision")
    outcomes = await asyncio.gather(
        *(world.do(world.by(TOWN, "custodian"), stamp) for _ in range(32)),
        return_exceptions=True,
    )
    assert {getattr(outcome, "code", outcome) for outcome in outcomes} == {"seal.consent_missing"}
    attempts = await world.executor.log.read(world.tenant, types=["attempts.made"])
    assert len(attempts) == 32


async def test_one_command_delivered_many_times_at_once_is_one_attempt(world: World) -> None:
    await world.set_up()
    await world.play(*list(world.county.case(world.plan()))[:8])
    stamp, command_id = (
        Stamp(case="case-1", owner="approval", number=11, document="decision"),
        uuid4(),
    )
    outcomes = await asyncio.gather(
        *(world.do(world.by(TOWN, "custodian"), stamp, command_id) for _ in range(8)),
        return_exceptions=True,
    )
    assert {getattr(outcome, "code", outcome) for outcome in outcomes} == {"seal.consent_missing"}
    attempts = await world.executor.log.read(world.tenant, types=["attempts.made"])
    assert len(attempts) == 1


async def test_many_commands_at_one_stream_all_get_through(world: World) -> None:
    await world.set_up()
    posts = [AssumePost(organ=TOWN, post="supervisor", person=f"p{n}") for n in range(24)]
    await asyncio.gather(*(world.do(OPERATOR, command) for command in posts))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AdoptPack(pack=replace(XINGGUO, organ=XINGGUO.organ[:3]), digest="x"),
         "policy.pack_invalid"),
        (AdoptPack(pack=XINGGUO, digest="x"), "policy.digest"),
    ],
)  # fmt: skip
async def test_an_invalid_pack_is_never_adopted(
    world: World, command: AdoptPack, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await world.do(OPERATOR, command)
    assert refused.value.code == code
