"""Organs, posts, staff: who may act."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "organisation.window_not_open": Advice(
        "专窗没有启用",
        "The dedicated window is not open",
        "请管理窗口的单位先启用专窗；启用之前，请引导申请人到现在的办理单位申请。",
        "Whoever runs the window opens it first; until then send applicants where they go now.",
    ),
    "organisation.no_such_window": Advice(
        "没有这一窗口",
        "There is no such window there",
        "请核对窗口编号和设置窗口的单位，以本县政策包为准。",
        "Check the window and the place where it stands, as the pack has them.",
    ),
    "organisation.window_open": Advice(
        "专窗已经启用",
        "The window is open already",
        "无须再办；可以直接收件。",
        "Nothing is left to do; receive there.",
    ),
    "organisation.window_closed": Advice(
        "专窗没有在用",
        "The window is not open",
        "没有启用或者已经停用的，无须停用。",
        "There is nothing to close.",
    ),
    "organisation.window_document": Advice(
        "没有写明启用的编号或者停用的原因",
        "The notice's number or the reason is missing",
        "启用请填写公告或者通知的编号，停用请填写原因。",
        "Give the number of the notice to open it, the reason to close it.",
    ),
    "organisation.already_posted": Advice(
        "已经派驻该窗口",
        "He is posted there already",
        "无须再办。",
        "Nothing is left to do.",
    ),
    "organisation.not_posted": Advice(
        "没有派驻该窗口",
        "He is not posted to the window",
        "请本单位主要负责人先办理派驻，或者由已派驻的人员办理。",
        "The principal of his own organ posts him there first, or somebody posted does it.",
    ),
    "organisation.not_administration": Advice(
        "此项由政务服务管理部门办理",
        "This is for the county's service administration",
        "请政务服务管理部门主要负责人办理；政策包没有列明的，先在机构中注明其角色。",
        "Have its principal do it; where the pack names none, give an organ that role first.",
    ),
    "organisation.no_such_organ": Advice(
        "没有这一机构",
        "There is no such organ",
        "请使用政策包所列机构的编号或者名称。",
        "Name an organ of the pack, by id or name.",
    ),
    "organisation.no_such_post": Advice(
        "没有这一岗位",
        "There is no such post",
        "请使用政策包所列岗位。",
        "Name a post of the pack.",
    ),
    "organisation.post_not_held": Advice(
        "当时未任该岗位",
        "The post was not held at that time",
        "请由当时在岗的人员办理；刚任职的，先由本单位主要负责人登记任职。",
        "Whoever held the post then acts; for somebody new the principal records the post first.",
    ),
    "organisation.post_already_held": Advice(
        "已在该岗位",
        "The person holds the post already",
        "无须再登记任职。",
        "Nothing is left to record.",
    ),
    "organisation.wrong_post": Advice(
        "不由此岗位办理",
        "Another post takes this step",
        "请交由所列岗位的人员办理。",
        "Leave it to whoever holds the post named.",
    ),
    "organisation.not_principal": Advice(
        "须由主要负责人办理",
        "This is for the organ's principal",
        "请报本单位主要负责人办理。",
        "Put it before the organ's principal.",
    ),
    "organisation.period": Advice(
        "授权的期限不完整",
        "The authorisation's period does not stand",
        "请填写今后的止日；授权签字同意用印的必须写明期限。",
        "Give a last day still to come; consent to the use of a seal is delegated for a period.",
    ),
    "organisation.not_authorised": Advice(
        "未获授权办理",
        "The person is not authorised for this",
        "请本单位主要负责人先授权该人员办理该事项的这一环节；主要负责人自己办的也要写明授权。",
        "The principal first authorises the person, or themself, for this step of the matter.",
    ),
    "organisation.unknown_act": Advice(
        "没有这个环节类别",
        "There is no such kind of step",
        "请写环节类别的编号（如 receive、accept、decide，申请用印写 apply），不写环节的名称。",
        "Give kinds of step by their ids (receive, accept, decide; apply for a seal), not names.",
    ),
    "organisation.authorisation_empty": Advice(
        "授权内容空白",
        "The authorisation says nothing",
        "请写明授权的环节和事项。",
        "Name the steps and matters.",
    ),
    "authority.automation_only": Advice(
        "由平台自动办理",
        "The platform does this by rule",
        "无须人工办理；到时由平台按规则记录。",
        "Nobody needs to do it; it is recorded when its time comes.",
    ),
    "subjects.not_operator": Advice(
        "须由平台操作员办理",
        "Only the operator erases",
        "请将经批准的申请交平台操作员。",
        "Hand the approved request to the operator.",
    ),
    "subjects.reason": Advice(
        "未写明依据和理由",
        "Ground and reason are missing",
        "请写明销毁的依据和理由。",
        "Say by which ground and why it is erased.",
    ),
    "subjects.unknown": Advice(
        "没有这一申请人",
        "There is no such applicant",
        "请核对申请人代号。",
        "Check the pseudonym.",
    ),
    "subjects.identity": Advice(
        "缺少申请人姓名或者证件号码",
        "Name or identity number is missing",
        "请向申请人核对身份后填写。",
        "See the applicant's document and fill both in.",
    ),
    "subjects.erased": Advice(
        "个人信息已经销毁",
        "The personal data was erased",
        "不可恢复；办件本身仍可查询。",
        "It cannot be brought back; the case itself can be read.",
    ),
}
