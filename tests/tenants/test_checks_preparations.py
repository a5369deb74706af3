"""What is prepared, planned, reported and supervised."""

from tests.tenants.mistakes import COUNTY, LISTED, PILOTED, Mistake, mistakes, require_found

TRIGGERS = "accountability.triggers"


CASES: list[Mistake] = [
    # accountability
    (LISTED, TRIGGERS, {}, TRIGGERS, "至少列一种情形"),
    (LISTED, f"{TRIGGERS}.complaints", " ", f"{TRIGGERS}.complaints", "不能空着"),
    (LISTED, f"{TRIGGERS}.refusal", "拒", f"{TRIGGERS}.refusal", "请换一个编号"),
    # the plan around them
    (COUNTY, "report[monthly].by", "x", "report[monthly].by", "[party] 里没有“x”"),
    (COUNTY, "report[monthly].to", "x", "report[monthly].to", "[party] 里没有“x”"),
    (COUNTY, "report[monthly].due", "x", "report[monthly].due", "[sla] 里没有“x”"),
    (
        COUNTY,
        "report[+]",
        {
            "id": "monthly",
            "name": "又一",
            "every": "year",
            "by": "town",
            "to": "dept",
            "contents": [],
            "source": "test",
        },
        "report[monthly].id",
        "report 有2行的",
    ),
    (COUNTY, "task[no.1].lead", "某局", "task[no.1].lead", "统称叫“某局”"),
    (COUNTY, "task[no.1].units", ["某局"], "task[no.1].units", "统称叫“某局”"),
    (COUNTY, "task[no.1].effective_owners", ["某"], "task[no.1].effective_owners", "“某”"),
    (COUNTY, "task[no.2].no", 1, "task[no.1].no", "task 有2行的"),
    (
        COUNTY,
        "task[no.1].content[no.1].due_on",
        "2024-01-31",
        "task[no.1].content[no.1].due",
        "照印写出",
    ),
    (COUNTY, "task[no.2].content[no.2].no", 1, "task.content[no.1].no", "task.content 有2行的"),
    # What townships need before they exercise a power.
    (PILOTED, "training.forms", {}, "training.forms", "至少列一种"),
    (PILOTED, "training.forms", {"a": " "}, "training.forms.a", "不能空着"),
    (PILOTED, "training.by", ["x"], "training.by", "[organ] 里没有“x”"),
    (PILOTED, "training.invite", ["village"], "training.invite", "没有“village”这一类的机构"),
    (COUNTY, "handover.systems", {"a": " "}, "handover.systems.a", "不能空着"),
    (
        COUNTY,
        "handover.materials",
        {"certificate": ""},
        "handover.materials.certificate",
        "不能空着",
    ),
    (COUNTY, "handover.blanks", ["x"], "handover.blanks", "“x”不在材料之内"),
    (
        COUNTY,
        "handover",
        {"systems": {}, "materials": {}, "checked": True, "clause": "test", "source": "test"},
        "handover.checked",
        "无从核对号段",
    ),
    (COUNTY, "readiness[trained].mode", ["x"], "readiness[trained].mode", "[mode] 里没有“x”"),
    (COUNTY, "readiness[trained].step", ["x"], "readiness[trained].step", "没有“x”这种环节"),
    (COUNTY, "readiness[trained].of", "x", "readiness[trained].of", "不用写 of"),
    (COUNTY, "readiness[trained].id", "equipment", "readiness[equipment].id", "有2行"),
    (COUNTY, "readiness[system_access].of", "x", "readiness[system_access].of", "没有“x”"),
    (COUNTY, "training", None, "readiness[trained].kind", "没有规定培训"),
    (COUNTY, "contacts.roles", {}, "contacts.roles", "至少列一种"),
    (COUNTY, "contacts.roles.adviser", " ", "contacts.roles.adviser", "不能空着"),
    (COUNTY, "contacts.answering", ["x"], "contacts.answering", "“x”不在身份之内"),
    (
        COUNTY,
        "work_plan[unit_plans].programme",
        "x",
        "work_plan[unit_plans].programme",
        "[programme] 里没有“x”",
    ),
    (COUNTY, "work_plan[unit_plans].by", ["x"], "work_plan[unit_plans].by", "[organ] 里没有“x”"),
]


@mistakes(CASES)
def test_a_mistake_is_found(mistake: Mistake) -> None:
    require_found(mistake)
