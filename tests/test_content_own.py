"""content/year-mismatch, name-mismatch and date: another's text, and what only looks like it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from checker.finding import Severity
from tests.reviewing import both_widths, default_pack, report_of, review_of

TITLE = "2022年度农村公路养护项目支出绩效评价报告\n"
HEAD = "江州市交通运输局\n" + TITLE

OTHER_YEAR = [
    ("评价年度：2021年度", "2021"),
    ("预算年度为2021年", "2021"),
    ("二、评价工作\n评价时段为2021年1月1日至2021年12月31日。", "2021"),
    ("二、评价工作\n评价对象为2021年度农村公路养护项目资金。", "2021"),
    ("二、评价工作\n评价范围：2021年农村公路养护项目支出。", "2021"),
    ("根据要求，我局对2021年度农村公路养护项目开展了绩效自评。", "2021"),
    ("一、概况\n2021年全年预算数为290万元，执行数为286万元。", "2021"),
    ("一、基本情况\n2021年度绩效目标\n养护公路60公里。", "2021"),
    ("附表\n（2021年度）\n合计得分95分。", "2021"),
]


@pytest.mark.parametrize(("text", "year"), OTHER_YEAR)
def test_last_years_text_is_found_where_this_year_must_stand(text: str, year: str) -> None:
    for written in both_widths(TITLE + text):
        [finding] = review_of(written, rules="content/year-mismatch").findings
        assert (finding.severity, finding.data["stated"], finding.data["year"]) == (Severity.WARNING, year, "2022")


OWN_YEAR = [
    "评价年度：2022年度",
    "评价时段为2022年1月1日至2022年12月31日。",
    "评价期间为2021年10月至2022年12月。",
    "评价对象为2022年度农村公路养护项目，与2021年度同类项目比较。",
    "根据《关于开展2021年度项目支出绩效自评工作的通知》（江财绩〔2021〕3号），项目执行《江州市2020年预算管理办法》。",
    "2021年全年预算数250万元，执行数240万元；2022年全年预算数290万元，执行数286万元。",
    "上年度（2021年）全年预算数250万元，本年全年预算数290万元。",
    "项目实施期为2021年至2023年，2021年完成投资300万元。",
    "2020年、2021年项目绩效自评结果均为优。",
    "我局对2021年度绩效评价发现的问题逐项整改。",
    "2023年3月，我局对2022年度农村公路养护项目开展了绩效自评。",
    "评价对象为全部项目资金，其中2021年结转50万元。",
    "2023年工作计划：养护公路80公里。",
]


@pytest.mark.parametrize("text", OWN_YEAR)
def test_documents_comparisons_and_projects_of_several_years_are_no_slips(text: str) -> None:
    for written in both_widths(TITLE + text):
        assert [f.message for f in review_of(written, rules="content/year-mismatch").findings] == []


def test_a_report_on_several_years_may_name_each_of_them() -> None:
    for title in ("2020—2022年农村公路养护项目绩效评价报告", "2020-2022年度农村公路养护项目绩效评价报告"):
        text = f"{title}\n评价年度：2021年度\n评价时段为2020年1月1日至2022年12月31日。"
        assert review_of(text, rules="content/year-mismatch").findings == ()


def test_the_year_that_the_user_states_is_the_measure_of_the_title_too() -> None:
    [finding] = review_of(TITLE, rules="content/year-mismatch", year=2023).findings
    assert finding.data == {"found": TITLE.strip(), "stated": "2022", "year": "2023"}


def test_without_a_year_the_rule_says_so() -> None:
    result = review_of("农村公路养护项目绩效评价报告\n评价年度：", rules="content/year-mismatch")
    assert [item.rule for item in result.not_checked] == ["content/year-mismatch"]


def _form(project: str, unit: str, department: str, year: int = 2022) -> list[list[str]]:
    return [
        ["项目支出绩效自评表", "<", "<", "<", "<"],
        [f"（{year}年度）", "<", "<", "<", "<"],
        ["项目名称", project, "<", "<", "<"],
        ["主管部门", department, "实施单位", unit, "<"],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数"],
        ["^", "年度资金总额", "10", "10", "10"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "养护里程", "≥10公里", "10公里"],
    ]


def test_the_form_of_last_year_under_this_years_report_is_found() -> None:
    form = _form("农村公路养护", "江州市公路站", "江州市交通运输局", 2021)
    [finding] = review_of(TITLE + "一、概况\n略。", form, rules="content/year-mismatch").findings
    assert "2021" in finding.locations[0].text
    form = _form("农村公路养护", "江州市公路站", "江州市交通运输局", 2022)
    assert review_of(TITLE + "一、概况\n略。", form, rules="content/year-mismatch").findings == ()


def test_a_form_of_another_project_or_of_another_unit_is_found() -> None:
    text = HEAD + "一、概况\n略。\n江州市交通运输局\n2023年3月1日"
    [finding] = review_of(
        text, _form("高标准农田建设", "江州市公路站", "江州市交通运输局"), rules="content/name-mismatch"
    ).findings
    assert (finding.data["what"], finding.data["found"]) == ("项目", "高标准农田建设")
    [finding] = review_of(
        text, _form("农村公路养护", "江州市水利站", "江州市水利局"), rules="content/name-mismatch"
    ).findings
    assert finding.data["what"] == "单位"


@pytest.mark.parametrize(
    ("project", "unit", "department"),
    [
        ("农村公路养护工程", "江州市公路站", "江州市交通运输局"),
        ("公路养护补助资金", "江州市交通运输局", "江州市交通运输局"),
        ("2022年农村公路养护", "市交通局", "市交通局"),
        ("农村公路日常养护", "江州市交通运输局公路管理科", "[201]江州市交通运输局"),
    ],
)
def test_another_wording_of_the_same_names_is_no_mismatch(project: str, unit: str, department: str) -> None:
    text = HEAD + "一、概况\n略。\n江州市交通运输局\n2023年3月1日"
    for written in both_widths(text):
        result = review_of(written, _form(project, unit, department), rules="content/name-mismatch")
        assert [f.message for f in result.findings] == []


OTHER_NAME = [
    ("2022年度生活垃圾分类项目绩效评价报告\n项目名称：古树名木保护\n一、概况\n垃圾分类。", "古树名木保护"),
    (TITLE + "项目名称：高标准农田建设\n一、概况\n养护公路60公里。", "高标准农田建设"),
    (HEAD + "一、概况\n略。\n望川区水利局\n2023年3月1日", "望川区水利局"),
    (HEAD + "填报单位：望川区水利局\n一、概况\n略。", "望川区水利局"),
    (HEAD + "二、评价工作\n（三）评价工作过程\n2023年1月，望川区水利局成立绩效自评工作小组。", "望川区水利局"),
    (HEAD + "一、概况\n项目实施单位为望川区水利局。", "望川区水利局"),
    (HEAD + "二、评价工作\n评价对象为2022年度小型水库除险加固项目。", "小型水库除险加固"),
    (
        "城乡居民养老保险补助项目绩效评价报告\n一、概况\n公路养护60公里，公路养护资金80万元。\n评价对象为公路养护项目。",
        "城乡居民养老保险补助项目",
    ),
    ("望川区2022年度公路养护项目绩效评价报告\n一、概况\n略。\n青石县交通运输局\n2023年3月1日", "青石县交通运输局"),
    (HEAD + "一、概况\n略。\n2022年度小型水库除险加固项目绩效评价评分表", "小型水库除险加固项目"),
]


@pytest.mark.parametrize(("text", "found"), OTHER_NAME)
def test_anothers_name_where_this_one_must_stand_is_found(text: str, found: str) -> None:
    for written in both_widths(text):
        [finding] = review_of(written, rules="content/name-mismatch").findings
        assert (finding.severity, finding.locations[0].text) == (Severity.WARNING, found)


OWN_NAME = [
    TITLE + "项目名称：农村公路养护工程（2022年）",
    TITLE
    + "项目名称：路域环境整治\n一、概况\n农村公路养护项目包括路域环境整治和日常养护两项，路域环境整治投入80万元。",
    HEAD + "一、概况\n略。\n市交通运输局\n2023年3月1日",
    HEAD + "填报单位：市交通局\n一、概况\n略。",
    HEAD + "填报单位：交通运输局（盖章）\n一、概况\n略。",
    HEAD + "二、评价工作\n市交通运输局会同市财政局成立绩效自评工作小组。",
    HEAD + "二、评价工作\n我局成立绩效自评工作小组，局办公室牵头。",
    HEAD + "二、评价工作\n委托江州华信会计师事务所成立评价小组。",
    HEAD + "二、评价工作\n第三方机构江州绩效评价中心成立评价组。",
    HEAD + "一、概况\n项目由市公安局、市水利局配合实施，望川区交通运输局承担部分路段。",
    HEAD + "一、概况\n江州市交通运输局公路事业发展中心（以下简称市公路中心）负责实施。项目实施单位为市公路中心。",
    "江州市财政局\n" + TITLE + "项目单位：江州市交通运输局\n一、概况\n略。",
    TITLE + "主管部门：江州市交通运输局\n实施单位：江州市公路站\n一、概况\n略。\n江州市交通运输局\n2023年3月1日",
    TITLE + "评价机构：华信会计师事务所\n委托单位：江州市财政局\n一、概况\n略。\n华信会计师事务所\n2023年3月1日",
    TITLE + "一、概况\n略。\n2022年度农村公路养护项目绩效评价评分表",
    HEAD + "二、评价工作\n评价对象为426.00万元项目资金，评价范围为县级财政统筹安排的交通类项目。",
    HEAD + "二、评价工作\n评价对象为公路养护补助资金。",
    HEAD + "二、评价工作\n评价对象为路域环境整治项目。\n农村公路养护包括路域环境整治。",
    "望川区2022年度公路养护项目绩效评价报告\n一、概况\n略。\n江州市望川区交通运输局\n2023年3月1日",
    "江州市2022年度公路养护项目绩效评价报告\n一、概况\n略。\n望川区交通运输局\n2023年3月1日",
    "2022年度项目支出绩效自评报告\n项目名称：农村公路养护\n一、概况\n略。",
]


@pytest.mark.parametrize("text", OWN_NAME)
def test_short_names_partners_superiors_and_evaluators_are_no_mismatch(text: str) -> None:
    for written in both_widths(text):
        result = review_of(written, rules="content/name-mismatch")
        assert [f.message for f in result.findings] == []


TOLD = TITLE + "一、概况\n本项目由江州市交通运输局主管，江州市公路站组织实施。江州市公路站负责巡查。{}\n"


@pytest.mark.parametrize(
    ("unit", "said", "found"),
    [
        ("江州市档案馆", "", True),
        ("江州市供销合作社联合社", "", False),  # of the field of a project for villages
        ("江州市气象局", "", True),
        ("江州市公路站", "", False),
        ("江州市交通运输局", "", False),
        ("江州市桥梁管理处", "", False),  # of one field
        ("江州市机关事务服务中心", "", False),  # serves all
        ("江州市养护中心", "", False),  # its name is the project's
        ("江州市市场监督管理局", "", True),
        ("江州市档案馆", "江州市档案馆承担资料整理。", False),  # the text speaks of it
        ("档案馆", "", False),
    ],
)
def test_the_form_names_a_unit_that_the_text_never_speaks_of(unit: str, said: str, found: bool) -> None:
    for written in both_widths(TOLD.format(said)):
        form = _form("农村公路养护", unit, "江州市交通运输局")
        reported = [f.data["found"] for f in review_of(written, form, rules="content/name-mismatch").findings]
        assert reported == ([unit] if found else [])


@pytest.mark.parametrize(
    ("signature", "found"),
    [
        ("江州市档案馆", True),
        ("江州市水利局", True),
        ("江州市公路站", False),
        ("江州市交通运输局", False),
        ("江州市路政支队", False),
        ("江州市人民政府办公室", False),
    ],
)
def test_a_report_signed_by_a_unit_of_another_matter(signature: str, found: bool) -> None:
    text = TITLE + "项目单位：江州市公路站\n" + TOLD.format("").removeprefix(TITLE) + f"{signature}\n2023年3月1日"
    for written in both_widths(text):
        reported = [f.data["found"] for f in review_of(written, rules="content/name-mismatch").findings]
        assert reported == ([signature] if found else [])


def test_the_name_in_a_typed_form_stands_behind_blank_cells() -> None:
    form = [["项目支出绩效自评表", "", "", "", "", ""], ["项目名称", "", "高标准农田建设", "", "", ""]]
    form += [["主管部门", "", "", "实施单位", "", "江州市交通运输局"]]
    form += [["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"]]
    form += [["产出指标", "数量指标", "养护里程", "≥10公里", "10公里", "10"]]
    [finding] = review_of(HEAD + "一、概况\n略。", form, rules="content/name-mismatch").findings
    assert finding.data["found"] == "高标准农田建设"
    form[1] = ["项目名称", "", "资金来源", "", "财政拨款", ""]
    assert review_of(HEAD + "一、概况\n略。", form, rules="content/name-mismatch").findings == ()


EARLY = [
    "填报日期：2022年11月8日",
    "评价时间：2022-10-15",
    "江州市交通运输局\n2022年12月20日",
    "江州市交通运输局\n二〇二二年九月",
    "（2022年11月）",
    "二、评价工作\n2022年9月11日完成现场评价和打分，形成评价报告。",
    "二、评价工作\n评价组于2022年10月20日前形成绩效自评报告。",
]


@pytest.mark.parametrize("text", EARLY)
def test_a_report_dated_before_its_year_is_over_is_found(text: str) -> None:
    for written in both_widths(TITLE + "一、概况\n略。\n" + text):
        [finding] = review_of(written, rules="content/date").findings
        assert finding.severity is Severity.WARNING


IN_TIME = [
    "填报日期：2023年1月8日",
    "江州市交通运输局\n2022年12月31日",
    "江州市交通运输局\n2022年12月",
    "2023年3月",
    "2022年11月10日，市财政局下达资金50万元。",
    "填报日期：    年  月  日",
    "发布时间：2023-12-05 09:19",
    "完成时间：2022年11月30日",
    "评价时段为2022年1月1日至2022年12月31日。",
    "二、评价工作\n2023年1月11日完成现场评价和打分。",
    "一、概况\n2022年5月完成2021年度绩效评价报告。",
    "一、概况\n2022年7月形成绩效监控评价报告。",
    "二、评价工作\n2022年10月制定评价方案，明确打分办法。",
]


@pytest.mark.parametrize("text", IN_TIME)
def test_dates_after_the_year_and_dates_of_other_things_are_let_alone(text: str) -> None:
    for written in both_widths(TITLE + "一、概况\n略。\n" + text):
        assert [f.message for f in review_of(written, rules="content/date").findings] == []


def test_the_year_in_whose_first_months_a_report_was_signed_is_not_the_one_that_it_evaluates() -> None:
    text = "农村公路养护项目绩效自评报告\n一、概况\n{}\n江州市交通运输局\n2024年2月2日"
    told = "项目于{}年完成。评价组于2024年1月开展工作，余款顺延到2024年3月支付。"
    assert report_of(text.format(told.format("2023"))).identity.year == 2023
    assert report_of(text.format("评价组于2024年1月开展工作。")).identity.year is None
    for year in ("2023", "当"):
        assert review_of(text.format(told.format(year)), rules="content/date").findings == ()


def test_reports_made_within_the_year_are_dated_within_it() -> None:
    text = "2022年度农村公路养护项目绩效监控报告\n一、概况\n略。\n江州市交通运输局\n2022年8月1日"
    assert review_of(text, rules="content/date").findings == ()


def test_the_date_in_a_forms_cell_is_read() -> None:
    rows = [["填报日期", "2022年10月8日"], ["联系人", "李明"]]
    [finding] = review_of(TITLE, rows, rules="content/date").findings
    assert finding.locations[0].text == "2022年10月8日"


@pytest.mark.parametrize(
    ("rule", "field", "stated", "group"),
    [
        ("content/name-mismatch", "implements", ["由.{4,9}实施"], "unit"),
        ("content/name-mismatch", "project_place", "对象为.{4,9}项目", "project"),
        ("content/date", "evaluated", "完成打分", "date"),
    ],
)
def test_a_pattern_without_the_group_that_names_what_it_finds_is_refused(
    rule: str, field: str, stated: object, group: str
) -> None:
    made = next(each for each in default_pack().rules if each.id == rule)
    with pytest.raises(ValidationError, match=f"应有分组{group}"):
        type(made).model_validate(made.model_dump() | {field: stated})


def test_a_label_without_a_colon_is_no_part_of_the_units_name() -> None:
    cover = "2023年度路灯养护项目绩效评价报告\n项目单位 云溪县城市管理局\n主管部门 云溪县城市管理局\n一、项目概况\n略。"
    assert review_of(cover, rules="content/name-mismatch").findings == ()


def test_the_title_of_a_funds_forms_is_no_project_of_its_own() -> None:
    rows = [["项目名称", "小型泵站计量设施安装项目"], ["主管部门", "云溪县水利局"]]
    for title, wrong in (
        ("附件：2022年水利资金实施项目绩效自评表", 0),
        ("附件：2022年村级图书室建设项目绩效自评表", 1),
    ):
        text = f"云溪县水利局2022年度小型泵站计量设施安装项目绩效自评报告\n一、概况\n略。\n{title}"
        assert len(review_of(text, rows, rules="content/name-mismatch").findings) == wrong


@pytest.mark.parametrize("line", ["附件：1.项目支出绩效自评表", "附件1 绩效评价指标体系评分表", "附件2：自评评分表"])
def test_the_name_of_an_annex_is_no_projects_name(line: str) -> None:
    text = f"江州市2023年堤防养护项目绩效自评报告\n一、基本情况\n堤防养护项目已经完工。\n{line}"
    for written in both_widths(text):
        assert review_of(written, rules="content/name-mismatch").findings == ()
