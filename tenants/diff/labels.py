"""What officials call the tables and keys of a pack, and the codes that stand in them.

The template says of every option what it is for (tenants/template). Where that begins with a name
for it, the name is taken from there, so a new option has one with its line in the template; where
it is an explanation, the name is here. Codes are explained there too: `licence 许可、levy 征收`.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from domain.kernel.pack import Pack
from tenants.template import struct_of, words

_NAME = re.compile(r"[^：；，（。]+")
_CODE = re.compile(r"([a-z][a-z0-9_]*) ([^\s、；，。：（）a-z]+)")

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "文件与期限": (
        "id", "version", "name", "effective_from", "jurisdiction", "late_entry_days",
        "document", "programme", "phase", "schema",
    ),
    "上级要求": ("upper",),
    "机构": ("organ", "group", "post", "naming", "relation", "party"),
    "事项": ("list", "matter", "target", "list_step", "guide"),
    "办理方式": ("mode",),
    "协议": ("agreement", "agreement_of", "mode_change", "grant"),
    "印章": ("seal", "old_seals"),
    "时限": ("sla", "escalation", "renewal", "tolerant"),
    "窗口与服务": ("window", "style", "visits", "inquiry", "copies", "policy_notice",
        "service_points", "convenience", "points"),
    "承接准备": ("training", "handover", "readiness", "contacts", "work_plan"),
    "监管": ("inspection", "correction", "accountability"),
    "任务与报告": ("task", "report"),
    "规则条文": ("rule",),
}  # fmt: skip
OTHER = "其他"
"""Where a table goes that no section names."""

_SAID: Mapping[tuple[str, str], str] = {
    ("Pack", "schema"): "政策包格式",
    ("Pack", "id"): "政策包编号",
    ("Pack", "effective_from"): "生效日期",
    ("Pack", "jurisdiction"): "本县",
    ("Pack", "party"): "当事方",
    ("Pack", "naming"): "机构命名规则",
    ("Pack", "seal"): "印章",
    ("Pack", "visits"): "再次到场的规定",
    ("Pack", "inquiry"): "函询",
    ("Pack", "copies"): "文件主送的规定",
    ("Pack", "old_seals"): "旧印章的处理",
    ("Pack", "list_step"): "清单产生的步骤",
    ("Pack", "guide"): "办事指南的要求",
    ("Pack", "training"): "业务培训",
    ("Pack", "contacts"): "业务指导人员",
    ("Pack", "work_plan"): "各单位工作方案",
    ("Pack", "readiness"): "承接条件",
    ("Pack", "handover"): "材料转交和系统权限",
    ("Pack", "grant"): "培训和授章的期限",
    ("Pack", "mode_change"): "办理方式变更的规定",
    ("Pack", "renewal"): "延续申请到期未决定的后果",
    ("Pack", "target"): "指标",
    ("Pack", "agreement"): "协议的规定",
    ("Upper", "remedy"): "自查自纠的结果",
    ("Upper", "regions"): "约束的地区",
    ("Upper", "document"): "所依据的文件",
    ("Upper", "latest"): "最迟生效日期",
    ("Jurisdiction", "parents"): "上级行政区划代码",
    ("Demand", "modes"): "所对的办理方式",
    ("Demand", "catalogue"): "所要求的目录",
    ("Demand", "levels"): "所涉层级",
    ("Demand", "instead_of"): "应当先用的办理方式",
    ("Demand", "undivided"): "按权限划分实施的不算",
    ("Remedy", "mode"): "改为的办理方式",
    ("Remedy", "basis"): "保留所须依据",
    ("Remedy", "catalogue"): "所要求的目录",
    ("Catalogue", "count"): "文件写明的项数",
    ("Document", "trial"): "是否试行",
    ("Document", "public"): "是否公开",
    ("Document", "basis"): "所依据的文件",
    ("Document", "interpreter"): "解释机关",
    ("Document", "normative"): "主管部门的规范性文件",
    ("Matter", "law_split"): "按权限划分实施的依据",
    ("Matter", "confined"): "只能到一处办理的依据",
    ("PolicyNoticeTerms", "post"): "告知岗位",
    ("Organ", "parent"): "上级机构",
    ("Organ", "aliases"): "其他叫法",
    ("Organ", "roles"): "担任的角色",
    ("Organ", "seals"): "可以持有和使用印章",
    ("NameRule", "pattern"): "名称样式",
    ("Relation", "organ"): "对应机构",
    ("Relation", "domain"): "所限领域",
    ("Relation", "of"): "所对机构",
    ("Programme", "document"): "所依据的文件",
    ("Programme", "lead"): "牵头机构",
    ("Programme", "starts_on"): "开始日期",
    ("Programme", "ends_on"): "结束日期",
    ("Phase", "programme"): "所属改革项目",
    ("Phase", "pilots"): "试点乡镇个数",
    ("SealRule", "per"): "每方一枚",
    ("SealRule", "names"): "印章名称样式",
    ("SealRule", "on"): "所盖文书",
    ("SealRule", "engraved_by"): "刻制单位",
    ("SealRule", "user"): "用章岗位",
    ("SealRule", "custodian_may_use"): "保管人员可以自己申请用章",
    ("SealRule", "consent"): "用印同意",
    ("SealRule", "numbers"): "编号范围",
    ("SealRule", "ledger"): "台账栏目",
    ("ConsentRule", "by"): "同意的一方",
    ("ConsentRule", "post"): "同意的岗位",
    ("ConsentRule", "not"): "不得同意的岗位",
    ("ConsentRule", "for"): "同意的范围",
    ("ConsentRule", "standing"): "可以长期同意的文书",
    ("ConsentRule", "delegable"): "同意权可以再委托",
    ("LedgerColumn", "label"): "栏目叫法",
    ("Mode", "label"): "清单上的叫法",
    ("Mode", "needs"): "前提文书",
    ("Mode", "guard"): "对全部事项的限制",
    ("Mode", "otherwise"): "不符合条件时改走的渠道",
    ("Mode", "then"): "期满后改用的办理方式",
    ("Need", "instrument"): "文书",
    ("Need", "between"): "双方",
    ("Need", "when"): "适用情形",
    ("When", "outcome"): "办理结果",
    ("When", "power_from"): "权力来源",
    ("When", "except_power"): "除外的权力类别",
    ("Guard", "field"): "填写项目",
    ("Guard", "label"): "项目名称",
    ("Guard", "allow"): "只限",
    ("Guard", "deny"): "不含",
    ("Guard", "at_least"): "下限",
    ("Guard", "at_most"): "上限",
    ("Guard", "exclusive"): "不含本数",
    ("Guard", "unit"): "单位",
    ("Guard", "count"): "试点乡镇个数",
    ("Guard", "months"): "试点月数",
    ("Guard", "otherwise"): "不符合时改用的办理方式",
    ("Step", "kind"): "环节类别",
    ("Step", "by"): "承办单位",
    ("Step", "post"): "承办岗位",
    ("Step", "as"): "名义",
    ("Step", "after"): "前置环节",
    ("Step", "seal"): "所盖印章",
    ("Step", "stamped"): "须先盖章的文书",
    ("Step", "to"): "送达单位",
    ("Step", "within"): "时限",
    ("Step", "anew"): "补齐后重新受理的时限",
    ("Step", "external"): "须录入部门业务系统",
    ("Step", "staff"): "最少人数",
    ("Step", "document"): "移送文书",
    ("Step", "makes"): "产生的文书",
    ("Step", "forbid"): "禁止的行为",
    ("Step", "grant"): "须由事项写明授予",
    ("Step", "else"): "未授予时的承办单位",
    ("Step", "together"): "各方须一起办",
    ("Step", "optional"): "可以不办",
    ("Step", "when"): "适用情形",
    ("Duty", "duty"): "责任",
    ("Duty", "bearer"): "责任单位",
    ("Duty", "when"): "适用情形",
    ("Duty", "unless"): "不承担的情形",
    ("Duty", "by"): "追究机关",
    ("Duty", "for"): "只对授予的环节",
    ("Duty", "factors"): "考虑的因素",
    ("Duty", "requires"): "前提事实",
    ("Duty", "note"): "提示",
    ("MatterList", "count"): "项数",
    ("Matter", "no"): "编号",
    ("Matter", "list"): "所在清单",
    ("Matter", "row"): "清单序号",
    ("Matter", "mode"): "办理方式",
    ("Matter", "mode_label"): "清单上印的办理方式",
    ("Matter", "status"): "效力",
    ("Matter", "status_clause"): "效力依据",
    ("Matter", "status_note"): "效力说明",
    ("Matter", "on_application"): "依申请",
    ("Matter", "printed"): "机构印法",
    ("Matter", "offer"): "办理地点",
    ("Matter", "power_from"): "权力来源",
    ("Matter", "delegation_basis"): "委托依据",
    ("Matter", "guard"): "限制",
    ("Matter", "limit"): "法定时限",
    ("Matter", "certificate"): "证书",
    ("Offer", "at"): "地点",
    ("Offer", "subtype"): "情形",
    ("Offer", "all"): "每一处都要能办",
    ("PowerFrom", "by"): "授权机关",
    ("LegalBasis", "finding"): "依据种类",
    ("LegalBasis", "text"): "依据原文",
    ("Limit", "days"): "期限",
    ("Limit", "of"): "事由",
    ("Limit", "after"): "起算条件",
    ("Charge", "amount_yuan"): "最高金额（元）",
    ("Charge", "basis"): "收费依据",
    ("Target", "list"): "所在清单",
    ("Target", "at_least"): "最低比例",
    ("Window", "licences"): "只办行政许可",
    ("Window", "domains"): "所管领域",
    ("VisitTerms", "unwarranted"): "属于无故的原因",
    ("VisitTerms", "chosen"): "属于自愿的原因",
    ("InquiryTerms", "post"): "函复岗位",
    ("Convenience", "government"): "政务服务事项",
    ("CopyTerms", "to"): "主送单位",
    ("OldSealTerms", "retention_by"): "决定保留的机构",
    ("OldSealTerms", "kept_at"): "可以自行保留的层级",
    ("OldSealTerms", "complete_by"): "完成期限",
    ("AgreementTerms", "contents"): "必备内容",
    ("AgreementTerms", "name"): "名称",
    ("AgreementTerms", "notice_days"): "到期前告知的天数",
    ("AgreementTerms", "notice_certainty"): "告知天数的把握程度",
    ("AgreementTerms", "in_flight"): "到期时在办件的去向",
    ("ModeChangeTerms", "in_flight"): "办理方式变更时在办件的去向",
    ("ListStep", "name"): "名称",
    ("ListStep", "state"): "清单状态",
    ("ListStep", "by"): "办理机构",
    ("ListStep", "publishes"): "即为公布",
    ("GuideTerms", "contents"): "必备内容",
    ("GrantTerms", "document"): "起算文件",
    ("GrantTerms", "within"): "时限",
    ("GrantTerms", "complex"): "较复杂事项的时限",
    ("Sla", "days"): "期限",
    ("Sla", "starts"): "起算环节",
    ("Sla", "when"): "适用情形",
    ("Sla", "scope"): "法定适用范围",
    ("Sla", "roll"): "遇休息日顺延",
    ("Sla", "extension"): "延长",
    ("Extension", "days"): "延长天数",
    ("RenewalTerms", "lapse"): "后果",
    ("RenewalTerms", "scope"): "适用范围",
    ("RenewalTerms", "remind_days"): "提前提醒天数",
    ("Tolerance", "days"): "补齐期限",
    ("Tolerance", "unit"): "单位",
    ("Report", "by"): "报送单位",
    ("Report", "to"): "接收单位",
    ("Report", "contents"): "内容",
    ("Report", "due"): "时限",
    ("Report", "nil"): "没有情况也要报",
    ("MatterList", "unknown"): "只知项数",
    ("Task", "due_in_text"): "正文里的时限",
    ("Task", "due_on"): "完成日期",
    ("TaskContent", "due_on"): "完成日期",
    ("Task", "standing"): "长期坚持",
    ("Task", "effective_owners"): "文件漏列的责任单位",
}


# Codes that the template's sentences do not explain one by one.
_ELSEWHERE: Mapping[str, str] = {
    "examination": "考试、检验合格",
    "consult": "咨询",
    "stamp": "盖章",
}


@cache
def label(struct: str, key: str) -> str:
    """What officials call one key of one table; a key that nobody named stands for itself."""
    said = _SAID.get((struct, key))
    if said is None:
        found = _NAME.match(words().get((struct, key), ""))
        said = found[0].strip() if found else key
    return said


@cache
def codes(struct: str, key: str) -> Mapping[str, str]:
    """The words for the codes that may stand in one key, as the template explains them.

    A list of codes that several keys share is explained at one of them.
    """
    said: dict[str, str] = dict(_CODE.findall(words().get((struct, key), "")))
    field = next((f for f in fields(_structs()[struct]) if f.encode_name == key), None)
    allowed = () if field is None else literals(field.type)
    return {**{code: _anywhere().get(code, code) for code in allowed}, **said}


@cache
def _anywhere() -> Mapping[str, str]:
    """Codes as the template explains them wherever it does, as first said."""
    said = {code: word for text in words().values() for code, word in _CODE.findall(text)}
    return {**_ELSEWHERE, **said}


@cache
def _structs() -> Mapping[str, type[Struct]]:
    """Every struct of a pack by its name."""
    found: dict[str, type[Struct]] = {Pack.__name__: Pack}
    waiting: list[type[Struct]] = [Pack]
    for struct in waiting:  # grows, by each struct once
        for below in filter(None, (struct_of(field.type) for field in fields(struct))):
            if below.__name__ not in found:
                found[below.__name__] = below
                waiting.append(below)
    return found


def structs() -> tuple[type[Struct], ...]:
    return tuple(_structs().values())


def literals(kind: object) -> tuple[str, ...]:
    """The codes that a field's type allows, wherever in it they stand."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(code for part in get_args(kind) for code in literals(part))


def section(table: str) -> str:
    return next((name for name, tables in SECTIONS.items() if table in tables), OTHER)
