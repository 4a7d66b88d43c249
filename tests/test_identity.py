"""Who and what a report is about: what its title, cover, form, signature and site say; None where they do not."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, report_of

# text, year, project, unit, department
STATED: list[tuple[str, int | None, str | None, str | None, str | None]] = [
    (
        "江州市民政局关于2022年度困难群众救助补助资金绩效自评情况的报告",
        2022,
        "困难群众救助补助资金",
        "江州市民政局",
        None,
    ),
    ("江州市民政局2022年度困难群众救助项目绩效自评报告\n一、项目概况", 2022, "困难群众救助项目", "江州市民政局", None),
    (
        "江州市应急管理局\n2023年度应急物资储备项目\n支出绩效评价报告\n二〇二四年三月\n一、基本情况",
        2023,
        "应急物资储备项目",
        "江州市应急管理局",
        None,
    ),
    (
        "附件2\n项目支出绩效评价报告\n（2023年度）\n项目名称：森林防火\n项目单位（盖章）：林州县林业局\n主管部门（盖章）：江州市林业局",
        2023,
        "森林防火",
        "林州县林业局",
        "江州市林业局",
    ),
    ("项目支出绩效评价报告\n（2023年度）\n项目名称：\n主管部门：林州县林业局[123]", 2023, None, None, "林州县林业局"),
    ("2023年度部门整体支出绩效自评报告\n一、部门概况", 2023, None, None, None),
    ("2021—2023年中小学校舍维修项目绩效评价报告", 2023, "中小学校舍维修项目", None, None),
    ("二〇二三年度农村公路养护项目绩效自评报告", 2023, "农村公路养护项目", None, None),
    # A year without its 年, and a project only in the brackets beneath.
    (
        "林州县卫生健康局2023项目绩效自评报告\n（村医补贴项目）\n一、自评结论",
        2023,
        "村医补贴项目",
        "林州县卫生健康局",
        None,
    ),
    # What stands between the year and 绩效 is a unit, all that it spends, or no project at all.
    ("2023年林州县发展和改革局整体支出绩效自评报告\n一、部门概况", 2023, None, "林州县发展和改革局", None),
    ("林州县环境监测中心2023绩效自评报告\n一、基本情况", 2023, None, "林州县环境监测中心", None),
    (
        "林州县林业局2023年度上级转移支付预算执行情况绩效自评报告\n一、绩效目标分解下达情况",
        2023,
        None,
        "林州县林业局",
        None,
    ),
    (
        "关于报送2022年度数字城管运维项目支出绩效自评报告的函\n市财政局：\n一、基本情况",
        2022,
        "数字城管运维项目",
        None,
        None,
    ),
    # A title that begins with a unit names it, if nothing better does.
    ("青石县水利局堤防养护项目绩效自评报告\n一、基本情况", None, "堤防养护项目", "青石县水利局", None),
    (
        "青石县水利局堤防养护项目绩效自评报告\n一、基本情况\n青石县堤防管理站\n2023年3月1日",
        None,
        "堤防养护项目",
        "青石县堤防管理站",
        None,
    ),
    # The year stands behind the name.
    ("青石县农机购置补贴资金2023年度绩效自评报告\n一、基本情况", 2023, "青石县农机购置补贴资金", None, None),
    # A title that goes over two lines, the second of which could be one by itself, or names nothing.
    (
        "青石县2023年度农村生活\n污水治理项目绩效自评报告\n一、项目概况",
        2023,
        "农村生活污水治理项目",
        None,
        None,
    ),
    (
        "青石县柳河镇人民政府2022年\n村级公益事业补助资金绩效评价报告\n一、基本情况",
        2022,
        "村级公益事业补助资金",
        "青石县柳河镇人民政府",
        None,
    ),
    ("青石县2023年度防汛救灾专项资金绩效\n自评情况\n一、基本情况", 2023, "防汛救灾专项资金", None, None),
    ("2023年度\n青石县水利局\n堤防养护项目绩效自评报告", 2023, "堤防养护项目", "青石县水利局", None),
    # A site's label before the title, and the label of a report on all that a department spends.
    (
        "索引号：1512-2024\n名 称：青石县公安局交通警察大队2023年度项目支出绩效评价报告\n一、基本情况",
        2023,
        None,
        "青石县公安局交通警察大队",
        None,
    ),
    ("2023年度部门整体支出绩效自评报告\n部门名称：青石县司法局\n一、部门概况", 2023, None, "青石县司法局", None),
    # The project stands in brackets beneath a title that names none.
    (
        "林州县林业局2023年度\n项目绩效自评报告\n（县级古树保护补助经费项目）\n一、项目基本情况",
        2023,
        "县级古树保护补助经费项目",
        "林州县林业局",
        None,
    ),
    ("林州县林业局2023年度项目绩效自评报告\n（盖章）\n一、项目基本情况", 2023, None, "林州县林业局", None),
    (
        "林州县林业局2023年度古树保护项目绩效自评报告\n（县级补助经费）\n一、基本情况",
        2023,
        "古树保护项目",
        "林州县林业局",
        None,
    ),
    (
        "农村饮水安全项目绩效自评报告\n2024年3月\n一、项目概况\n2023年，县财政安排资金。",
        2023,
        "农村饮水安全项目",
        None,
        None,
    ),
    (
        "项目支出绩效自评报告（2023年度）\n项目名称：饮水工程　　　实施单位：林州县水利局",
        2023,
        "饮水工程",
        "林州县水利局",
        None,
    ),
    (
        "2023年度饮水安全项目绩效自评报告\n信息来源：林州县水利局浏览次数：12",
        2023,
        "饮水安全项目",
        "林州县水利局",
        None,
    ),
    ("2023年度饮水安全项目绩效自评报告\n来源：林州县人民政府 时间：2024-05-06", 2023, "饮水安全项目", None, None),
    ("（林州县水利局）\n2023年度饮水安全项目绩效自评报告", 2023, "饮水安全项目", "林州县水利局", None),
    ("2023年度饮水安全项目绩效自评报告\n单位名称：（公章）林州县水利局", 2023, "饮水安全项目", "林州县水利局", None),
    ("2023年度林州县水利局饮水安全项目绩效自评报告\n一、概况", 2023, "饮水安全项目", "林州县水利局", None),
    (
        "2023年度公路养护项目绩效评价报告\n一、概况\n略。\n林州县交通运输局\n（盖章）\n2024年3月1日\n附表1",
        2023,
        "公路养护项目",
        "林州县交通运输局",
        None,
    ),
    (
        "公路养护项目绩效评价报告\n一、概况\n略。\n林州县交通运输局\n2024年3月1日",
        None,
        "公路养护项目",
        "林州县交通运输局",
        None,
    ),
    (
        "2023年度公路养护项目绩效评价报告\n一、概况\n略。\n评价机构：华信会计师事务所\n2024年3月1日",
        2023,
        "公路养护项目",
        None,
        None,
    ),
    ("林州县第一中学2023年度“校园足球”项目支出绩效自评报告", 2023, "“校园足球”项目", "林州县第一中学", None),
    (
        "云溪县预算支出项目绩效评价报告\n项目名称　路灯养护\n项目单位　　云溪县城市管理局\n2023年度\n一、项目概况",
        2023,
        "路灯养护",
        "云溪县城市管理局",
        None,
    ),
    (
        "2022年度项目支出绩效自评表\n项目名称：护　林\n单位名称：云溪县林业局 填报日期：2023年4月15日",
        2022,
        "护林",
        "云溪县林业局",
        None,
    ),
    (
        "项目名称：2021年冬种补助项目。\n项目实施单位：云溪县柳河乡人民政府。",
        2021,
        "2021年冬种补助项目",
        "云溪县柳河乡人民政府",
        None,
    ),
    (
        "柳河区2023年粮仓改造项目重点绩效评价报告摘要\n一、基本情况\n区粮食局2024年支付工程款。2024年度审计尚未开始。",
        2023,
        "粮仓改造项目",
        None,
        None,
    ),
    ("2023年度饮水安全项目绩效自评报告\n发布单位：水利局 发布时间：2024-05-06", 2023, "饮水安全项目", "水利局", None),
]


@pytest.mark.parametrize(("text", "year", "project", "unit", "department"), STATED)
def test_what_a_report_says_of_itself_is_read_in_both_widths(
    text: str, year: int | None, project: str | None, unit: str | None, department: str | None
) -> None:
    for written in both_widths(text):
        identity = report_of(written).identity
        assert (identity.year, identity.project, identity.unit, identity.department) == (
            year,
            project,
            unit,
            department,
        )


def _form(project: str, unit: str, department: str) -> list[list[str]]:
    return [
        ["项目支出绩效自评表", "<", "<", "<", "<"],
        ["（2023年度）", "<", "<", "<", "<"],
        ["项目名称", project, "<", "<", "<"],
        ["主管部门", department, "实施单位", unit, "<"],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数"],
        ["^", "年度资金总额", "10", "10", "10"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "救助次数", "≥10次", "10次"],
    ]


@pytest.mark.parametrize(
    "department", ["132-江州市民政局", "江州市民政局（132001）", "[132]江州市民政局", "132001江州市民政局"]
)
def test_a_departments_code_in_the_budget_is_no_part_of_its_name(department: str) -> None:
    identity = report_of("", _form("困难群众救助", "江州市救助站", department)).identity
    assert (identity.department, identity.unit, identity.project) == ("江州市民政局", "江州市救助站", "困难群众救助")


def test_a_file_with_the_forms_of_two_projects_is_about_neither() -> None:
    text = "项目支出绩效自评表"
    first, second = _form("困难群众救助", "市救助站", "市民政局"), _form("养老服务", "市福利院", "市民政局")
    identity = report_of(text, first, [["说明"]], second).identity
    assert (identity.project, identity.unit, identity.department) == (None, None, "市民政局")


def test_a_notice_about_a_policy_is_not_the_title() -> None:
    text = "江州市财政局关于印发《2022年度绩效评价管理办法》的通知\n2023年度农村公路养护项目支出绩效评价报告"
    identity = report_of(text).identity
    assert (identity.title, identity.year, identity.unit) == ("2023年度农村公路养护项目支出绩效评价报告", 2023, None)
