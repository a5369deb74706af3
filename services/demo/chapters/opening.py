"""The plan is issued, the list takes its way, offices are filled, guides and the pilot begin."""

from collections.abc import Iterator
from itertools import chain

from domain.matters.declared import DeclareComplex, Legality, RecordLegalityReview
from domain.matters.guide import PublishGuide, SupplementGuide
from domain.matters.lists import TakeListStep
from domain.matters.pilot import StartPilot
from domain.organisation.posts import AuthoriseStaff
from services.demo.act import Act, Deed
from services.demo.acts import DEPARTMENT_POSTS, OUTLET_POSTS, TOWNSHIP_POSTS
from services.demo.stage import Stage

PORTAL = "县政府门户网站（演示）"
_HEAD: dict[str, tuple[str, ...]] = {"principal": ()}


def adoption(stage: Stage, day: str) -> Iterator[Act]:
    """XG23-01, XG23-09, XG23-53: the pack, the calendars, the way of the list."""
    county, rules = stage.county, stage.rules
    yield from stage.dated(f"{day} 09:00", county.adoption().says, [county.adoption()])
    yield from stage.dated(
        f"{day} 09:10", "采用工作日历（已公布的各年一次备齐）", county.calendars()
    )
    steps = rules.pack.list_step
    heads = {step.by: None for step in steps}
    heads_in = chain.from_iterable(county.staffing(organ, _HEAD) for organ in heads)
    yield from stage.dated(f"{day} 09:30", "清单程序所涉单位的主要负责人到位", heads_in)
    year = rules.pack.effective_from.year
    for hour, step in zip((10, 11, 14, 16), steps, strict=False):
        command = TakeListStep(
            version=rules.pack.version,
            step=step.id,
            document_number=f"演示〔{year}〕{hour}号",
            published_in=PORTAL if step.publishes else "",
        )
        says = f"事项清单{step.name}（{rules.short(step.by)}）"
        yield from stage.at(f"{day} {hour}:00", says, (stage.by(step.by, "principal"), command))


def departments(stage: Stage, day: str, at_work: tuple[str, ...]) -> Iterator[Act]:
    """A head for every department of the list; people at work in those that decide themselves."""
    rules = stage.rules
    steps = {step.by for step in rules.pack.list_step}
    matters = rules.pack.matter
    named = {m.delegator or "" for m in matters} | {o for m in matters for o in m.supervisors}
    heads = sorted(named - steps - {"", *at_work})
    heads_in = chain.from_iterable(stage.county.staffing(organ, _HEAD) for organ in heads)
    yield from stage.dated(f"{day} 09:00", "其余各部门的主要负责人到位", heads_in)
    for organ in at_work:
        posts = {
            post: to
            for post, to in DEPARTMENT_POSTS.items()
            if post != "principal" or organ not in steps  # who leads the list has a head already
        }
        acts = stage.county.staffing(organ, posts)
        says = f"{rules.short(organ)}：人员到位并获授权"
        yield from stage.dated(f"{day} 10:00", says, acts)


def townships(stage: Stage, day: str) -> Iterator[Act]:
    """XG23-12: windows staffed, and the outlets that only receive and forward (B-13)."""
    for organ in (*stage.towns, stage.outlet):
        posts = OUTLET_POSTS if organ == stage.outlet else TOWNSHIP_POSTS
        says = f"{stage.rules.short(organ)}：{len(posts)}个岗位到位，承办人员获授权"
        yield from stage.dated(f"{day} 14:00", says, stage.county.staffing(organ, posts))


def surveyors(stage: Stage, day: str, organ: str) -> Iterator[Act]:
    """Two must go and look (行政许可法 34): the approver is authorised for it as well."""
    matters = tuple(sorted(stage.rules.matters))
    person = f"{organ}-approver"
    command = AuthoriseStaff(person=person, organ=organ, steps=("survey",), matters=matters)
    says = f"{stage.rules.short(organ)}：加授 {person} 踏勘"
    yield from stage.at(f"{day} 16:00", says, (stage.by(organ, "principal"), command))


def pilot(stage: Stage, day: str, matter: int, others: tuple[str, ...]) -> Iterator[Act]:
    """XG23-46: exactly as many townships as the list says; it takes longer to learn (XG23-31)."""
    owner = stage.by(stage.rules.matter(matter).delegator or "", "principal")
    organs = (*stage.towns, *others)
    short = owner, StartPilot(matter=matter, organs=organs[:-1])
    yield from stage.refused(
        f"{day} 09:00", f"第{matter}项试点只报{len(organs) - 1}个乡镇", "matters.pilot_count", short
    )
    yield from stage.at(
        f"{day} 09:30",
        f"第{matter}项在{len(organs)}个乡镇先行试点",
        (owner, StartPilot(matter=matter, organs=organs)),
    )
    complex_ = DeclareComplex(matter=matter, reason="采伐蓄积计量和伐区调查须专门培训（演示）")
    yield from stage.at(f"{day} 10:00", f"认定第{matter}项为较复杂事项", (owner, complex_))


def legality(stage: Stage, day: str, lawful: int, unclear: int) -> Iterator[Act]:
    """B-12: what a review found stands beside what the pack found."""
    rules = stage.rules
    reviews: tuple[tuple[int, Legality, str], ...] = (
        (lawful, "lawful", "法律明确规定可以委托乡镇人民政府核发（演示）"),
        (unclear, "unclear", "未见可以委托的明文，建议请示（演示）"),
    )
    for n, (no, found, opinion) in enumerate(reviews):
        command = RecordLegalityReview(
            matter=no, legality=found, document_number=f"演示法审〔2023〕{n + 1}号", opinion=opinion
        )
        by = stage.by(rules.matter(no).delegator or "", "principal")
        yield from stage.at(f"{day} 14:{n * 30:02}", f"第{no}项委托的合法性审查", (by, command))


def guides(stage: Stage, day: str, first: int, *others: int) -> Iterator[Act]:
    """XG23-10, XG23-66, 行政许可法 30: incomplete is not published; a township adds its place.

    The first promises fifteen days of the twenty that the law gives.
    """
    _, incomplete = _guide(stage, first, leave_out="term")
    yield from stage.refused(
        f"{day} 15:00",
        f"第{first}项办事指南漏写期限",
        "matters.guide_incomplete",
        (_guide(stage, first)[0], incomplete),
    )
    for n, no in enumerate((first, *others)):
        promise = 15 if no == first else None
        says = f"公布第{no}项办事指南" + (f"，承诺{promise}个工作日办结" if promise else "")
        deed = _guide(stage, no, promised_days=promise)
        yield from stage.at(f"{day} 15:{15 + 10 * n}", says, deed)
    town = stage.towns[0]
    local = SupplementGuide(
        matter=first,
        organ=town,
        text="乡镇便民服务中心综合窗口，工作日9:00—17:00（演示）",
        published_in="乡镇公开栏（演示）",
    )
    says = f"{stage.rules.short(town)}公布第{first}项的办理地点和时间"
    yield from stage.at(f"{day} 16:30", says, (stage.by(town, "principal"), local))


def _guide(
    stage: Stage, matter: int, leave_out: str = "", promised_days: int | None = None
) -> Deed:
    terms = stage.rules.pack.guide
    contents = {
        name: f"（演示）{text}"
        for name, text in (terms.contents if terms else {}).items()
        if name != leave_out
    }
    command = PublishGuide(
        matter=matter,
        contents=contents,
        materials=("申请书", "身份证明", "场所平面图", "健康合格证明"),
        published_in=PORTAL,
        promised_days=promised_days,
    )
    return stage.by(stage.rules.matter(matter).delegator or "", "principal"), command
