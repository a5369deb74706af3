"""Before a matter is listed or moved: what an upper level demands, its catalogues by version."""

from collections.abc import Mapping

from domain.kernel.advice.words import Advice

ADVICE: Mapping[str, Advice] = {
    "matters.listing_not_on_application": Advice(
        "不是依申请的事项",
        "The matter does not begin with an application",
        "改革只及依申请的政务服务事项；请改列其他事项。",
        "Only matters on application may be listed; choose another one.",
    ),
    "matters.listing_not_in_catalogue": Advice(
        "事项不在上级目录之内",
        "The matter is in none of the catalogues",
        "请核对目录的版本（tongban catalogues）；确不在目录内的，选用不下放权限的办理方式。",
        "Check the version with `tongban catalogues`; else choose a mode that hands down no power.",
    ),
    "matters.listing_another_first": Advice(
        "应当先用别的办理方式",
        "Another mode goes first",
        "请先核对应当先用的办理方式：不能承接的登记评估结论，不适宜的在研究论证中写明理由。",
        "See whether that one will do; else record that nobody can bear it, or why it is unfit.",
    ),
    "matters.listing_not_studied": Advice(
        "尚未作研究论证",
        "Nobody has argued that it is needed",
        "请先登记研究论证，平台会附上当时的办件量。",
        "Record the study first; the figures of that moment go with it.",
    ),
    "matters.listing_capacity": Advice(
        "承接能力没有评估，或者评估为不能承接",
        "Capacity is not evaluated, or was found wanting",
        "请先评估承接单位的人员和条件，登记评估结论。",
        "Evaluate whoever is to take it on and record the outcome first.",
    ),
    "matters.listing_legality": Advice(
        "合法性审核没有通过",
        "The legality review is not passed",
        "请先对这种办理方式作合法性审核，结论为合法的才能列入。",
        "Have this very mode reviewed; only what was found lawful may be listed.",
    ),
    "matters.listing_not_public": Advice(
        "没有向社会公开",
        "It is not said where it is public",
        "请写明改革事项清单公开的载体。",
        "Say where the list is published.",
    ),
    "matters.listing_no_choice": Advice(
        "群众没有选择",
        "Applicants would have no choice",
        "请保留其他级别或者渠道；法律规定只能到一处办理的，在事项中写明依据。",
        "Leave another level open; where a law allows one only, cite it with the matter.",
    ),
    "matters.listing_narrowed": Advice(
        "县级权限受规范性文件限制",
        "A normative document limits the county's power",
        "请删去这条限制；法律、法规、规章有规定的，按其规定写明。",
        "Drop the limit; where a law or rule sets it, cite that instead.",
    ),
    "matters.listing_more": Advice(
        "环节或者时限增加了",
        "There would be more steps or more time",
        "请减去增加的部分；法律变动要求增加的，写明法律依据和批准文号。",
        "Take the increase out, or cite the law that changed and the approval.",
    ),
    "matters.listing_law_levels": Advice(
        "办理方式与法定实施层级不符",
        "The mode does not fit the levels that the law names",
        "请核对事项的法定实施层级，选用相应的办理方式。",
        "Check which levels the law names for the matter, and choose a mode for them.",
    ),
    "matters.guide_more": Advice(
        "办事指南增加了材料或者时限",
        "The guide asks for more than before",
        "请减去增加的部分；法律变动要求增加的，写明法律依据和批准文号。",
        "Take the increase out, or cite the law that changed and the approval.",
    ),
    "matters.study_incomplete": Advice(
        "研究论证内容不全",
        "The study is incomplete",
        "请写明必要性和文书编号。",
        "Say why the matter is needed there, and the number of the paper.",
    ),
    "matters.capacity_incomplete": Advice(
        "承接能力评估内容不全",
        "The evaluation is incomplete",
        "请写明评估了哪些单位、评估意见和文书编号。",
        "Name the bodies, the opinion and the number of the paper.",
    ),
    "matters.no_such_catalogue": Advice(
        "没有这份目录",
        "There is no such catalogue",
        "请核对目录的编号（tongban catalogues）；目录由上级政策列出。",
        "Check the id with `tongban catalogues`; the upper level's rules name them.",
    ),
    "matters.catalogue_evidence": Advice(
        "没有写明目录的版本或者依据",
        "The version or its evidence is missing",
        "请写明版本和公布目录的文件编号。",
        "Give the version and the number of the document that published it.",
    ),
    "matters.catalogue_entries": Advice(
        "目录的条目有误",
        "The entries are not in order",
        "条目须有名称，不得重复；没有条目的，也可以采用。",
        "Every entry needs a name and may stand there once.",
    ),
    "matters.catalogue_adopted": Advice(
        "目录的这一版本已经采用",
        "That version was adopted already",
        "如有勘误，请以新的版本名称采用。",
        "To correct it, adopt it under another version name.",
    ),
}
