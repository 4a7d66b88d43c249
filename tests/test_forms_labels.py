"""The labels of forms as the shipped pack knows them, in the wordings that submissions use."""

from __future__ import annotations

import pytest

from checker.folding import fold
from checker.understand.form_labels import Labels, label_key
from checker.vocabulary import FormPart
from tests.punctuation import widen
from tests.reviewing import default_pack

KNOWN: dict[tuple[FormPart, str], str] = {
    ("indicators", "一级指标"): "一级指标|一 级 指 标|一级\n指标|一级指标（分值）|一级指标及权重",
    ("indicators", "三级指标"): "三级指标|三级指标名称|指标名称（三级指标）|指标内容|四级指标",
    (
        "indicators",
        "指标值",
    ): "年度指标值|年度指标值（A）|指标目标值|预期目标值|年初目标值（A）|2022年度指标值|目标值|年初设定目标|预期指标值",
    (
        "indicators",
        "完成值",
    ): "实际完成值|全年实际完成值（B）|全年实际值|实际完成情况|2022年实际完成值|实际达到值|完成指标值",
    ("indicators", "分值"): "分值|分值（100分）|指标分值|标准分值|满分值|分值\n权重",
    ("indicators", "权重"): "权重|权重（%）|指标权重",
    ("indicators", "得分"): "得分|自评得分|自评分|单项得分|评价得分|绩效得分|得分（20分*执行率）",
    ("indicators", "折算得分"): "折算得分|加权得分",
    ("indicators", "复核得分"): "复核分|财政复核得分",
    (
        "indicators",
        "偏差原因",
    ): "偏差原因分析及改进措施|未完成原因及拟采取的改进措施|偏差大或目标未完成原因分析|扣分原因及说明|"
    "原因分析及改进措施|偏差原因分析与改进措施（100字以内）|未达成原因及改进措施|得分理由",
    ("indicators", "评分标准"): "评分标准|评价标准及依据|得分计算方法|评分标准及依据|计分方法",
    ("funds", "年初预算数"): "年初预算数|年初预算|年初批复数|年初预算批复数|年初预算数（A）",
    (
        "funds",
        "全年预算数",
    ): "全年预算数|全年（调整后）预算数|预算数（A）|调整后预算数|预算安排情况（调整后）|预算总额|全年预算（万元）",
    (
        "funds",
        "执行数",
    ): "全年执行数|执行数（B）|全年执行数（B）|预算执行数|实际支出金额（万元）|资金执行情况|实际支付数|全年支出",
    ("funds", "到位数"): "资金到位情况|实际到位资金|到位资金|资金到位数",
    ("funds", "执行率"): "执行率|执行率（B/A）|预算执行率（B/A×100%）|预算执行进度（%）|支付率",
    ("funds", "结余数"): "结转结余资金|年末结转结余数|资金结余、结转数",
    ("funds", "预算调整数"): "预算调整数|追加预算",
    ("goals", "预期目标"): "预期目标|年初设定目标|年度总体目标|年度绩效总体目标|年度预期目标",
    (
        "goals",
        "实际完成情况",
    ): "实际完成情况|全年实际完成情况|年度总体目标完成情况综述|具体完成情况|绩效目标实际完成情况",
    ("header", "项目名称"): "项目名称|项 目 名 称：|转移支付（项目）名称|专项（项目）名称",
    ("header", "主管部门"): "主管部门|主管部门（单位）|地方主管部门|主管部门及代码",
    ("header", "中央主管部门"): "中央主管部门",
    ("header", "实施单位"): "实施单位|项目实施单位（盖章）|资金使用单位|具体实施单位|预算单位名称",
    ("total", "总分"): "总分|总  分|合计|总得分|自评总分|绩效自评总分|总分（100分）",
    ("total", "小计"): "小计",
}


@pytest.mark.parametrize(
    ("part", "name", "label"),
    [(part, name, label) for (part, name), labels in KNOWN.items() for label in labels.split("|")],
)
def test_a_label_is_known_in_its_wordings(part: FormPart, name: str, label: str) -> None:
    labels = Labels("", default_pack().vocabulary)
    for text in (label, widen(label), "★" + label, "一、" + label):
        assert labels.name_of(label_key(fold(text)), part) == name


@pytest.mark.parametrize(
    ("part", "label"),
    [
        ("indicators", "上年实际值"),
        ("indicators", "社会效益"),
        ("indicators", "12个"),
        ("indicators", "按时完成"),
        ("funds", "预算管理制度"),
        ("funds", "其中：当年财政拨款"),
        ("funds", "资金管理办法执行"),
        ("goals", "建成社区图书角12个"),
        ("goals", "目标未完成原因分析"),
        ("header", "社区图书角建设"),
        ("total", "合计数量指标"),
    ],
)
def test_what_only_resembles_a_label_is_none(part: FormPart, label: str) -> None:
    assert Labels("", default_pack().vocabulary).name_of(label_key(fold(label)), part) is None
