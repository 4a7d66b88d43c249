"""Forms are read whatever their headers are called, and levels however they are put."""

from __future__ import annotations

import pytest

from tests.reviewing import review_of

TITLE = "2022年度乡村道路养护项目支出绩效自评报告\n自评得分100分。\n项目绩效评分表"
LABELS = {
    "指标": ("三级指标", "评价指标", "指标名称", "具体指标", "考核指标", "明细指标", "三级指标内容"),
    "分值": ("分值", "标准分值", "满分", "权重分", "应得分值", "基准分值", "参考分值", "配分", "规定分值", "考核分值"),
    "得分": (
        "得分",
        "实得分",
        "实得分值",
        "评定得分",
        "考核得分",
        "自评打分",
        "本次得分",
        "综合得分",
        "考评得分",
        "实得分数",
    ),
    "原因": ("扣分理由", "失分说明", "减分原因", "扣分情况说明", "未得满分原因", "扣分依据", "评分说明", "未达标原因"),
}
ROWS = (
    ("决策", "项目立项", "立项程序规范性", "5", "5", ""),
    ("", "绩效目标", "目标合理性", "5", "4", "目标偏低"),
    ("过程", "资金管理", "资金使用规范性", "10", "11", ""),
    ("", "组织实施", "制度执行有效性", "10", "10", ""),
    ("产出", "产出数量", "养护道路里程", "20", "20", ""),
    ("", "产出质量", "路面合格率", "20", "20", ""),
    ("效益", "社会效益", "群众出行条件改善", "20", "20", ""),
    ("", "满意度", "沿线群众满意度", "10", "10", ""),
    ("合计", "", "", "100", "100", ""),
)
FULL = (
    "达成年度目标",
    "已达成",
    "已完成",
    "全部完成",
    "达到年度指标值",
    "实现预期目标",
    "完成年度目标任务",
    "达到预期效果",
)
PART = ("部分达成年度指标并具有一定效果", "部分完成", "部分达到预期", "部分实现目标")
NONE = ("未达成", "没有达到预期目标", "未实现预期", "尚未完成", "未达标")
OTHER = ("有所改善", "完善", "完成率95%", "达到95%", "基本完成")


@pytest.mark.parametrize(("column", "label"), [(column, label) for column, all in LABELS.items() for label in all])
def test_a_scoring_table_is_read_under_the_headers_in_use(column: str, label: str) -> None:
    labels = {name: words[0] for name, words in LABELS.items()} | {column: label}
    table = [("一级指标", "二级指标", *labels.values()), *ROWS]
    found = review_of(TITLE, table, rules="score/exceeds-weight").findings
    assert [finding.data["name"] for finding in found] == ["资金使用规范性"]


def found(level: str, score: str) -> bool:
    """Whether a level that a form reports does not go with its score, out of 15."""
    form = [
        ("项目名称", "乡村道路养护", "", "", "", "", "", ""),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"),
        ("产出指标", "数量指标", "养护里程", "≥100公里", "100公里", "50", "50", ""),
        ("效益指标", "社会效益指标", "群众出行条件", "有所改善", level, "15", score, ""),
        ("总分", "", "", "", "", "65", str(50 + int(score)), ""),
    ]
    return bool(review_of("2022年度项目支出绩效自评表", form, rules="score/qualitative").findings)


@pytest.mark.parametrize(
    ("level", "right", "wrong"),
    [
        *((each, "12", "10") for each in FULL),
        *((each, "10", "15") for each in PART),
        *((each, "5", "12") for each in NONE),
    ],
)
def test_a_level_in_many_wordings_goes_with_the_scores_of_its_band(level: str, right: str, wrong: str) -> None:
    assert found(level, wrong) and not found(level, right)


@pytest.mark.parametrize("level", OTHER)
def test_words_that_are_no_level_go_with_any_score(level: str) -> None:
    assert not found(level, "10")


DONE = (
    "日常养护里程年度实际值为{}公里，对应的指标值是120公里。",
    "日常养护里程实际值{}公里（指标值120公里）。",
    "日常养护里程{}公里。",
    "日常养护里程核定为{}公里。",
    "日常养护里程经测算为{}公里。",
    "目标为120公里，日常养护里程实际达到{}公里。",
    "日常养护里程年末达{}公里，超过计划。",
    "日常养护里程指标值为120公里，实际完成值为{}公里。",
    "日常养护里程（目标120公里）完成{}公里。",
    "日常养护里程目标120公里，实际{}公里。",
    "日常养护里程最终为{}公里。",
)
PROMISED = (
    "日常养护里程不少于{}公里。",
    "日常养护里程须达到{}公里以上。",
    "确保全年日常养护里程{}公里。",
    "日常养护里程目标值为{}公里。",
    "一是日常养护里程保持在{}公里以上；二是做好服务。",
    "日常养护里程要求达到{}公里。",
)


def conflicts(promised: str, done: str) -> list[str]:
    """The conflicts between a text on a road's length and a form that promises 120公里 and reports 126公里."""
    form = [
        ("项目名称", "乡村道路养护", "", "", "", "", ""),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("产出指标", "数量指标", "日常养护里程", "≥120公里", "126公里", "60", "60"),
        ("满意度指标", "满意度", "沿线群众满意度", "≥90%", "95%", "40", "40"),
        ("总分", "", "", "", "", "100", "100"),
    ]
    text = f"{TITLE.partition(chr(10))[0]}\n一、项目绩效目标\n{promised}\n二、项目产出情况\n{done}"
    return [finding.data["what"] for finding in review_of(text, form, rules="target/conflict").findings]


@pytest.mark.parametrize("done", DONE)
def test_a_completion_told_otherwise_in_the_text_is_a_conflict(done: str) -> None:
    assert conflicts("日常养护里程不少于120公里。", done.format(135)) == ["完成值"]
    assert conflicts("日常养护里程不少于120公里。", done.format(126)) == []


@pytest.mark.parametrize("promised", PROMISED)
def test_a_promise_told_otherwise_in_the_text_is_a_conflict(promised: str) -> None:
    assert conflicts(promised.format(150), "日常养护里程126公里。") == ["目标值"]
    assert conflicts(promised.format(120), "日常养护里程126公里。") == []
