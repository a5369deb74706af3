"""Delegation: agreements, what they cover, announcements."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "delegation.procedure_not_fixed": Advice(
        "审核审批程序尚未明确",
        "How the two organs handle it is not fixed yet",
        "请上级审批部门主要负责人先以文书明确审核审批程序，再按这种方式办理。",
        "The upper organ's principal fixes the procedure by a document first.",
    ),
    "delegation.procedure_matters": Advice(
        "不是须先明确程序的事项",
        "These matters need no procedure of these two",
        "请核对事项和单位：只有办理方式要求流程已定的事项，由上级审批部门对承接单位明确。",
        "Check matters and organs: only what a mode asks a fixed procedure for, between its two.",
    ),
    "delegation.procedure_document": Advice(
        "没有写明程序文书的编号",
        "The document of the procedure has no number",
        "请填写明确审核审批程序的文书编号。",
        "Give the number of the document that fixes the procedure.",
    ),
    "delegation.shortfall": Advice(
        "上报的内容不完整",
        "The report is not complete",
        "请写明事项、承接不到位的具体情况和上报文书的编号。",
        "Name the matters, what falls short, and the number of the report.",
    ),
    "delegation.no_shortfall": Advice(
        "没有上报过承接不到位的情况",
        "No shortfall was reported",
        "以承接不到位收回的，请承接单位先按程序上报；另有原因的，请选相应的原因。",
        "For this reason the shortfall is reported first; for another one, choose that.",
    ),
    "delegation.answer": Advice(
        "答复不完整",
        "The answer is not complete",
        "请写明不收回的事项和答复的文书编号。",
        "Name the matters and the number of the answer.",
    ),
    "delegation.not_withdrawable": Advice(
        "不是这两个单位之间可以收回的权限",
        "This authority is not between these two",
        "请核对事项、赋权单位和承接单位。",
        "Check the matters, who gave the authority and who took it on.",
    ),
    "delegation.withdrawal": Advice(
        "收回权限的决定不完整",
        "The withdrawal is not complete",
        "请写明收回的事项和决定的文书编号。",
        "Name the matters and the number of the decision.",
    ),
    "delegation.withdrawal_date": Advice(
        "收回权限须自作出之日起生效",
        "The withdrawal must take effect at once",
        "本县规定在办件随即转办：请在生效当天作出收回决定。",
        "Open cases are transferred at once here: withdraw on the day it takes effect.",
    ),
    "delegation.already_withdrawn": Advice(
        "权限已经收回",
        "The authority was withdrawn already",
        "无须再办；请核对所列事项。",
        "Nothing is left to do; check the matters listed.",
    ),
    "delegation.withdrawn": Advice(
        "这一事项的权限已经收回",
        "The authority for this matter was withdrawn",
        "不再按这种方式收件，请引导申请人到收回权限的单位申请；此前收件的继续办完。",
        "Send the applicant to the organ that took it back; what was received before goes on.",
    ),
    "delegation.suspended": Advice(
        "委托协议已暂停",
        "The agreement is suspended",
        "新收件由委托部门直接办理；在办件待协议恢复，期限将满的请委托部门及时恢复或者终止协议。",
        "The department handles new cases; open ones wait until it resumes or ends the agreement.",
    ),
    "delegation.already_suspended": Advice(
        "协议已经暂停",
        "The agreement is suspended already",
        "无须再办；整改完成后恢复协议。",
        "Nothing is left to do; resume it once the problem is solved.",
    ),
    "delegation.not_suspended": Advice(
        "协议没有暂停",
        "The agreement is not suspended",
        "协议正在执行，无须恢复。",
        "It runs; there is nothing to resume.",
    ),
    "delegation.no_end": Advice(
        "协议没有止日",
        "The agreement has no last day",
        "没有到期可通知；不再委托的，请终止协议并说明理由。",
        "There is no expiry to tell of; to end it, terminate it with the reason.",
    ),
    "delegation.notice": Advice(
        "补记暂停、终止没有写明当时的通知",
        "What is dated back lacks the notice served then",
        "请填写当时送达乡镇的书面通知编号；当时没有通知的，按现在办理，自告知乡镇起生效。",
        "Give the number of the notice that the township was served then; without one, act as of "
        "now: it takes effect once the township is told.",
    ),
    "delegation.reason": Advice(
        "没有写明理由",
        "No reason is given",
        "请写明理由或者通知的内容。",
        "State the reason, or what the notice says.",
    ),
    "delegation.no_amendment": Advice(
        "没有待签署的变更",
        "There is no amendment to countersign",
        "请委托部门主要负责人先签署变更。",
        "The department's principal signs the amendment first.",
    ),
    "delegation.amendment_outside_term": Advice(
        "变更的起日不在协议期限之内",
        "The amendment would begin outside the term",
        "请把起日定在协议期限之内；期限之后的，写进续签的协议。",
        "Let it begin within the term, or put it into the next agreement.",
    ),
    "delegation.amendment_without_effect": Advice(
        "变更没有改变事项",
        "The amendment changes nothing",
        "请核对协议现有事项：只增加没有的，只取消已有的。",
        "Check the schedule: add what is not in it, remove what is.",
    ),
    "delegation.unknown": Advice(
        "没有这一委托",
        "There is no such delegation",
        "请核对委托部门和乡镇；尚未委托的，先签订委托协议。",
        "Check department and township; if nothing was delegated yet, sign an agreement first.",
    ),
    "delegation.no_agreement": Advice(
        "没有签订委托协议",
        "There is no delegation agreement",
        "请双方先签订协议；此前由原来办理的单位办理。",
        "The two sign an agreement first; until then whoever had it before handles it.",
    ),
    "delegation.not_confirmed": Advice(
        "尚未确认承接",
        "The organ has not confirmed that it takes the matter on",
        "请承接单位主要负责人先确认承接；此前由原机关办理。",
        "Its principal confirms first; until then whoever had the power handles it.",
    ),
    "delegation.confirmation": Advice(
        "承接确认不完整",
        "The confirmation is not complete",
        "请写明确认文书的编号和承接的事项。",
        "Give the number of its document and the matters.",
    ),
    "delegation.already_signed": Advice(
        "协议已经签订",
        "The agreement is signed already",
        "请在现有协议上办理；需要改变事项的，签订变更。",
        "Go on with the agreement there is; to change its matters, amend it.",
    ),
    "delegation.not_countersigned": Advice(
        "乡镇尚未签署协议",
        "The township has not signed yet",
        "请乡镇主要负责人签署；双方签署后协议生效。",
        "The township's principal signs; the agreement takes effect then.",
    ),
    "delegation.not_in_force": Advice(
        "委托协议不在有效期内",
        "The agreement is not in force",
        "不得再以委托部门名义办理；请续签或者恢复协议，其间由县级部门办理。",
        "Do not act under it; renew or resume it, the county department handles cases meanwhile.",
    ),
    "delegation.not_ended": Advice(
        "委托协议期限未满",
        "The agreement has not ended",
        "期限届满后再办理；提前结束的，办理终止。",
        "Wait for its end; to end it before, terminate it.",
    ),
    "delegation.term_reversed": Advice(
        "期限的止日早于起日",
        "The term ends before it begins",
        "请核对起止日期。",
        "Check both days.",
    ),
    "delegation.contents_incomplete": Advice(
        "协议内容不全",
        "The agreement lacks required contents",
        "请补齐所列各项内容后再签署。",
        "Add the contents listed, then sign.",
    ),
    "delegation.matter_not_delegable": Advice(
        "不属于可以委托的事项",
        "The matter is not delegated by this department",
        "请只写事项清单中由本部门以此方式委托的事项。",
        "List only matters that the list has this department delegate this way.",
    ),
    "delegation.matter_not_in_agreement": Advice(
        "事项不在委托协议之内",
        "The agreement does not cover the matter",
        "请由县级部门办理，或者先变更协议增加该事项。",
        "The county department handles it, or the agreement is amended first.",
    ),
    "delegation.not_announced": Advice(
        "委托尚未公告",
        "The delegation was not announced",
        "请委托部门公告受委托机关和委托内容，写明公布的载体；公告前由县级部门办理。",
        "The department announces delegatee and content first; until then the county handles it.",
    ),
    "delegation.redelegation": Advice(
        "不得再行委托",
        "Delegated power is not delegated further",
        "请由受委托的乡镇自己办理；办不了的，转报委托部门。",
        "The delegatee acts itself; what it cannot do goes back to the department.",
    ),
}
