"""Rules that hold in every county, with the ground they stand on: what a pack need not say.

A pack's own rule of the same code goes first. `clause` is what officials are shown; `source` says
where the rule is from (DESIGN 9: the platform's invariants; DOMAIN: requirements and decisions).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Ground(NamedTuple):
    clause: str
    source: str


_PLATFORM = "平台规则"

GROUNDS: Mapping[str, Ground] = {
    code: Ground(clause, source)
    for clause, source, codes in (
        (_PLATFORM, "事项清单 XG23-09", ("matters.not_listed",)),
        (_PLATFORM, "办理环节由办理方式确定 XG23-07 XG23-13",
         ("cases.no_such_step", "cases.step_absent", "cases.step_taken", "cases.concluded",
          "cases.step_not_yet", "cases.wrong_performer")),
        (_PLATFORM, "事项限定条件须据实填写 B-01",
         ("cases.fact_missing", "cases.fact_not_a_number", "cases.no_channel",
          "cases.not_offered_here",
          "cases.outside_guard")),
        (_PLATFORM, "一件一号",
         ("cases.number_taken", "cases.unknown", "cases.number", "command.unstorable")),
        ("行政许可法 32", "行政许可法 32", ("cases.not_lapsed",)),
        ("行政许可法 38", "行政许可法 38", ("cases.refusal_needs_reasons",)),
        ("行政许可法 39", "行政许可法 39", ("cases.certificate_number",)),
        (_PLATFORM, "文书须有编号 B-09",
         ("cases.document_number", "seal.document_number", "seal.blank", "seal.no_document",
          "seal.document_twice", "seal.document_kind")),
        (_PLATFORM, "一次同意对应所列文书，用后即消 XG23-56",
         ("seal.not_applied", "seal.already_consented", "seal.one_use_per_document",
          "seal.other_seal")),
        (_PLATFORM, "印章全程留痕 DOMAIN E4",
         ("seal.unknown", "seal.unknown_rule", "seal.exists", "seal.wrong_status",
          "seal.imprint", "seal.not_put_into_use")),
        (_PLATFORM, "一个部门与一个乡镇一份协议 B-10",
         ("delegation.already_signed", "delegation.term_reversed", "delegation.not_countersigned",
          "delegation.not_ended", "delegation.unknown")),
        ("行政许可法 24", "行政许可法 24", ("delegation.not_announced",)),
        (_PLATFORM, "主要负责人负总责 XG23-28", ("organisation.not_principal",)),
        (_PLATFORM, "谁在岗谁行使 DESIGN 9.5",
         ("organisation.post_not_held", "organisation.post_already_held",
          "organisation.wrong_post", "organisation.no_such_post")),
        (_PLATFORM, "人员授权到位 ZZ22-10",
         ("organisation.not_authorised", "organisation.authorisation_empty")),
        (_PLATFORM, "机构须在政策包登记 B-16", ("organisation.no_such_organ",)),
        (_PLATFORM, "试点与推开须有明确决定 B-01",
         ("matters.no_pilot", "matters.no_pilot_running", "matters.pilot_started",
          "matters.pilot_count", "matters.not_in_pilot")),
        (_PLATFORM, "政策包按版本采用 DESIGN 4",
         ("policy.already_adopted", "policy.version_reused", "policy.none_in_force",
          "policy.not_operator", "policy.pack_invalid", "policy.digest", "policy.other_county",
          "tenants.unknown", "tenants.name")),
        ("个人信息保护法 47", "个人信息保护法 47",
         ("subjects.not_operator", "subjects.reason", "subjects.unknown", "subjects.identity",
          "subjects.erased")),
        ("个人信息保护法 6", "个人信息保护法 6", ("cases.not_yours",)),
        (_PLATFORM, "工作日以公布的放假安排为准 B-70",
         ("calendars.not_operator", "calendars.dates", "calendars.source", "calendars.reason",
          "calendars.already_adopted", "calendars.not_adopted", "calendars.unchanged")),
        (_PLATFORM, "按规则自动办理的事项不由人办理 DESIGN 6", ("authority.automation_only",)),
        (_PLATFORM, "义务只有一个结果：按期、逾期或者免除 DESIGN 6",
         ("obligations.unknown", "obligations.term", "obligations.has_outcome",
          "obligations.reason", "obligations.not_yet_late")),
        (_PLATFORM, "日历未采用的年度期限暂定，不作逾期认定 B-70", ("obligations.provisional",)),
        (_PLATFORM, "法定期限不得免除 B-71",
         ("obligations.statutory", "obligations.owed_to_applicant")),
        (_PLATFORM, "协议期限届满即终止 XG23-55", ("obligations.by_time",)),
        (_PLATFORM, "审批结果推送业务主管部门 XG23-67 B-06",
         ("pushes.unknown", "pushes.not_due", "pushes.already_acknowledged")),
        (_PLATFORM, "事件流按位置续读，只及获准的类型 DESIGN 7a",
         ("feed.unknown_type", "feed.type_not_granted", "feed.beyond_head")),
        (_PLATFORM, "发生时间不得晚于现在 DESIGN 3",
         ("time.future", "time.no_zone", "time.unreal", "time.before_predecessor")),
    )
    for code in codes
}  # fmt: skip
