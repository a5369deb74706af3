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
    """The modes of a pack by what lists print for them.

    What was handed down directly may be handled in modes of its own (B-42): `plain` and `empowered`
    are the modes that a person named for either; none named: all of the pack.
    """

    def __init__(self, pack: Pack, plain: tuple[str, ...], empowered: tuple[str, ...]) -> None:
        self._modes = pack.mode
        self._named = {False: plain, True: empowered}
        self._before = {
            (same(matter.mode_label), matter.power_from is not None): (matter.mode, matter.grants)
            for matter in pack.matter
            if matter.mode_label
        }

    def read(self, printed: str, *, empowered: bool) -> Handling:
        text, named = same(printed), self._named[empowered]
        modes = [mode for mode in self._modes if not named or mode.id in named]
        if not text:
            return _blank(modes)
        labelled = [m for m in modes if m.label and text == same(m.label)]
        found = labelled or [m for m in modes if m.name and text == same(m.name)]
        if len(found) == 1:
            return Handling(found[0].id)
        granted = _several(found) if found else _granted(text, modes)
        mode, grants = self._before.get((text, empowered), (None, ()))
        if granted.mode is not None or mode not in {each.id for each in modes}:
            return granted
        reason = f"{granted.reason}；照政策包已有的事项录入"
        return Handling(mode, grants, "mode_as_before", reason)

    def nobody_accepts(self, handling: Handling) -> bool:
        """Whether steps are granted, but not the acceptance before them (B-43)."""
        mode = next((each for each in self._modes if each.id == handling.mode), None)
        if mode is None or not handling.grants:
            return False
        accepting = {step.id for step in mode.step if step.grant and step.kind == "accept"}
        return bool(accepting) and not accepting & set(handling.grants)


def _blank(modes: list[Mode]) -> Handling:
    waiting = [m for m in modes if any(n.instrument == _UNSPECIFIED for n in m.needs)]
    if len(waiting) == 1:
        reason = "办理方式空白，按“待明确”录入，不是全部下放"
        return Handling(waiting[0].id, (), "mode_blank", reason)
    names = "、".join(mode.id for mode in waiting)
    reason = f"办理方式空白，“待明确”的办理方式有几种：{names}" if waiting else "办理方式空白"
    return Handling(None, (), "mode_blank", reason)


def _granted(text: str, modes: list[Mode]) -> Handling:
    """Find the one mode whose grantable steps have these names."""
    wanted = [part for part in _AND.split(_BY_TOWN.sub("", text)) if part]
    offers = [(mode, _grantable(mode)) for mode in modes]
    fitting = [
        (mode, steps) for mode, steps in offers if wanted and all(name in steps for name in wanted)
    ]
    if len(fitting) == 1:
        ((mode, steps),) = fitting
        return Handling(mode.id, tuple(steps[name] for name in wanted))
    if fitting:
        return _several([mode for mode, _ in fitting])
    lacking = [name for name in wanted if not any(name in steps for _, steps in offers)]
    if len(lacking) < len(wanted):
        reason = f"没有可以分步赋权的步骤叫“{'、'.join(lacking)}”"
        return Handling(None, (), "steps_unknown", reason)
    return Handling(None, (), "mode_unknown", "政策包没有办理方式叫这个名称")


def _grantable(mode: Mode) -> dict[str, str]:
    return {same(step.name): step.id for step in mode.step if step.grant and step.name}


def _several(modes: list[Mode]) -> Handling:
    names = "、".join(mode.id for mode in modes)
    reason = f"有几种办理方式都符合：{names}；请用 --mode、--empowered-mode 指明"
    return Handling(None, (), "mode_ambiguous", reason)
