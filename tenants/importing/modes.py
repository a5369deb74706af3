"""办理方式 as printed: a mode by its label, or the steps of one that the row grants (ZZ22-40)."""

import re
from typing import NamedTuple

from domain.kernel.pack import Mode, Pack
from tenants.importing.doubt import Why
from tenants.importing.grid import same

# Of villages nothing is said here: which mode is theirs, its label tells.
_BY_TOWN = re.compile(r"^由?(?:乡镇|街道|乡|镇)?级?(?:负责|承担)?")
_AND = re.compile(r"[、，,和及与+]|以及")
_UNSPECIFIED = "unspecified"


class Handling(NamedTuple):
    """A mode and the steps that are granted, with what is doubtful; no mode: a person decides."""

    mode: str | None
    grants: tuple[str, ...] = ()
    why: Why | None = None
    reason: str = ""


class Modes:
    """The modes of a pack by what lists print for them."""

    def __init__(self, pack: Pack) -> None:
        self._modes = pack.mode
        self._before = {
            same(matter.mode_label): Handling(matter.mode, matter.grants)
            for matter in pack.matter
            if matter.mode_label and any(mode.id == matter.mode for mode in pack.mode)
        }

    def read(self, printed: str) -> Handling:
        text = same(printed)
        if not text:
            return self._blank()
        labelled = [m for m in self._modes if m.label and text == same(m.label)]
        found = labelled or [m for m in self._modes if m.name and text == same(m.name)]
        if len(found) == 1:
            return Handling(found[0].id)
        if len(found) > 1:
            return _several(found)
        return self._granted(text)

    def _blank(self) -> Handling:
        waiting = [m for m in self._modes if any(n.instrument == _UNSPECIFIED for n in m.needs)]
        if len(waiting) == 1:
            reason = "办理方式空白，按“待明确”录入，不是全部下放"
            return Handling(waiting[0].id, (), "mode_blank", reason)
        return Handling(None, (), "mode_blank", "办理方式空白，政策包没有唯一的“待明确”办理方式")

    def _granted(self, text: str) -> Handling:
        """Find the one mode whose grantable steps have these names; else what was done before."""
        wanted = [part for part in _AND.split(_BY_TOWN.sub("", text)) if part]
        offers = [(mode, _grantable(mode)) for mode in self._modes]
        fitting = [
            Handling(mode.id, tuple(steps[name] for name in wanted))
            for mode, steps in offers
            if wanted and all(name in steps for name in wanted)
        ]
        if len(fitting) == 1:
            return fitting[0]
        if text in self._before:
            reason = "政策包里没有这种叫法的办理方式，照已有事项的办法录入"
            return self._before[text]._replace(why="mode_as_before", reason=reason)
        if fitting:
            return _several([m for m in self._modes if m.id in {each.mode for each in fitting}])
        known = {name for _, steps in offers for name in steps}
        lacking = [name for name in wanted if name not in known]
        if known and len(lacking) < len(wanted):
            reason = f"没有可以分步赋权的步骤叫“{'、'.join(lacking)}”"
            return Handling(None, (), "steps_unknown", reason)
        return Handling(None, (), "mode_unknown", "政策包没有办理方式叫这个名称")

    def nobody_accepts(self, handling: Handling) -> bool:
        """Whether steps are granted, but not the acceptance before them (B-43)."""
        mode = next((each for each in self._modes if each.id == handling.mode), None)
        if mode is None or not handling.grants:
            return False
        accepting = {step.id for step in mode.step if step.grant and step.kind == "accept"}
        return bool(accepting) and not accepting & set(handling.grants)


def _grantable(mode: Mode) -> dict[str, str]:
    return {same(step.name): step.id for step in mode.step if step.grant and step.name}


def _several(modes: list[Mode]) -> Handling:
    names = "、".join(mode.id for mode in modes)
    return Handling(None, (), "mode_ambiguous", f"有几种办理方式都这样叫：{names}")
