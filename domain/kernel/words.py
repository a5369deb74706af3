"""The officials' words for what code names (DESIGN 8)."""

from collections.abc import Mapping

from domain.kernel.pack import Finding, Level, MatterStatus

# The kinds of document that a case makes; a pack may put seals on more.
ACCEPTANCE = "acceptance"
DECISION = "decision"
CERTIFICATE = "certificate"
REVOCATION = "revocation"
CORRECTION = "correction"

WINDOW = "window"
"""The channel of whoever comes in person."""

DOCUMENTS: Mapping[str, str] = {
    ACCEPTANCE: "受理通知书",
    DECISION: "审批决定",
    CERTIFICATE: "证书",
    REVOCATION: "撤销决定",
    CORRECTION: "纠正决定",
    "proof": "证明",
}
_DECLINED = "不予受理通知书"

# Kinds of step, and the acts around a seal.
ACTS: Mapping[str, str] = {
    "consult": "咨询",
    "receive": "收件",
    "accept": "受理",
    "review": "审核",
    "survey": "踏勘",
    "session": "远程办理",
    "forward": "转报",
    "decide": "审批",
    "stamp": "盖章",
    "certify": "制证",
    "deliver": "送达",
    "return": "结果返回",
    "push": "推送",
    "feedback": "监管结果反馈",
    "revoke": "撤销",
    "correct": "纠正",
    "apply": "申请用印",
    "consent": "签字同意",
}

# What may be due: a step, or one of these.
DUE: Mapping[str, str] = {
    **ACTS,
    "promise": "承诺办理",
    "reply": "函复",
    "policy_notice": "书面告知政策性文件",
    "self_inspection": "自查自纠",
    "correction": "限期改正",
    "collect": "归集至电子证照库",
    "summary": "改革情况汇总",
    "report": "定期报告",
    "grant": "完成培训和印章授予",
    "task": "改革任务",
    "renewal": "有效期届满前作出延续决定",
    "renewal_notice": "证照将到期，尚无延续申请",
    "expiry": "协议到期",
    "expiry_notice": "协议到期前告知",
    "amendment": "委托事项调出",
}

STATUSES: Mapping[MatterStatus, str] = {
    "current": "现行",
    "repealed": "已废止",
    "superseded": "已被替代",
}

# Where a matter's power is from, as lists say it (ZZ22-41); other sources are a pack's own words.
POWER_SOURCES: Mapping[str, str] = {
    "direct_empowerment": "直接赋权",
    "statute": "法定职权",
}

FINDINGS: Mapping[Finding, str] = {
    "own_name": "以自己名义",
    "beyond_scope": "超越权限",
    "after_suspension": "停用或者暂停后办理",
    "after_expiry": "到期后办理",
    "after_loss": "遗失后用印",
    "without_consent": "未经签字同意",
    "without_post": "未任岗位或者不是保管人",
    "improper_fee": "违规收费",
    "overdue": "超期",
    "not_pushed": "未推送",
    "unlawful": "违法或者不当",
}


def document(kind: str, *, declined: bool = False) -> str:
    """The kind of document as officials say it; of a `declined` case, what its notice says."""
    return _DECLINED if declined and kind == ACCEPTANCE else DOCUMENTS.get(kind, kind)


def quoted(text: str) -> str:
    """In quotation marks; those that it has become single ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


LEVELS: Mapping[Level, str] = {
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "township": "乡级",
    "village": "村级",
}
