"""Which names a message may use beside those of its check kind: the condition's figures, the row's own name."""

from __future__ import annotations

import pytest

from checker.checks.base import Problem
from checker.checks.forbid import Forbid
from checker.checks.require import Require
from tests.figure_cases import form
from tests.test_check_kinds import KINDS, TEAM, outcomes, rule

LOW = "全年预算数200万元，执行数160万元，执行率80%。支付进度慢。"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("require", TEAM),
        ("forbid", {"patterns": [{"name": "进度", "words": ["支付进度"]}]}),
        ("section", {"sections": ["problems"]}),
        ("table", {"columns": ["序号", "姓名"]}),
    ],
)
def test_a_message_may_state_the_figures_of_the_rules_condition(kind: str, fields: dict[str, object]) -> None:
    stated = {**fields, "when": ["结余数 > 90万元", "执行率 < 90% 且 执行数 > 0"]}
    assert {"执行率", "执行数", "结余数"} <= set(KINDS[kind].template_names(stated))
    [found] = outcomes(rule(kind, **stated), LOW)
    assert isinstance(found, Problem)
    assert (found.data["执行率"], found.data["执行数"], found.data["结余数"]) == ("80%", "160万元", "未写明")


def test_figures_that_the_condition_does_not_use_are_no_names_of_the_message() -> None:
    assert set(Require.template_names({"when": "执行率 < 90%"})) == {*Require.DATA, "执行率"}
    assert set(Forbid.template_names({"when": "执行率 <"})) == set(Forbid.DATA)


def test_the_message_on_a_row_may_always_name_the_row() -> None:
    lines = form(["年度资金总额", "290", "290", "286", "98.62%"])
    made = rule("assert", each="indicator", that="分值 <= 40")
    assert {"名称", "三级指标"} <= set(made.template_names(made.model_dump()))
    [found] = outcomes(made, "", lines)
    assert isinstance(found, Problem)
    assert (found.data["名称"], found.data["三级指标"]) == ("养护里程", "养护里程")
