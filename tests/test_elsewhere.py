"""Reports that follow another pack's outline are not asked for the sections of this one."""

from __future__ import annotations

from checker.pack import load_pack
from checker.review import review
from checker.understand.report import Report
from tests.reviewing import both_widths, document_of, review_of

TRANSFER = """云溪县2023年度湖库清淤资金转移支付绩效自评报告
一、绩效目标分解下达情况
省水利厅下达云溪县湖库清淤资金260万元，同步下达的绩效目标为清淤18万立方米。
二、绩效目标完成情况分析
(一)资金投入情况分析
全年预算数260万元，全年执行数251.5万元，执行率96.73%。
(二)总体绩效目标完成情况分析
完成清淤18.4万立方米。
"""
YUNNAN = """云溪县2023年度护林防火项目支出绩效自评报告
一、自评结论
自评得分96分，等级为优。
二、佐证材料
防火物资入库单、护林员考勤表存局办公室。
"""
DEPARTMENT = """云溪县水务局2023年度部门整体支出绩效自评报告
一、部门概况
局机关内设股室6个，在职32人。
二、部门整体支出管理及使用情况
全年预算数812万元，全年执行数790万元。
"""
FORM = [
    ["转移支付（项目）名称", "湖库清淤资金", "<", "<"],
    ["资金投入情况（万元）", "全年预算数（A）", "全年执行数（B）", "预算执行率"],
    ["年度资金总额", "260", "251.5", "96.73%"],
    ["一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"],
    ["产出指标", "数量指标", "清淤量", "≥18万立方米", "18.4万立方米", ""],
    ["效益指标", "生态效益指标", "水质达标率", "≥90%", "93%", ""],
    ["满意度指标", "服务对象满意度", "周边居民满意度", "≥90%", "95%", ""],
]
OUTLINE_RULES = {"structure/section-missing", "structure/section-empty", "structure/section-order"}


def _told(text: str) -> dict[str, str]:
    """The rules that a review of a text did not apply, with the reasons."""
    return {item.rule: item.reason for item in review_of(text).not_checked}


def test_the_sections_of_another_outline_are_not_missed_and_the_pack_that_has_it_is_named() -> None:
    for text, pack in ((TRANSFER, "transfer"), (YUNNAN, "yunnan"), (DEPARTMENT, "department")):
        for written in both_widths(text):
            told = _told(written)
            assert told.keys() >= OUTLINE_RULES
            assert all(f"请用规则包{pack}审核" in told[rule] for rule in OUTLINE_RULES)
            assert not [finding for finding in review_of(written).findings if finding.rule in OUTLINE_RULES]


def test_the_reason_quotes_the_headings_that_tell_the_outline() -> None:
    assert "“一、绩效目标分解下达情况”" in _told(TRANSFER)["structure/section-missing"]


def test_an_outline_without_a_score_is_not_asked_for_one() -> None:
    assert "请用规则包transfer审核" in _told(TRANSFER)["score/missing"]
    assert "score/missing" not in _told(YUNNAN)


def test_the_pack_that_has_the_outline_applies_its_rules() -> None:
    for text, name in ((TRANSFER, "transfer"), (YUNNAN, "yunnan"), (DEPARTMENT, "department")):
        pack = load_pack(name)
        result = review(Report(document_of(text), pack.vocabulary), pack)
        assert "structure/section-missing" in {finding.rule for finding in result.findings}


def test_one_heading_of_another_outline_is_not_enough() -> None:
    text = TRANSFER.replace("转移支付", "").replace("资金投入情况分析", "资金使用").replace("总体绩效目标", "任务")
    assert "structure/section-missing" not in _told(text)


def test_a_report_with_the_conclusion_of_this_outline_is_one_of_this_outline() -> None:
    text = TRANSFER + "三、综合评价情况及评价结论\n自评得分95分，等级为优。\n"
    assert "structure/section-missing" not in _told(text)


def _missing_scores(pack: str, *rows: list[str]) -> tuple[set[str], dict[str, str]]:
    """What score/missing says of a form under a pack: its findings' severities, and its reasons for not looking."""
    rules = load_pack(pack)
    document = document_of("转移支付区域绩效自评表\n（2023年度）", rows)
    result = review(Report(document, rules.vocabulary), rules, wanted="score/missing".__eq__)
    return {str(item.severity) for item in result.findings}, {item.rule: item.reason for item in result.not_checked}


def test_a_form_of_transfers_without_columns_for_scores_has_no_score_to_state() -> None:
    for pack in ("mof-2020-10", "transfer"):
        found, told = _missing_scores(pack, *FORM)
        assert not found
        assert told == {"score/missing": "转移支付的自评表没有分值栏和得分栏，不计分"}


def test_a_form_of_transfers_with_columns_for_scores_states_its_total() -> None:
    scored = [
        *FORM[:3],
        *(
            [*row[:3], weight, *row[3:], score]
            for row, weight, score in zip(FORM[3:], ["分值", "50", "30", "10"], ["得分", "50", "30", "10"], strict=True)
        ),
    ]
    for pack in ("mof-2020-10", "transfer"):
        assert _missing_scores(pack, *scored)[0] == {"error"}


def test_a_form_of_a_project_without_columns_for_scores_lacks_the_score() -> None:
    project = [["项目名称", "湖库清淤", "<", "<"], *FORM[1:]]
    rules = load_pack()
    document = document_of("项目支出绩效自评表\n（2023年度）", project)
    result = review(Report(document, rules.vocabulary), rules, wanted="score/missing".__eq__)
    assert [item.rule for item in result.findings] == ["score/missing"]


def test_the_outline_of_transfers_does_not_ask_for_a_score_in_its_text() -> None:
    pack = load_pack("transfer")
    result = review(Report(document_of(TRANSFER), pack.vocabulary), pack)
    assert "score/missing" not in {finding.rule for finding in result.findings}
