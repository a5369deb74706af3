"""Agreements, terms and the rules that a refusal cites."""

from tenants.validate import validate
from tests.tenants.mistakes import COUNTY, Mistake, changed, mistakes, require_found

TOLD = {"id": "second", "name": "提请督办", "after": 2, "to": ["creditor"], "source": "test"}


CASES: list[Mistake] = [
    # the plan around them
    (COUNTY, "agreement.contents", {}, "agreement.contents", "必须写明内容"),
    (COUNTY, "agreement.contents.term", " ", "agreement.contents.term", "文件的原文"),
    (COUNTY, "agreement.notice_days", 0, "agreement.notice_days", "至少提前1天"),
    (COUNTY, "list_step[review].id", "propose", "list_step[propose].id", "list_step 有2行的"),
    (COUNTY, "list_step[review].by", "x", "list_step[review].by", "[organ] 里没有“x”"),
    (COUNTY, "list_step[review].state", " ", "list_step[review].state", "不能空着"),
    (COUNTY, "list_step[publish].publishes", False, "list_step", "没有公布的一步"),
    (COUNTY, "guide.contents.term", " ", "guide.term", "依据的原文"),
    (COUNTY, "guide.materials", " ", "guide.materials", "依据的原文"),
    (COUNTY, "grant.within", "x", "grant.within", "[sla] 里没有“x”"),
    (COUNTY, "grant.complex", "x", "grant.complex", "[sla] 里没有“x”"),
    (COUNTY, "grant.document", "x", "grant.document", "[document] 里没有“x”"),
    (
        COUNTY,
        "grant.document",
        "gan_fu_ting_zi_2023_30",
        "grant.document",
        "没有印发日期",
    ),
    (COUNTY, "tolerant.days", 0, "tolerant.days", "至少是1"),
    (COUNTY, "sla[decide].days", 0, "sla[decide].days", "至少是1"),
    (COUNTY, "sla[push_result].days", -1, "sla[push_result].days", "只有推送、反馈、证照归集"),
    (COUNTY, "sla[decide].extension.days", 0, "sla[decide].extension.days", "至少是1"),
    (COUNTY, "sla[deliver].id", "decide", "sla[decide].id", "sla 有2行的"),
    (COUNTY, "sla[decide].lapse", "deemed_accepted", "sla[decide].lapse", "逾期不受理的后果"),
    (COUNTY, "sla[decide].roll", True, "sla[decide].roll", "不会落在节假日"),
    (COUNTY, "sla[deliver].when", {}, "sla[deliver].when", "条件是空的"),
    (COUNTY, "sla[training_and_grant].unit", "days", "grant.complex", "单位要一样"),
    (COUNTY, "sla[training_and_grant].days", 3, "grant.complex", "不能比一般事项的短"),
    *(
        (COUNTY, "escalation", [{**TOLD, **wrong}], f"escalation[{key}", reason)
        for wrong, key, reason in (
            ({"id": "a/b"}, "a/b].id", "编号不能带"),
            ({"after": 0}, "second].after", "须在1至"),
            ({"to": []}, "second].to", "写明提请谁"),
            ({"organ": ["x"]}, "second].organ", "[organ] 里没有“x”"),
            ({"post": "x"}, "second].post", "[post] 里没有“x”"),
            ({"kind": ["x"]}, "second].kind", "没有“x”这类到期事项"),
        )
    ),
    (COUNTY, "renewal.remind_days", -1, "renewal.remind_days", "写0"),
    (COUNTY, "rule[cases.fee].clause", "", "rule[cases.fee].clause", "拒绝时要引用"),
    (COUNTY, "rule[cases.fee].id", "seal.custody", "rule[seal.custody].mode", "写了两次"),
    (COUNTY, "rule[cases.fee].mode", ["gone"], "rule[cases.fee].mode", "没有“gone”"),
    (COUNTY, "agreement.mode", ["no2_seal"], "agreement.mode", "[[agreement_of]]"),
]


@mistakes(CASES)
def test_a_mistake_is_found(mistake: Mistake) -> None:
    require_found(mistake)


def test_what_is_only_pushed_may_be_due_at_once() -> None:
    """RA22-25: with the decision itself, on that day."""
    assert validate(changed(COUNTY, "sla[push_result].days", 0)) == ()
