"""What the people of three counties do from 1 September to 30 November 2024, day by day.

中秋节 and 国庆节 lie in it, with a Saturday, a Sunday and a Saturday that are worked instead. Each
county has cases every week: most go as they should, some are decided or delivered late, some are
left alone. Two of the counties hear late, or wrong, which days are worked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from domain.calendars.years import CorrectCalendarYear
from domain.cases.commands import Deliver, Receive
from domain.exchange.inquiry import AnswerInquiry, SendInquiry, WithdrawInquiry
from domain.kernel.authority import OPERATOR
from domain.kernel.pack import Pack
from domain.kernel.seat import PRINCIPAL, SUPERVISOR
from domain.programmes.commands import DesignatePilots
from domain.pushes.feedback import GiveFeedback
from domain.reports.periodic import SendReport
from domain.supervision.problem import (
    AcceptCorrection,
    DismissProblem,
    OrderCorrection,
    RecordProblem,
    ReportCorrection,
    ReturnCorrection,
)
from services.demo.act import Act, Deed
from services.demo.acts import TOWNSHIP_POSTS, County
from services.demo.stage import Stage, in_order
from tenants.calendars import seed
from tests.rongan import RONGAN
from tests.scenarios.hall import PILOTS, REFORM
from tests.scenarios.town import PACK as ZEZHOU
from tests.world import XINGGUO

FIRST, LAST = date(2024, 9, 1), date(2024, 11, 30)
OFF = frozenset(
    date(2024, month, day)
    for month, days in ((9, range(15, 18)), (10, range(1, 8)))
    for day in days
)
WORKED = frozenset({date(2024, 9, 14), date(2024, 9, 29), date(2024, 10, 12)})
OFFICES: Mapping[str, tuple[str, ...]] = {PRINCIPAL: (), SUPERVISOR: ()}
LIAISON: Mapping[str, tuple[str, ...]] = {**OFFICES, "liaison": ()}
_DAY = timedelta(days=1)
ZONE = ZoneInfo("Asia/Shanghai")
DIGEST = "ab" * 32

Course = Literal["prompt", "slow", "undecided", "silent", "undelivered"]
COURSES: tuple[Course, ...] = (
    *("prompt",) * 9, *("slow",) * 3, *("undecided",) * 3, *("silent",) * 2, *("undelivered",) * 3,
)  # fmt: skip


def is_worked(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


DAYS = [day for day in days(FIRST, LAST) if is_worked(day)]


class Life:
    """Of one county: who handles cases and of which matters, who supervises it and whom."""

    def __init__(
        self, tenant: str, pack: Pack, *, organ: str, matters: Sequence[int], supervisor: str
    ) -> None:
        self.stage = Stage(County(tenant, pack), (organ,))
        self.organ = organ
        self.matters = matters
        self.supervisor = supervisor
        self.reviewed = any(
            step.kind == "review" and not step.optional
            for mode in self.stage.rules.modes_of(matters[0])
            for step in mode.step
        )

    def cases(self, draw: Random) -> Iterator[Act]:
        """Some every week, each in its own course."""
        courses = draw.sample(COURSES, len(COURSES))
        for n, course in enumerate(courses):
            begins = min(n * len(DAYS) // len(courses) + draw.randrange(3), len(DAYS) - 1)
            yield from self.case(f"{n + 1}-{course}", draw.choice(self.matters), begins, course)

    def case(
        self, number: str, matter: int, begins: int, course: Course, organ: str = ""
    ) -> Iterator[Act]:
        """`begins`: on which working day."""
        case = self.stage.dossier(number, matter, organ or self.organ)
        opened, granted = list(case.opened()), list(case.granted())
        decided = [case.review(), *granted] if self.reviewed else granted
        plan: dict[Course, list[tuple[int, list[Deed]]]] = {
            "prompt": [(0, opened), (2, decided)],
            "slow": [(0, opened), (23, decided)],
            "undecided": [(0, opened)],
            "silent": [(0, opened[:1])],
            "undelivered": [(0, opened), (1, decided[:-1]), (13, decided[-1:])],
        }
        for after, deeds in plan[course]:
            if begins + after < len(DAYS):
                yield from self.on(DAYS[begins + after], f"{number}+{after}", *deeds)

    def over_the_holiday(self) -> Iterator[Act]:
        """One case whose every step has a term that runs across days off, or days made up for."""
        case = self.stage.dossier("节", self.matters[0], self.organ)
        receive, *accepted = case.opened()
        *decided, deliver = case.granted()
        reviewed = [case.review()] if self.reviewed else []
        yield from self.on(date(2024, 9, 27), "节：收件", receive)
        yield from self.on(date(2024, 10, 10), "节：受理", *accepted)
        yield from self.on(date(2024, 10, 11), "节：审批", *reviewed, *decided)
        yield from self.on(date(2024, 10, 12), "节：送达", deliver)

    def problems(self) -> Iterator[Act]:
        """Corrected in time; late, returned and then not at all; not so; still time at the end."""
        head, owes = self.stage.by(self.supervisor, PRINCIPAL), self.stage.by(self.organ, PRINCIPAL)
        for number, ordered, due_on in (
            ("改-1", date(2024, 9, 24), date(2024, 10, 9)),
            ("改-2", date(2024, 9, 25), date(2024, 10, 8)),
            ("改-3", date(2024, 10, 14), date(2024, 10, 25)),
            ("改-4", date(2024, 11, 25), date(2024, 12, 31)),
        ):
            record = RecordProblem(
                number=number, organ=self.organ, found_in="spot", description="未按期报备",
                evidence=DIGEST, matter=self.matters[0],
            )  # fmt: skip
            order = OrderCorrection(
                number=number, document_number=f"{number}令", demands="补报", due_on=due_on
            )
            yield from self.on(ordered, f"{number} 责令改正", (head, record), (head, order))
        for number, day, by, command in (
            ("改-1", date(2024, 10, 9), owes, self._corrected("改-1")),
            ("改-1", date(2024, 10, 10), head, AcceptCorrection(number="改-1", conclusion="已改")),
            ("改-2", date(2024, 10, 10), owes, self._corrected("改-2")),
            (
                "改-2", date(2024, 10, 11), head,
                ReturnCorrection(number="改-2", reason="不全", due_on=date(2024, 10, 18)),
            ),
            ("改-3", date(2024, 10, 16), head, DismissProblem(number="改-3", reason="另有报备")),
        ):  # fmt: skip
            yield from self.on(day, f"{number} {command.TYPE}", (by, command))

    def _corrected(self, number: str) -> ReportCorrection:
        return ReportCorrection(number=number, description="已补报", evidence=DIGEST)

    def staffed(self, organ: str, posts: Mapping[str, tuple[str, ...]]) -> Iterator[Deed]:
        for act in self.stage.county.staffing(organ, posts):
            yield act.by, act.command

    def sealed(self, owner: str, holder: str) -> Iterator[Deed]:
        for _, deed in self.stage.county.seal(owner, holder):
            yield deed

    def on(self, day: date, says: str, *deeds: Deed, hour: int = 9) -> Iterator[Act]:
        return self.stage.at(f"{day} {hour:02}:00", says, *deeds)

    def begun(self, *deeds: Deed) -> Iterator[Act]:
        adoption = self.stage.county.adoption()
        return self.on(FIRST, "开始", (adoption.by, adoption.command), *deeds, hour=8)


def xingguo(draw: Random) -> Iterator[Act]:
    """By agreement; one of them ends within the quarter. Monthly reports are owed."""
    owner, town, other = "approval", "xingjiang", "gulonggang"
    it = Life("xingguo", XINGGUO, organ=town, matters=(21, 25), supervisor="agriculture")
    county = it.stage.county
    yield from it.begun(
        (OPERATOR, seed(2024)),
        *it.staffed(owner, {PRINCIPAL: ()}),
        *it.staffed("health", {PRINCIPAL: ()}),
        *it.staffed(it.supervisor, OFFICES),
        *chain.from_iterable(it.staffed(organ, TOWNSHIP_POSTS) for organ in (town, other)),
        *chain.from_iterable(
            (
                county.sign(owner, organ, valid_until=ends),
                county.countersign(owner, organ),
                *county.announce(owner, organ),
                *it.sealed(owner, organ),
                county.sign("health", organ),
                county.countersign("health", organ),
            )
            for organ, ends in ((town, None), (other, date(2024, 10, 20)))
        ),
    )
    yield from it.cases(draw)
    yield from it.over_the_holiday()
    yield from it.problems()
    yield from monthly(it, (town, owner), (other, owner))
    yield from it.case("他-1", 21, DAYS.index(date(2024, 9, 26)), "prompt", other)
    yield from it.case("他-2", 21, DAYS.index(date(2024, 10, 16)), "undecided", other)


def monthly(it: Life, first: tuple[str, str], second: tuple[str, str]) -> Iterator[Act]:
    """One reports on the last day, the other a day late; nobody reports to another department."""
    for period, day, pair in (
        ("2024-09", date(2024, 10, 12), first),
        ("2024-09", date(2024, 10, 14), second),
        ("2024-10", date(2024, 11, 7), first),
        ("2024-10", date(2024, 11, 8), second),
    ):
        by, to = pair
        report = SendReport(
            report="monthly", period=period, by=by, to=to, document_number=f"{period} {by}"
        )
        head = it.stage.by(by, PRINCIPAL)
        says = f"{period} 月报 {by}"
        yield from it.on(day, says, (head, report))
        again = replace(report, document_number=f"{period} {by}（再）")
        moment = f"{day} 15:00"
        yield from it.stage.refused(moment, f"{says}（再）", "reports.report_sent", (head, again))


def zezhou(draw: Random) -> Iterator[Act]:
    """By steps and one seal. Its calendar says at first that 12 October is no working day."""
    town = "jiazhen"
    it = Life("zezhou", ZEZHOU, organ=town, matters=(14, 7, 18, 19), supervisor="approval_services")
    right = seed(2024)
    wrong = replace(right, workdays=tuple(sorted({*right.workdays} - {date(2024, 10, 12)})))
    posts = {**TOWNSHIP_POSTS, "window_clerk": (*TOWNSHIP_POSTS["window_clerk"], "return")}
    yield from it.begun(
        (OPERATOR, wrong),
        *it.staffed(town, posts),
        *it.staffed(it.supervisor, OFFICES),
        *it.sealed(town, town),
    )
    put_right = CorrectCalendarYear(
        year=2024,
        holidays=right.holidays,
        workdays=right.workdays,
        source=right.source,
        reason="漏记10月12日调休上班",
    )
    yield from it.on(date(2024, 9, 24), "更正日历", (OPERATOR, put_right))
    yield from it.cases(draw)
    yield from it.over_the_holiday()
    yield from it.problems()


def on_trial() -> Pack:
    """The plan thirty months later: the three months of its trial are those of the quarter."""
    programmes, phases = (
        tuple(replace(it, starts_on=_on(it.starts_on), ends_on=_until(it.ends_on)) for it in found)
        for found in (RONGAN.programme, RONGAN.phase)
    )
    return replace(RONGAN, programme=programmes, phase=phases)


def _until(last: date | None) -> date | None:
    return None if last is None else _on(last + _DAY) - _DAY


def _on(first: date) -> date:
    years, month = divmod(first.month + 5, 12)
    return date(first.year + 2 + years, month + 1, 1)


def rongan(draw: Random) -> Iterator[Act]:
    """By one seal, pushed both ways, with inquiries. Its calendar comes late."""
    hall, department = "jia_centre", "civil_affairs"
    it = Life("rongan", on_trial(), organ=hall, matters=(1, 3, 2), supervisor=department)
    lead = it.stage.by("service_office", PRINCIPAL)
    yield from it.begun(
        *it.staffed("service_office", {PRINCIPAL: ()}),
        (lead, DesignatePilots(programme=REFORM, organs=PILOTS)),
        *it.staffed(PILOTS[0], {PRINCIPAL: ()}),
        *it.staffed(hall, TOWNSHIP_POSTS),
        *it.staffed(department, LIAISON),
        *it.staffed("natural_resources", LIAISON),
        *it.sealed(PILOTS[0], hall),
    )
    yield from it.on(date(2024, 9, 11), "采用日历", (OPERATOR, seed(2024)))
    cases = [*it.cases(draw)]
    yield from cases
    yield from it.over_the_holiday()
    yield from it.problems()
    yield from inquiries(it, department)
    yield from feedback(it, cases)


def inquiries(it: Life, department: str) -> Iterator[Act]:
    """Answered on the last day, answered late, taken back, never answered."""
    clerk, replies = it.stage.by(it.organ, "window_clerk"), it.stage.by(department, "liaison")
    for n in range(1, 5):
        asked = SendInquiry(number=f"函-{n}", to=department, subject="条件", question="请指导")
        yield from it.on(date(2024, 9, 30), f"函询{n}", (clerk, asked))
    for number, day in (("函-1", date(2024, 10, 12)), ("函-2", date(2024, 10, 14))):
        answer = AnswerInquiry(number=number, answer="按指南", document_number=f"{number}复")
        yield from it.on(day, f"{number} 函复", (replies, answer))
    back = WithdrawInquiry(number="函-3", reason="已明确")
    yield from it.on(date(2024, 10, 8), "函-3 撤回", (clerk, back))


def feedback(it: Life, acts: Iterable[Act]) -> Iterator[Act]:
    """On most of the licences, nine working days after they were delivered."""
    received = {act.command.case: act.command for act in acts if isinstance(act.command, Receive)}
    delivered = [(act, act.command.case) for act in acts if isinstance(act.command, Deliver)]
    for n, (act, case) in enumerate(delivered):
        later = DAYS.index(act.moment.date()) + 9
        matter = it.stage.rules.matter(received[case].matter)
        if matter.power == "licence" and n % 4 and later < len(DAYS):
            command = GiveFeedback(case=case, findings="相符", conclusion="in_order")
            supervisor = it.stage.by(matter.supervisors[0], SUPERVISOR)
            yield from it.on(DAYS[later], f"{case} 反馈", (supervisor, command))


def story(tenant: str, seed: int) -> list[Act]:
    """Of a county, in the order of its moments."""
    tell = {"xingguo": xingguo, "zezhou": zezhou, "rongan": rongan}[tenant]
    return list(in_order(tell(Random(f"{seed} {tenant}"))))
