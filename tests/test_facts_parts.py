"""Parts of a report's money told from the whole: items of lists, instalments, levels of government, payers."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, report_of
from tests.test_facts_prose import expected, written

PHRASES = (
    # Items of a list, each after a name of its own, under labels that name no whole.
    (
        "共下达90万元。其中下达桥涵加固专项资金40万元；标线施划专项资金30万元；水毁抢修工作经费20万元。",
        "全年预算数=90万元 全年预算数=40万元@桥涵加固 全年预算数=30万元@标线施划 全年预算数=20万元@水毁抢修",
    ),
    # Instalments come to what is stated beside them, with a label of its own or without one.
    (
        "2022年3月，县财政局下达资金150万元；2022年9月，县财政局下达资金50万元，全年共下达资金200万元。",
        "全年预算数=150万元@其中 全年预算数=50万元@其中 全年预算数=200万元",
    ),
    (
        "2022年3月下达资金150万元，2022年9月下达资金50万元，合计200万元。",
        "全年预算数=150万元@其中 全年预算数=50万元@其中 全年预算数=200万元",
    ),
    (
        "项目资金200万元，其中：第一批150万元，第二批50万元。",
        "全年预算数=200万元 全年预算数=150万元@第一批 全年预算数=50万元@第二批",
    ),
    # What each level gave; a level alone among parts.
    ("2022年收到中央下达资金137万元，自治区下达9万元。", "到位数=137万元@中央下达资金 全年预算数=9万元@自治区"),
    (
        "2022年安排资金共计239万元，其中上级资金179万元，本级60万元。",
        "全年预算数=239万元 全年预算数=179万元@上级资金 全年预算数=60万元@本级",
    ),
    # More than a source gave is not the source's.
    ("资金下达300万元，区级配套100万元，到位400万元。", "全年预算数=300万元 到位数=400万元"),
    # The only giver's money is the project's, if it is the unit's own level.
    ("市本级安排300万元，已支出285万元，执行率95%。", "全年预算数=300万元 执行数=285万元 执行率=95%"),
    # Who pays is no part of the project; of several payers each is one.
    ("县公路局实际支付285万元，支付率95%。", "执行数=285万元 执行率=95%"),
    (
        "东片养护站实际支付85万元，支付率85%；西片养护站实际支付95万元，支付率95%。",
        "执行数=85万元@东片养护站 执行率=85%@东片养护站 执行数=95万元@西片养护站 执行率=95%@西片养护站",
    ),
    # A department's total and the project's part of it.
    (
        "2022年县公路局部门预算总额5600万元，其中道路养护项目300万元，当年实际支出285万元。",
        "全年预算数=5600万元@部门整体 全年预算数=300万元 执行数=285万元",
    ),
    # A budget under the project's name; an amount in a bracket behind its label.
    ("道路养护行动资金800万元，主要用于路面修补。", "全年预算数=800万元"),
    ("安排资金（678万元）用于路面修补。", "全年预算数=678万元"),
    ("对养护专项资金（678万元）进行了自评。", "全年预算数=678万元"),
    # Words of some places.
    (
        "财政拨款数300万元，用款数285万元，用款进度95%，指标结余数15万元。",
        "全年预算数=300万元 执行率=95% 执行数=285万元 结余数=15万元",
    ),
    ("全年预算数300万元，支出285万元，两者相抵尚余15万元。", "全年预算数=300万元 执行数=285万元 结余数=15万元"),
    ("资金到位方面，年内实到282万元。", "到位数=282万元"),
    # 共计 before an amount is no score.
    ("全年养护公益金共计123万元，总分98分。", "全年预算数=123万元 自评得分=98分"),
)


@pytest.mark.parametrize("phrase", PHRASES, ids=[text[:24] for text, _ in PHRASES])
def test_a_careful_reader_tells_the_parts_from_the_whole(phrase: tuple[str, str]) -> None:
    text, facts = phrase
    for wide in both_widths(f"2022年度道路养护项目支出绩效自评报告\n{text}"):
        report = report_of(wide)
        assert sorted(written(fact, report.text) for fact in report.facts) == expected(facts)
