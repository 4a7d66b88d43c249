"""content/placeholder: template text that was left is found, and what merely looks like it is not."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, review_of

LEFT_OVER = [
    ("2022年XX县安排项目资金290万元。", "XX"),
    ("20XX年度项目支出绩效自评表", "20XX"),
    ("20xx年完成投资。", "20xx"),
    ("２０ＸＸ年度", "２０ＸＸ"),
    ("202X年度绩效评价", "202X"),
    ("20__年度", "20__"),
    ("截至XX年XX月XX日，资金已拨付。", "XX年XX月XX日"),
    ("×年×月×日", "×年×月×日"),
    ("××市财政局", "××"),
    ("根据《××县专项资金管理办法》", "××"),
    ("新建道路**公里，改造**座。", "**公里，改造**"),
    ("供应化肥≥**平方米", "**"),
    ("**县**镇**村", "**县**镇**"),
    ("评价期间为____年。", "____"),
    ("项目名称（请填写）", "（请填写）"),
    ("【请输入单位名称】", "【请输入单位名称】"),
    ("（根据实际情况填写）", "（根据实际情况填写）"),
    ("（填写单位名称）", "（填写单位名称）"),
    ("（请简要说明立项依据、实施内容）", "（请简要说明立项依据、实施内容）"),
    ("一、项目概况（500字以内）", "（500字以内）"),
    ("本项目效果明显（100字以内）。", "（100字以内）"),
    ("某某单位组织实施了项目。", "某某"),
    ("由某某某负责", "某某某"),
    ("错误！未定义书签。", "错误！未定义书签。"),
    ("见第错误！未找到引用源。节", "错误！未找到引用源。"),
    ("存在的问题：待补充", "：待补充"),
    ("（待填写）", "（待填写）"),
    ("单击或点击此处输入文字。", "单击或点击此处输入文字"),
    ("安排资金X万元", "X"),
    ("单位：ＸＸ局", "ＸＸ"),
    ("完成工程XX万元", "XX"),
]


@pytest.mark.parametrize(("text", "found"), LEFT_OVER, ids=[text for text, _ in LEFT_OVER])
def test_left_over_template_text_is_one_finding_that_quotes_it(text: str, found: str) -> None:
    for written, expected in zip(both_widths(text), both_widths(found), strict=True):
        [finding] = review_of(written, rules="content/placeholder").findings
        assert finding.locations[0].text == expected
        assert expected in finding.message


FINISHED = [
    "工作服尺码为XL、XXL、XXXL各50件，第XXI届运动会。",
    "制作PPT 12份，X射线机2台，5XX千伏线路。",
    "联系电话138****1234，身份证号3402**********1234，0553-XXXXXXX",
    "联系人：张**",
    "低保户王某某反映补贴已到账，受助人张××、李××均表示满意。",
    "面积为3×5米，得分=分值×执行率，单价2×3×4",
    "某些项目、某种程度、某个环节、某县、某项；走访张某、李某等12人",
    "report__final.docx、a__b@163.com、http://x.gov.cn/XX/a__b.html",
    "负责人：____  联系电话：________",
    "填表人（签字）：______ 填报日期：____年____月____日",
    "盖章：____________",
    "____年____月____日",
    "佐证材料有待补充完善，等待填写完毕后提交。",
    "全年预算数为__290__万元",
    "项目名称：__城乡社区建设__",
    "________________",
    "系数为0.35**，0.41***",
    "部分自评表质量不高（填写不规范、不完整），（填报单位：市民政局），（填写质量有待提高）",
    "撰写论文（5000字以上）3篇，（描述性指标），（执行率低于90%的说明见附件）",
    "完成调研报告1篇（8000字），（5个以内），（30人左右），（说明：以上数据来自年终决算）",
    "注：各项目（请填写全称），偏差原因（100字以内）。",
    "1.执行率=执行数÷预算数，低于90%的需说明原因（80字以内）；2.年中追加或调减的，应单独说明理由。",
    "**执行率**：98%",
    "**一、项目概况**",
]


@pytest.mark.parametrize("text", FINISHED)
def test_what_merely_looks_like_template_text_is_let_alone(text: str) -> None:
    for written in both_widths(text):
        assert [f.locations[0].text for f in review_of(written, rules="content/placeholder").findings] == []


def test_an_instruction_in_a_printed_label_is_no_finding_but_one_in_what_was_filled_in_is() -> None:
    for hint in both_widths("（200字以内）"):
        rows = [
            ["评价结论" + hint, "完成较好。"],
            ["存在问题" + hint + "：无", "<"],
            ["改进措施", "已落实" + hint + "。"],
        ]
        [finding] = review_of("自评表", rows, rules="content/placeholder").findings
        assert finding.locations[0].place.row == 2
    assert len(review_of("自评表", [["名称", "（请填写）"]], rules="content/placeholder").findings) == 1


def test_an_instruction_beside_a_forms_label_is_what_was_filled_in() -> None:
    for hint in both_widths("（请简要说明）"):
        rows = [
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["产出指标", "数量指标", "养护里程", "≥10公里", "10公里", "100", "100"],
            ["自评等级" + hint, "优" + hint, "<", "<", "<", "<", "<"],
            ["存在问题" + hint, "农忙时节问卷少。", "<", "<", "<", "<", "<"],
        ]
        [finding] = review_of("项目支出绩效自评表", rows, rules="content/placeholder").findings
        assert (finding.locations[0].place.row, finding.locations[0].place.column) == (2, 1)


def test_neighbours_in_one_sentence_are_one_place_and_far_ones_are_two() -> None:
    assert len(review_of("XX县XX镇XX村", rules="content/placeholder").findings) == 1
    assert len(review_of("XX县。XX镇。", rules="content/placeholder").findings) == 2
    assert len(review_of("XX县组织实施的农村公路建设项目由XX镇负责", rules="content/placeholder").findings) == 2


def test_after_twenty_places_the_rest_is_counted() -> None:
    findings = review_of("\n".join(f"第{i}处XX县" for i in range(23)), rules="content/placeholder").findings
    assert len(findings) == 20
    assert findings[-1].data["count"] == "3"
    assert "另有3处" in findings[-1].message


@pytest.mark.parametrize("mark", ["**", "***"])
def test_a_mark_that_a_note_explains_is_no_placeholder(mark: str) -> None:
    table = [["指标", "完成值"], ["群众满意度" + mark, "95%"]]
    note = f"注：{mark}为抽样调查结果。"
    for text in (*both_widths(f"项目支出绩效自评表\n{note}"), f"项目支出绩效自评表\n{mark} 为抽样调查结果"):
        assert not review_of(text, table, rules="content/placeholder").findings
    # Without its note it may be anything, and a mark in the place of a figure is no reference to a note.
    assert review_of("项目支出绩效自评表", table, rules="content/placeholder").findings
    assert review_of(f"改造{mark}平方米。\n{note}", rules="content/placeholder").findings
