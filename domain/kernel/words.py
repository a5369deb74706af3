"""The officials' words for what code names (DESIGN 8)."""

from collections.abc import Mapping

DOCUMENTS: Mapping[str, str] = {
    "acceptance": "受理通知书",
    "decision": "审批决定",
    "certificate": "证书",
    "proof": "证明",
}

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
    "apply": "申请用印",
    "consent": "签字同意",
}


def document(kind: str) -> str:
    """The kind of document as officials say it."""
    return DOCUMENTS.get(kind, kind)
