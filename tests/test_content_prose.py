"""content/duplicate, typo, method, no-problems and vague: what must be found, and what only resembles it."""

from __future__ import annotations

import pytest

from checker.finding import Severity
from tests.reviewing import both_widths, review_of

TITLE = "2022年度社区治理奖补项目支出绩效评价报告\n"
GOAL = "健全自治法治德治相结合的乡村治理体系，探索多种模式乡村治理的典型经验"


def _sections(targets: str, benefit: str) -> str:
    return (
        f"{TITLE}一、基本情况\n（一）项目概况\n本项目2022年实施。\n（二）项目绩效目标\n{targets}\n"
        f"四、绩效评价指标分析\n（三）项目产出情况\n完成6个。\n（四）项目效益情况\n{benefit}\n"
    )


PASTED = [
    (f"{GOAL}。", f"{GOAL}。"),
    (f"1.建设社区6个。\n2.{GOAL}。", f"一是{GOAL}；二是群众满意度95%。"),
    (f"（1）{GOAL}；\n（2）建设社区6个。", f"社会效益方面，{GOAL}。"),
    (f"目标1：{GOAL}。", f"社会效益：{GOAL}，群众满意。"),
    (f"2022年{GOAL}。", f"2022年{GOAL}。"),
    (f"{GOAL} 。", f"  {GOAL}"),
    (f"总体目标：{GOAL}。", f"总体目标：{GOAL}。"),
]


@pytest.mark.parametrize(("targets", "benefit"), PASTED)
def test_a_sentence_in_two_sections_is_one_finding_that_quotes_both_places(targets: str, benefit: str) -> None:
    for text in both_widths(_sections(targets, benefit)):
        [finding] = review_of(text, rules="content/duplicate").findings
        assert finding.severity is Severity.WARNING
        assert ["效益" in finding.locations[0].section, "目标" in finding.locations[1].section] == [True, True]


DIFFERENT = [
    (f"{GOAL}。", "健全自治法治德治相结合的乡村治理体系，探索多种模式基层治理的典型经验。"),
    ("建设示范社区6个。", "建设示范社区6个。"),
    (
        "按照《关于推进社区治理试点示范工作方案》（民发〔2022〕12号）要求。",
        "按照《关于推进社区治理试点示范工作方案》（民发〔2022〕12号）要求。",
    ),
    (f"{GOAL}。\n{GOAL}。", "群众满意度95%。"),
    (f"{GOAL}。", f"不断{GOAL}的做法得到推广。"),
]


@pytest.mark.parametrize(
    ("said", "repeated"),
    [
        ("新建泵站3座，改造渠道12.5公里，清淤塘坝46口", False),
        ("该项目下达资金84万元，实际完成投资81.5万元", False),
        ("新建泵站不少于3座，改造渠道不少于12.5公里", True),
        ("新建泵站3座，全面改善下游村组的灌溉条件", True),
    ],
)
def test_figures_that_are_told_again_where_they_are_wanted_are_no_duplicates(said: str, repeated: bool) -> None:
    text = f"一、项目绩效目标\n{said}。\n二、项目产出情况\n{said}。\n"
    for written in both_widths(text):
        assert bool(review_of(written, rules="content/duplicate").findings) is repeated


def test_the_numbered_chapters_of_a_summary_repeat_the_report() -> None:
    said = "经综合评价，堤防养护项目得分91.5分，评价等级为优，总体达到预期。"
    for summary, repeated in (("摘  要", False), ("第一稿", True)):
        first = f"一、项目概况\n略述。\n二、评价结论\n{said}\n"
        text = f"{summary}\n{first}正文\n一、基本情况\n略。\n二、综合评价结论\n{said}\n"
        for written in both_widths(text):
            assert bool(review_of(written, rules="content/duplicate").findings) is repeated


def test_the_problems_of_the_evaluations_own_work_are_not_the_projects() -> None:
    text = "六、存在的问题\n护坡开裂2处，因排水不畅。\n七、绩效自评工作的经验、问题和建议\n无。\n"
    for written in both_widths(text):
        assert review_of(written, rules="content/no-problems").findings == ()
    for written in both_widths(text.replace("绩效自评工作的经验、问题", "经验、问题")):
        assert len(review_of(written, rules="content/no-problems").findings) == 1


@pytest.mark.parametrize(("targets", "benefit"), DIFFERENT)
def test_short_sentences_titles_of_documents_and_near_copies_are_no_duplicates(targets: str, benefit: str) -> None:
    for text in both_widths(_sections(targets, benefit)):
        assert review_of(text, rules="content/duplicate").findings == ()


def test_two_goals_pasted_into_one_section_are_one_finding_with_both() -> None:
    other = "夯实社区治理平台基础，培养社区治理服务人才队伍，提升服务水平"
    text = _sections(f"1.{GOAL}。\n2.{other}。", f"{GOAL}。{other}。")
    [finding] = review_of(text, rules="content/duplicate").findings
    assert (finding.data["count"], len(finding.locations)) == ("2", 4)


def test_the_summary_above_the_first_heading_tables_and_contents_repeat_nothing() -> None:
    text = TITLE + f"摘要：{GOAL}。\n" + _sections(f"{GOAL}。", "群众满意度95%。").removeprefix(TITLE)
    rows = [["预期目标", "实际完成情况"], [f"{GOAL}。", f"{GOAL}。"]]
    assert review_of(text, rows, rules="content/duplicate").findings == ()


SLIPS = [
    ("设立协商议事场所，断完善协商工作机制。", "断完善"),
    ("没有形成切实效的需求调研报告。", "切实效"),
    ("强化村干部制意识。", "制意识"),
    ("服务对象为0毛岁至6周岁儿童。", "毛岁"),
    ("项目己完成验收。", "己"),
    ("开展食品食品安全抽检。", "食品食品"),
    ("安排资金854万元854万元。", "854万元854万元"),
    ("规范了资金的的使用。", "的的"),
    ("切实加强资金管理资金管理。", "资金管理资金管理"),
    ("规范管理水平有待提升村民自治制度不健全，人才短缺。", "有待提升"),
    ("队伍建设有待加强专业人员不足。", "有待加强"),
    ("主要做法有一是统一询价；二是提前公示。", "做法有"),
    ("任务任务按季度分解，逐级落实。", "任务任务"),
    ("评价中也发现一些问题一是律师不足；二是经费不够。", "一些问题"),
    ("实施中积累了以下经验一是统一询价，压低了成本。二是提前公示。", "以下经验"),
    ("一是联动机制凸显成效，不断提高发展的能力二是坚持居民自治，激发活力。", "不断提高发展的能力"),
    ("弘扬因地置宜的做法。", "因地置宜"),
]


@pytest.mark.parametrize(("text", "found"), SLIPS)
def test_a_slip_from_the_lists_is_an_info_that_quotes_it(text: str, found: str) -> None:
    for written in both_widths(text):
        [finding] = review_of(TITLE + written, rules="content/typo").findings
        assert finding.severity is Severity.INFO
        assert found in finding.locations[0].text


RIGHT = [
    "不断完善协商工作机制，果断完善制度，判断完善与否。",
    "增强法制意识、规制意识、体制意识，村干部法制意识不强。",
    "采取切实有效措施，以切实效果取信于民，密切实效联系。",
    "他自己经常下乡，自己经手，知己知彼。",
    "服务服务对象126人，评价评价结果的运用，参加培训培训人员。",
    "一项一项落实，一村一村推进，一户一户走访，逐村逐户，研究研究再定，个个过关。",
    "本项目的的确存在困难，达到目的的措施，进行了了解，进行了了望塔维修，新建了了望哨，参与与否，标的的价格。",
    "常常、渐渐、层层落实、村村通、件件有着落、事事有回音。",
    "中心中心小学食堂改造，人民人民政府。",
    "管理水平有待提升，村民自治制度不健全。",
    "有待提高资金使用效率，有待提升管理不规范单位的水平。",
    "一是加强管理，二是强化监督；三是完善制度。第一是安全第二是质量，其二是效益。",
    "根据《食品食品安全办法》，见《切实效率法》。",
    "安排854万元，支出854万元；完成100100次，编号2022022。",
    "项目日常管理，一项日常工作，每项日均用量。",
    "北京大学学生、长江江段、自治区区级、市市场监管局、县县域。",
    "高质量量化考核，公示示范点，社区区域，资金金额，工程程序。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_wording_that_resembles_a_slip_is_let_alone(text: str) -> None:
    for written in both_widths(text):
        assert [f.locations[0].text for f in review_of(TITLE + written, rules="content/typo").findings] == []


def _method(text: str) -> str:
    return (
        f"{TITLE}二、绩效评价工作开展情况\n（一）绩效评价目的\n了解资金效果。\n"
        f"（二）绩效评价原则、评价指标体系、评价方法、评价标准等\n{text}\n（三）绩效评价工作过程\n成立小组，完成打分。\n"
    )


NAMED = [
    "采用目标任务管理方法，通过对项目绩效目标设置相应指标进行评价。",
    "主要采用比较法、因素分析法。",
    "采取现场核查、电话抽查等方式。",
    "运用定量与定性相结合的方法。",
    "采用百分制评分法。",
    "评价方法：成本效益分析法。",
    "满意度采用问卷调查，定量指标对比分析。",
    "本次评价采用指标打分与座谈相结合。",
]
UNNAMED = [
    "评价坚持独立、客观、科学、公正的原则，设置4个一级指标。",
    "坚持定量优先、定性结合的原则，依据《预算法》和管理办法，评价标准为计划标准。",
    "评价方法科学合理，评价标准明确。",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_method_by_any_name_is_enough(text: str) -> None:
    for written in both_widths(_method(text)):
        assert review_of(written, rules="content/method").findings == ()


@pytest.mark.parametrize("text", UNNAMED)
def test_principles_and_laws_are_no_methods(text: str) -> None:
    for written in both_widths(_method(text)):
        [finding] = review_of(written, rules="content/method").findings
        assert finding.severity is Severity.INFO


def test_without_a_section_on_methods_the_rule_says_that_it_was_not_checked() -> None:
    result = review_of(TITLE + "一、项目概况\n本项目2022年实施。", rules="content/method")
    assert (result.findings, len(result.not_checked)) == ((), 1)


def _problems(text: str, suggestions: str = "加大投入。") -> str:
    return f"{TITLE}五、存在的问题及原因分析\n{text}\n六、有关建议\n{suggestions}\n"


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "无。",
        "暂无。",
        "没有。",
        "（无）",
        "未发现问题。",
        "本项目暂无明显问题。",
        "项目实施顺利，未发现重大问题。",
        "经自查，未发现截留、挪用资金等问题。",
    ],
)
def test_an_answer_of_nothing_is_found_in_its_section(text: str) -> None:
    for written in both_widths(_problems(text)):
        [finding] = review_of(written, rules="content/no-problems").findings
        assert finding.severity is Severity.WARNING


def test_measures_answered_with_nothing_are_found_too() -> None:
    for written in both_widths(_problems("进度偏慢，原因是招标较晚。", "无。")):
        [finding] = review_of(written, rules="content/no-problems").findings
        assert "有关建议" in finding.message


@pytest.mark.parametrize(
    "text", ["发现的主要问题：无。下一步改进措施：加强管理。", "发现的主要问题：加强不够。下一步改进措施：无。"]
)
def test_an_answer_of_nothing_is_found_behind_its_label_in_running_text(text: str) -> None:
    for written in both_widths(TITLE + text):
        assert len(review_of(written, rules="content/no-problems").findings) == 1


@pytest.mark.parametrize(
    "text",
    [
        "无固定管护人员，4座泵站运行保障不足。",
        "未发现截留、挪用资金的问题。但资金支付偏慢。",
        "一是无专职人员；二是进度偏慢。",
        "没有形成常态化机制，原因是人员不足。",
        "无法及时掌握资金使用情况。",
    ],
)
def test_a_problem_that_begins_with_nothing_is_a_problem(text: str) -> None:
    for written in both_widths(_problems(text)):
        assert review_of(written, rules="content/no-problems").findings == ()


def test_nothing_else_to_explain_is_no_finding() -> None:
    text = _problems("进度偏慢。") + "七、其他需要说明的问题\n无。\n市民政局\n2023年3月1日\n"
    for written in both_widths(text):
        assert review_of(written, rules="content/no-problems").findings == ()


def test_nothing_before_a_signature_is_still_nothing() -> None:
    text = f"{TITLE}五、存在的问题\n进度偏慢。\n六、有关建议\n无。\n江州市民政局\n2023年3月1日\n"
    assert len(review_of(text, rules="content/no-problems").findings) == 1


def _benefit(text: str) -> str:
    return f"{TITLE}四、绩效评价指标分析\n（四）项目效益情况\n{text}\n五、主要经验及做法\n无。"


def test_vague_claims_without_any_figure_are_one_info_a_section() -> None:
    for text in both_widths(_benefit("社会效益显著，治理水平明显提升。\n经济效益良好，收入显著增加。")):
        [finding] = review_of(text, rules="content/vague").findings
        assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    "text",
    [
        "社会效益显著，1200户群众受益。",
        "治理水平明显提升，表现如下：\n调解成功率为95%。",
        "治理水平明显提升。\n一是群众参与议事；\n二是调解成功率为95%。",
        "效果明显，三个社区建立了议事制度。",
        "夯实平台基础，培养人才队伍。",
    ],
)
def test_claims_with_a_figure_in_their_paragraph_and_plain_words_are_let_alone(text: str) -> None:
    for written in both_widths(_benefit(text)):
        assert review_of(written, rules="content/vague").findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "治理水平明显提升。\n服务对象满意度为95%。",
        "2022年，治理水平明显提升。",
        "1.治理水平明显提升。\n2.服务对象满意度为95%。",
        "（1）2022年12月验收后，治理水平明显提升。",
    ],
)
def test_figures_of_another_paragraph_numbers_of_lists_and_years_do_not_bear_a_claim_out(text: str) -> None:
    for written in both_widths(_benefit(text)):
        assert len(review_of(written, rules="content/vague").findings) == 1


def test_after_twenty_slips_the_rest_is_said_to_be_unchecked() -> None:
    result = review_of("\n".join(f"第{i}处断完善机制。" for i in range(25)), rules="content/typo")
    assert (len(result.findings), len(result.not_checked)) == (20, 1)


def test_a_list_item_or_a_parent_that_says_nothing_is_found_once() -> None:
    for text in both_widths(f"{TITLE}五、存在的问题\n1.无。\n六、有关建议\n加强管理。"):
        assert len(review_of(text, rules="content/no-problems").findings) == 1


def test_the_labelled_texts_of_a_form_are_asked_too_and_its_other_explanations_are_not() -> None:
    rows = [
        ["项目支出绩效自评表", "<", "<", "<", "<", "<", "<"],
        ["项目名称", "社区治理奖补", "<", "<", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "示范社区", "≥6个", "6个", "50", "50"],
        ["效益指标", "社会效益", "居民参与", "≥6次", "6次", "50", "50"],
        ["总分", "<", "<", "<", "<", "100", "100"],
        ["存在问题", "暂无", "<", "<", "<", "<", "<"],
        ["改进措施", "提前招标，按季支付。", "<", "<", "<", "<", "<"],
        ["其他需要说明的问题", "无", "<", "<", "<", "<", "<"],
    ]
    [finding] = review_of("", rows, rules="content/no-problems").findings
    assert finding.locations[0].text == "暂无"


def test_two_projects_in_one_file_may_describe_the_same_part_alike() -> None:
    part = "（一）资金管理\n项目实行专账管理，严格执行财务制度。\n"
    text = f"{TITLE}一、甲项目\n{part}二、乙项目\n{part}"
    for written in both_widths(text):
        assert review_of(written, rules="content/duplicate").findings == ()


def test_the_goal_pasted_under_another_matter_is_no_second_project() -> None:
    goal = f"总体目标：{GOAL}。"
    text = (
        f"{TITLE}一、基本情况\n（一）项目绩效目标\n{goal}\n四、绩效评价指标分析\n（四）项目效益情况\n效益较好。\n{goal}"
    )
    for written in both_widths(text):
        assert len(review_of(written, rules="content/duplicate").findings) == 1


def test_the_table_behind_the_last_section_is_no_part_of_its_answer() -> None:
    rows = [["一级指标", "分值", "得分"], ["决策", "20", "19"], ["产出", "80", "78"]]
    for caption in ("绩效评价指标得分表", "绩效评价指标得分表（单位：分）", "指标得分表\n（2022年度）"):
        for text in both_widths(f"{TITLE}五、有关建议\n暂无建议。\n{caption}"):
            [finding] = review_of(text, rows, rules="content/no-problems").findings
            assert finding.locations[0].text == "暂无建议"
    for text in both_widths(f"{TITLE}五、有关建议\n完善下列各表。\n得分表"):
        assert review_of(text, rows, rules="content/no-problems").findings == ()


def test_nothing_left_undone_is_no_missing_problem() -> None:
    for text in both_widths(f"{TITLE}五、未完成的绩效目标及原因\n无\n"):
        assert review_of(text, rules="content/no-problems").findings == ()
