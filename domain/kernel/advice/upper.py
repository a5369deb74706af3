"""Upper levels: what they issue for a county, and the county's self-inspection."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "policy.upper_pack": Advice(
        "这是上级的政策包",
        "The pack is an upper level's",
        "请用“tongban policy adopt”采用，并写明生效日期和依据。",
        "Adopt it with `tongban policy adopt`, with its day and the evidence for it.",
    ),
    "policy.not_upper_pack": Advice(
        "这不是上级的政策包",
        "The pack is no upper level's",
        "县级政策包请直接采用；上级的政策包要有 [upper] 一段。",
        "Adopt a county's pack directly; an upper level's has an [upper] table.",
    ),
    "policy.other_region": Advice(
        "上级政策对本地区没有约束力",
        "The pack does not bind this region",
        "请核对行政区划代码；只能采用对本省、本市有约束力的政策。",
        "Check the region codes; only what binds the county's own province or city is adopted.",
    ),
    "policy.evidence": Advice(
        "没有写明生效日期的依据",
        "The day is not vouched for",
        "请写明怎么知道这个日期：收文登记、公报期号等。",
        "Say how the day is known: the register of papers received, a gazette.",
    ),
    "policy.effective_from": Advice(
        "生效日期与文件不符",
        "The day does not fit the document",
        "请核对文件的印发日期和文中写明的期限。",
        "Check the day of issue and the days that the text names.",
    ),
    "policy.clash": Advice(
        "两个政策包同名不同义",
        "Two packs mean different things by one name",
        "请上级政策包的编制者改名，或者在本县的下一版本改名。",
        "Have the name changed in the upper pack or in the county's next version.",
    ),
    "policy.not_adopted": Advice(
        "没有采用这份上级政策",
        "No such notice was adopted",
        "请核对上级政策包的编号；尚未采用的，先用“tongban policy adopt”采用。",
        "Check the upper pack's id; one that is new is adopted with `tongban policy adopt` first.",
    ),
    "policy.no_conflict": Advice(
        "没有需要自查的",
        "There is nothing to inspect",
        "采用上级政策时没有发现与之不符的做法。",
        "The adoption brought nothing to light that goes against the notice.",
    ),
    "policy.inspection_open": Advice(
        "自查自纠已经开始",
        "The self-inspection is open already",
        "请逐项作出处理结果。",
        "Decide the outcome of each matter.",
    ),
    "policy.inspection_not_open": Advice(
        "自查自纠不在进行中",
        "The self-inspection is not open",
        "待自查的请先开始；已办结的不再改变。",
        "Open it first; one that is closed does not change.",
    ),
    "policy.inspection_term": Advice(
        "完成期限不对",
        "The term has passed",
        "请写今天或者以后的日期。",
        "Name today or a later day.",
    ),
    "policy.no_finding": Advice(
        "这一事项没有发现问题",
        "Nothing was found against this matter",
        "请从自查发现的事项中选择；其他事项变更办理方式请用“matters.change_mode”。",
        "Choose one of the findings; other matters change by matters.change_mode.",
    ),
    "policy.no_such_remedy": Advice(
        "没有这种处理结果",
        "There is no such remedy",
        "请从通知规定的处理结果中选择。",
        "Choose one of the remedies of the notice.",
    ),
    "policy.no_way_back": Advice(
        "没有收回后的渠道",
        "There is no channel to go back to",
        "请改选一种办理方式。",
        "Choose another mode instead.",
    ),
    "policy.reason": Advice(
        "没有写明理由",
        "The reason is missing",
        "请写明为什么这样处理。",
        "Say why.",
    ),
    "policy.outcome_day": Advice(
        "执行日期不对",
        "The day has passed",
        "历史不改：请写今天或者以后的日期。",
        "History stays: name today or a later day.",
    ),
    "policy.basis_missing": Advice(
        "没有写明依据的条款",
        "The article is missing",
        "请写明依据的法律、法规、规章和条款。",
        "Name the law, regulation or rule with its article.",
    ),
    "policy.seal_stays": Advice(
        "原印章不能继续使用",
        "The seal cannot stay",
        "只有保留原方式的事项可以继续使用原印章。",
        "Only a matter that is kept may keep its seal.",
    ),
    "policy.document": Advice(
        "没有写明文书编号",
        "The document's number is missing",
        "请写明所依据文书的编号。",
        "Give the number of the document.",
    ),
    "policy.undecided": Advice(
        "还有事项没有处理结果",
        "Some matters have no outcome",
        "请逐项作出处理结果后再办结。",
        "Decide each matter, then close.",
    ),
    "policy.not_carried_out": Advice(
        "处理结果尚未执行",
        "Outcomes are not carried out yet",
        "请停用印章、终止或者变更协议，到了执行日期后再办结。",
        "Suspend the seals, end or amend the agreements, wait for the days, then close.",
    ),
    "policy.no_basis_to_keep": Advice(
        "没有可以保留的依据",
        "There is no basis to keep it",
        "请改为依法赋权、远程窗口、帮办代办，或者收回县级办理；查到依据的，先在清单新版本中写明。",
        "Choose another remedy; a basis that was found goes into the next list first.",
    ),
    "delegation.no_legal_basis": Advice(
        "没有委托的法定依据",
        "No law allows this delegation",
        "请改用不下放权力的办理方式；查到依据的，先在清单新版本中写明。",
        "Use a mode that hands nothing down; a basis that was found goes into the list first.",
    ),
    "delegation.not_reviewed": Advice(
        "委托没有经过合法性审核",
        "This delegation is not reviewed",
        "请先对事项的委托作合法性审核（matters.record_legality_review），结论为合法的才能再委托。",
        "Record a legality review of the delegation first; it must find it lawful.",
    ),
    "seal.prohibited_above": Advice(
        "上级禁止再刻制、启用这类印章",
        "The level above prohibits such seals",
        "请改用不另刻印章的办理方式。",
        "Use a mode that needs no such seal.",
    ),
    "matters.mode_open": Advice(
        "清单没有写明办理方式",
        "The list leaves the mode open",
        "请用“明确办理方式”（matters.settle_mode）。",
        "Settle the mode with matters.settle_mode.",
    ),
    "matters.change_day": Advice(
        "变更日期不对",
        "The day has passed",
        "已收的件不变：请写今天或者以后的日期。",
        "Cases received stay: name today or a later day.",
    ),
}
