"""The values of a pack in officials' words: who a party is, what an instrument is called."""

from collections.abc import Callable, Mapping

from domain.kernel.instruments import READY, SEAL, TRIAL, WINDOW
from domain.kernel.pack import Limit, Matter, Need, Pack, Sla, Tolerance, When
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import DOCUMENTS, quoted
from tenants.diff.labels import codes, label

NOTHING = "无"
Value = object

_ORGANS = {
    "Organ.parent", "Relation.organ", "Relation.of", "Programme.lead", "Matter.delegator",
    "Matter.supervisors", "Matter.county_organ", "Matter.city_organ", "Matter.city_supervisors",
    "Offer.at", "CopyTerms.to", "OldSealTerms.retention_by", "ListStep.by", "Pack.group",
    "Task.lead", "Task.units", "Task.effective_owners", "WorkPlanTerms.by", "TrainingTerms.by",
    "TrainingTerms.invite", "Window.at", "Window.by", "SummaryTerms.by",
    "PolicyNoticeTerms.each",
}  # fmt: skip
_PARTIES = {
    "SealRule.owner", "SealRule.holder", "SealRule.engraved_by", "ConsentRule.by", "Need.between",
    "Step.by", "Step.as", "Step.to", "Step.else", "Duty.bearer", "Duty.by", "Report.by",
    "Report.to", "Mode.withdrawable", "PolicyNoticeTerms.by", "PolicyNoticeTerms.to",
    "LicenceTerms.keeper",
}  # fmt: skip
_MODES = {
    "Matter.mode", "Guard.otherwise", "Otherwise.mode", "Mode.then", "Demand.modes", "Remedy.mode",
    "Rule.mode", "Demand.instead_of", "AgreementTerms.mode", "Condition.mode", "Report.mode",
    "Window.modes",
}  # fmt: skip
_SLAS = {
    "Step.within", "Step.anew", "InquiryTerms.reply_within", "GrantTerms.within",
    "GrantTerms.complex", "Report.due", "PolicyNoticeTerms.within", "LicenceTerms.within",
}  # fmt: skip
_POSTS = {
    "Step.post", "SealRule.custodian", "SealRule.user", "ConsentRule.post", "ConsentRule.not",
    "InquiryTerms.post", "Escalation.post", "ServicePointTerms.post",
}  # fmt: skip
_STEPS = {"Step.after", "Matter.grants"}
_PAPERS = {"SealRule.on", "Step.stamped", "Step.makes", "ConsentRule.standing"}
_SIDES = {"SealRule.per": {"owner": "所有者", "holder": "持有者"}}
_UNITS: Mapping[str, str] = {"working_days": "个工作日", "days": "日", "months": "个月"}
_SOURCES: Mapping[str, str] = {
    "matter.delegator": "授权委托部门",
    "matter.supervisors": "业务主管部门",
    "matter.department": "主管部门",
    "matter.county_organ": "县级办理部门",
    "matter.city_organ": "市级办理部门",
    "matter.city_supervisors": "市级监管部门",
    "case.receiver": "收件单位",
    "instrument.delegatee": "承接乡镇",
}
_FACTS: Mapping[str, str] = {
    "receive": "收件", "forward": "转报", "accept": "受理", "review": "审核", "decide": "审批",
    "certify": "制证", "deliver": "送达", "use_applied": "申请用印", "use_consented": "签字同意",
    "seal_use": "用印", "agreement": "协议", "announcement": "公告",
}  # fmt: skip


class Wording:
    """The words of one pack; `rules` for what its parties and instruments are."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.rules = Rulebook(pack)
        self._steps = {step.id: step.name for mode in pack.mode for step in mode.step if step.name}
        self._documents = {document.id: document.title for document in pack.document}
        self._named: tuple[tuple[set[str], Callable[[str], str]], ...] = (
            (_ORGANS, self.organ),
            (_PARTIES, self.party),
            (_MODES, self.mode),
            (_SLAS, self.sla),
            (_POSTS, self.rules.post),
            (_STEPS, lambda step: self._steps.get(step, step)),
            (_PAPERS, lambda kind: DOCUMENTS.get(kind, kind)),
            ({"Step.seal"}, self.seal),
            ({"Matter.list", "Target.list"}, self._list),
            ({"Duty.requires"}, lambda fact: _FACTS.get(fact, fact)),
            ({"Need.instrument"}, self.instrument),
            ({"Programme.document", "GrantTerms.document", "Upper.document"}, self._document),
            ({"Document.basis"}, self._document),
            ({"Phase.programme", "Task.programme", "WorkPlanTerms.programme"}, self.programme),
            ({"Step.window"}, self.rules.window),
            ({"Condition.of", "HandoverTerms.blanks"}, self._handed),
            ({"Demand.catalogue", "Remedy.catalogue"}, self._catalogue),
            ({"ContactTerms.answering"}, self._contact),
            ({"VisitTerms.chosen", "VisitTerms.unwarranted"}, self._reason),
            ({"Pack.party"}, self._binder),
        )

    def value(self, struct: str, key: str, value: Value) -> str:
        """One value of one key as a sentence has it."""
        said = str(value)  # numbers and days
        match value:
            case None | () | "":
                said = NOTHING
            case bool():
                said = "是" if value else "否"
            case float():
                said = f"{value:g}"
            case (int(first), int(last)):
                said = f"{first}至{last}"
            case tuple():
                said = "、".join(self.value(struct, key, each) for each in value)
            case When():
                said = self.when(value)
            case str():
                said = self._text(struct, key, value)
        return said

    def _text(self, struct: str, key: str, value: str) -> str:
        place = f"{struct}.{key}"
        for places, say in self._named:
            if place in places:
                return say(value)
        word = codes(struct, key).get(value) or _SIDES.get(place, {}).get(value)
        return word or quoted(value)

    def organ(self, organ: str) -> str:
        """By its id; or those of a kind, or in a role."""
        found = self.rules.organs.get(organ)
        return found.name if found else codes("Organ", "kind").get(organ) or self._role(organ)

    def _role(self, role: str) -> str:
        return "、".join(o.name for o in self.pack.organ if role in o.roles) or role

    def mode(self, mode: str) -> str:
        found = self.rules.modes.get(mode)
        return quoted(found.title if found else mode)

    def seal(self, seal: str) -> str:
        found = self.rules.seals.get(seal)
        if found is None or not found.names:
            return f"“{seal}”章"
        owner, holder = self.party(found.owner), self.party(found.holder)
        name = found.names[0].replace("{owner.short}", "").replace("{owner.name}", "")
        for mark in ("{holder.short}", "{holder.name}", "{holder.seal_no}", "{number}", "（）"):
            name = name.replace(mark, "")
        kept = "" if owner == holder else f"，{holder}持有"
        return f"“{name}”（{owner}的章{kept}）"

    def sla(self, sla: str) -> str:
        found = self.rules.slas.get(sla)
        return f"{found.name}（{amount(found)}）" if found else sla

    def _list(self, name: str) -> str:
        found = self.rules.lists.get(name)
        return found.name if found else name

    def _document(self, name: str) -> str:
        return f"《{self._documents[name]}》" if name in self._documents else name

    def programme(self, name: str) -> str:
        return next((p.name for p in self.pack.programme if p.id == name), name)

    def _handed(self, name: str) -> str:
        """A system, a material, or else a rule of seal."""
        terms = self.pack.handover
        found = {**terms.systems, **terms.materials}.get(name) if terms else None
        return quoted(found) if found else self.seal(name)

    def _catalogue(self, name: str) -> str:
        found = self.pack.upper.catalogue if self.pack.upper else ()
        return quoted(next((it.name for it in found if it.id == name), name))

    def _contact(self, role: str) -> str:
        return quoted(self.pack.contacts.roles.get(role, role) if self.pack.contacts else role)

    def _reason(self, reason: str) -> str:
        return quoted(self.pack.visits.reasons.get(reason, reason) if self.pack.visits else reason)

    def key(self, key: str) -> str:
        """What the key of a table of words stands for; an id of the pack's own says nothing."""
        if key in self.rules.organs:
            return self.organ(key)
        return "" if key.isascii() and key.isidentifier() else key

    def instrument(self, instrument: str) -> str:
        if instrument.startswith(SEAL):
            return f"{self.seal(instrument.removeprefix(SEAL))}已启用"
        if instrument.startswith(TRIAL):
            return f"“{self.programme(instrument.removeprefix(TRIAL))}”试点"
        if instrument.startswith(READY):
            name = self.programme(instrument.removeprefix(READY))
            return f"没有认定暂不具备“{name}”的条件"
        if instrument.startswith(WINDOW):
            return f"{quoted(self.rules.window(instrument.removeprefix(WINDOW)))}已启用"
        known = codes("Need", "instrument")
        return (
            self.rules.agreement_name
            if instrument == "agreement"
            else known.get(instrument, instrument)
        )

    def need(self, need: Need) -> str:
        between = "与".join(map(self.party, need.between))
        when = f"（{self.when(need.when)}）" if need.when else ""
        return f"{between}{'的' if between else ''}{self.instrument(need.instrument)}{when}"

    def party(self, party: str, matter: Matter | None = None) -> str:
        """Who it is: for one matter the organs themselves, where the matter alone says so."""
        binder = self.pack.party.get(party)
        if binder is None:
            return party
        if matter is not None and binder.startswith("matter."):
            organs = bind(self.rules, party, Cast(matter, "", {}))
            return "、".join(map(self.organ, organs)) or self._binder(binder)
        return self._binder(binder)

    def _binder(self, binder: str) -> str:
        name, _, inner = binder.strip().removesuffix(")").partition("(")
        if name in _SOURCES:
            return _SOURCES[name]
        match name:
            case "role":
                held = self._role(inner)
                return binder if held == inner else held
            case "actor":
                return f"办理“{self._steps.get(inner, inner)}”的单位"
            case "parent":
                return f"{self._binder(inner)}的上级"
        first, _, rest = inner.partition(",")
        level = codes("Organ", "level").get(first.strip(), first.strip())
        if name == "level" and rest:
            return f"{self._binder(rest)}所属的{level}级机关"
        if name == "received_at" and rest:
            return f"{self._binder(rest)}（收件单位为{level}级时）"
        if name.startswith("relation.") and rest:
            return f"{self._binder(rest)}在关系表“{name.removeprefix('relation.')}”中的对应机构"
        return binder

    def when(self, when: When) -> str:
        """A condition: `行政许可，情形为到期后`."""
        fields = type(when).__struct_fields__
        names = [(f, label("When", f), getattr(when, f)) for f in fields]
        return "，".join(
            f"{name}为{self.value('When', f, value)}" for f, name, value in names if value
        )


def amount(term: Sla | Limit | Tolerance) -> str:
    """How long a time limit is: `20个工作日`."""
    return f"{term.days}{_UNITS.get(term.unit, term.unit)}"
