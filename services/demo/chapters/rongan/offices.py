"""Who sits in the halls, the stations, the departments; each township's seal (RA22-03 to -06)."""

from collections.abc import Iterator
from itertools import chain

from domain.kernel.facts import SealForm
from services.demo.act import Act
from services.demo.acts import TOWNSHIP_POSTS
from services.demo.stage import Stage

_HALL = TOWNSHIP_POSTS
_HANDLING = {
    "principal": (),
    "window_clerk": ("receive", "accept", "deliver"),
    "reviewer": ("review",),
    "approver": ("decide",),
}
_DEPARTMENT: dict[str, tuple[str, ...]] = {"principal": (), "supervisor": (), "liaison": ()}
_STEPS = ("批准刻制", "刻制", "印模备案", "交付基层政务服务机构", "指定保管人", "启用")


def filled(
    stage: Stage, day: str, halls: tuple[str, ...], handling: tuple[str, ...]
) -> Iterator[Act]:
    """`handling`: stations, and bodies that sit in the hall with power of their own."""
    county, rules = stage.county, stage.rules
    for organ in halls:
        says = f"{stage.called(organ)}：{len(_HALL)}个岗位到位，承办人员获授权"
        yield from stage.dated(f"{day} 09:00", says, county.staffing(organ, _HALL))
    for organ in handling:
        says = f"{stage.called(organ)}：人员到位并获授权"
        yield from stage.dated(f"{day} 14:00", says, county.staffing(organ, _HANDLING))
    departments = dict.fromkeys(o for m in rules.pack.matter for o in m.supervisors)
    acts = chain.from_iterable(county.staffing(organ, _DEPARTMENT) for organ in departments)
    yield from stage.dated(f"{day} 16:00", "行业主管部门：监管人员、联络员到位", acts)


def seal(
    stage: Stage, days: tuple[str, ...], hall: str, form: SealForm = "physical", named: int = 0
) -> Iterator[Act]:
    """In the government's name, kept by its service body; one of two names (RA22-04, -05)."""
    owner = stage.rules.organ(hall).parent or ""
    kind = "电子印章" if form == "electronic" else "实物印章"
    steps = stage.county.seal(owner, hall, form=form, named=named)
    for n, (day, title) in enumerate(zip(days, _STEPS, strict=True)):
        says = f"{stage.called(owner)}“一枚印章”（{kind}）{title}"
        yield from stage.at(f"{day} 10:00", says, steps[n][1])
