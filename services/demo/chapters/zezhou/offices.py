"""政务服务职能向便民中心集中: who sits where, and who may take which step (ZZ22-09, -10)."""

from collections.abc import Iterator
from itertools import chain

from domain.organisation.posts import AssumePost, AuthoriseStaff
from services.demo.act import Act
from services.demo.acts import DEPARTMENT_POSTS, TOWNSHIP_POSTS
from services.demo.stage import Stage

_TOWN = {**TOWNSHIP_POSTS, "window_clerk": (*TOWNSHIP_POSTS["window_clerk"], "return")}
_STATION = {
    "principal": (),
    "window_clerk": ("receive", "review", "accept", "forward", "deliver"),
}
_LEADING = {"principal": (), "supervisor": ()}


def filled(
    stage: Stage, day: str, stations: tuple[str, ...], at_work: tuple[str, ...], leading: str
) -> Iterator[Act]:
    """`at_work`: departments that take steps of cases; `leading`: the service administration."""
    county, rules = stage.county, stage.rules
    yield from stage.dated(
        f"{day} 08:40",
        f"{stage.called(leading)}：主要负责人、监管人员到位",
        county.staffing(leading, _LEADING),
    )
    for organ in at_work:
        acts = county.staffing(organ, DEPARTMENT_POSTS)
        yield from stage.dated(f"{day} 09:30", f"{stage.called(organ)}：人员到位并获授权", acts)
    heads = sorted({*stage.delegators} - {*at_work, leading})
    rest = chain.from_iterable(county.staffing(organ, {"principal": ()}) for organ in heads)
    yield from stage.dated(f"{day} 10:30", "其余赋权部门的主要负责人到位", rest)
    for organ in stage.towns:
        says = f"{stage.called(organ)}便民服务中心：{len(_TOWN)}个岗位到位，承办人员获授权"
        yield from stage.dated(f"{day} 14:00", says, county.staffing(organ, _TOWN))
    for organ in stations:
        says = f"{rules.organ(organ).name}：人员到位并获授权"
        yield from stage.dated(f"{day} 16:00", says, county.staffing(organ, _STATION))


def unauthorised(stage: Stage, town: str, matter: int) -> Iterator[Act]:
    """人员授权到位: a post alone is not enough (ZZ22-10)."""
    person = f"{town}-window_clerk-b"
    clerk, head = stage.by(town, "window_clerk", person), stage.by(town, "principal")
    name = stage.called(town)
    assume = AssumePost(organ=town, post="window_clerk", person=person)
    yield from stage.at("2022-04-14 09:00", f"{name}：{person} 到窗口，尚未授权", (head, assume))
    case = stage.dossier("演示-001", matter, town)
    _, receive = case.receive()
    yield from stage.refused(
        "2022-04-14 09:30",
        f"{case.number} 未获授权的窗口人员要收件",
        "organisation.not_authorised",
        (clerk, receive),
    )
    may = AuthoriseStaff(
        organ=town, person=person, steps=("receive",), matters=tuple(sorted(stage.rules.matters))
    )
    says = f"{name}：授权 {person} 收件；此后收件 {case.number}"
    yield from stage.at("2022-04-14 10:00", says, (head, may), (clerk, receive))
    yield from stage.at(
        "2022-04-15 09:00",
        f"{case.number} 受理、审批（专用章启用前，文书尚不能用印）",
        case.accept(),
        case.grant(),
    )
    yield from stage.at(
        "2022-05-16 08:40",
        f"{case.number} 专用章启用后补盖，送达",
        *case.sealed("acceptance", "decision"),
        case.deliver(),
    )
