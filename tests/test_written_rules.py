"""Rules as a finance officer writes them, in YAML alone: each fires on one text and is silent on another.

Every text is tried with narrow and with full-width punctuation.
"""

from __future__ import annotations

import shutil

import pytest

from checker.pack import RulePack, load_pack, packs_folder
from checker.review import Review, review
from checker.understand.report import Report
from tests.figure_cases import Table, form
from tests.reviewing import both_widths, document_of

SHARED = "severity: error, title: 标题, about: 关于, why: 原因, basis: 依据, suggestion: 建议, message: '{problem}'"

# Each rule: its id, and the lines that differ.
RULES = {
    "local/team": """
        check: require
        patterns: [{name: 评价组人员, words: [评价组成员, 评价小组成员, 评价组人员], pattern: '评价组由[^。]+组成'}]
    """,
    "local/team-process": """
        check: require
        sections: [work.process]
        patterns: [{name: 评价组人员, words: [评价组成员, 评价小组]}]
    """,
    "local/evidence-section": "check: section\nsections: [evidence]",
    "local/examples": """
        check: require
        sections: [experience]
        absent: problem
        patterns: [{name: 具体做法, pattern: '[一二三四]是', at_least: 3}]
    """,
    "local/rate-beside-budget": """
        check: require
        near: {fact: 执行数, within: sentence}
        patterns: [{name: 执行率, words: [执行率, 支付率]}]
    """,
    "local/low-rate": """
        check: require
        when: 执行率 < 90%
        patterns: [{name: 执行率偏低的原因, pattern: '(?:原因|主要是|因为|由于)'}]
        near: {fact: 执行率}
    """,
    "local/adjusted": """
        check: require
        mentioned: '追加|调减|预算调整'
        patterns: [{name: 预算调整的理由, pattern: '(?:追加|调减|调整)的?(?:原因|理由)'}]
    """,
    "local/cliche": """
        check: forbid
        sections: [problems]
        texts: [存在问题]
        message: 写有“{found}”
        patterns: [{name: 套话, words: [领导高度重视]}]
    """,
    "local/praise-beside-rate": """
        check: forbid
        near: {fact: 执行率}
        message: 写有“{found}”
        patterns: [{name: 评价, words: [进度较快]}]
    """,
    "local/reason-length": """
        check: section
        when: 执行率 < 90%
        passage: {name: 说明, pattern: '执行率.{0,6}偏低', within: sentence}
        longest: 20
    """,
    "local/box-length": """
        check: section
        texts: [评价结论, 存在问题, 改进措施]
        longest: 20
        kinds: [table, combined]
    """,
    "local/section-length": """
        check: section
        sections: [conclusion]
        shortest: 20
        longest: 40
    """,
    "local/section-table": """
        check: section
        sections: [conclusion]
        tables: 1
    """,
    "local/score-table": """
        check: table
        columns: [指标, 分值, [得分, 评分]]
        rows: 2
    """,
    "local/filled": """
        check: table
        columns: [指标, 得分, 扣分原因]
        filled: [扣分原因]
        absent: unchecked
    """,
    "local/grades": """
        check: table
        columns: [单位, 等级]
        values: [{column: 等级, words: [优秀, 良好]}]
        absent: unchecked
    """,
    "local/in-yuan": """
        check: fact
        needs: [{fact: 年初预算数, unit: [元], decimals: 2}]
    """,
    "local/bounds": """
        check: fact
        needs: [{fact: 执行率, required: false, at_least: '0', at_most: 100%}]
    """,
    "local/sources": """
        check: fact
        needs: [{fact: 全年预算数, sources: [财政拨款, 其他资金]}]
    """,
    "local/targets": "check: target\nat_least: 3",
    "local/indicators": "check: target\nof: form\nat_least: 5",
    "local/classes": """
        check: target
        of: form
        classes:
          - {name: 数量指标, words: [数量]}
          - {name: 成本指标, words: [成本]}
    """,
    "local/numbers": "check: target\nof: form\nnumbers: 100",
    "local/adjustment": """
        check: assert
        message: 预算调整率{left}
        each: report
        that: (全年预算数 - 年初预算数) / 年初预算数 <= 30%
        reason: {topic: 预算, cause: 因|由于|追加}
    """,
    "local/three-costs": """
        check: assert
        message: 三公经费控制率{三公经费控制率}
        each: report
        that: 三公经费控制率 <= 100%
    """,
    "local/rate-score": """
        check: assert
        message: 执行率得分{得分}，应为{right}
        each: funds
        that: 得分 == 20 * 执行率
    """,
    "local/rate-score-row": """
        check: assert
        message: 执行率得分{得分}，应为{right}
        each: indicator
        when: 三级指标 含 '执行率'
        that: 得分 == 分值 * 执行数 / 全年预算数
    """,
    "local/excellent": """
        check: assert
        message: 评为{等级}而执行率只有{执行率}
        each: report
        when: 等级 == '优秀' 或 等级 == '优'
        unless: 执行率 >= 90%
        that: 自评得分 >= 101
    """,
    "local/grade-words": """
        check: assert
        message: 等级写作{等级}
        each: report
        that: 等级 == '优秀' 或 等级 == '良好'
    """,
}  # fmt: skip

WORDS = """
facets:
  - {id: evidence, name: 佐证材料, words: [佐证材料]}
facts:
  - {name: 三公经费控制率, kind: percent, words: [三公经费控制率]}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> RulePack:
    """The words of the shipped pack, and the rules above as a pack of their own."""
    folder = tmp_path_factory.mktemp("地方规则")
    for file in ("outline", "vocabulary", "forms", "names", "synonyms"):
        shutil.copy(packs_folder() / "mof-2020-10" / f"{file}.yaml", folder)
    (folder / "pack.yaml").write_text('id: local\nversion: "1"\ntitle: 地方规则\n', encoding="utf-8")
    (folder / "local.yaml").write_text(WORDS + "rules:\n" + "".join(map(_written, RULES)), encoding="utf-8")
    return load_pack(folder)


def _written(rule: str) -> str:
    own = RULES[rule].strip().splitlines()
    shared = [part for part in SHARED.split(", ") if not any(x.strip().startswith(part.split(":")[0]) for x in own)]
    margin = min(len(line) - len(line.lstrip()) for line in own[1:]) if len(own) > 1 else 0
    lines = [f"id: {rule}", *shared, own[0].strip(), *(line[margin:] for line in own[1:])]
    return "  - " + "\n    ".join(lines) + "\n"


def reviewed(pack: RulePack, rule: str, text: str, *tables: Table) -> Review:
    subject = "市交通局部门整体支出" if "三公经费" in text else "道路养护项目支出"
    document = document_of(f"2022年度{subject}绩效自评报告\n{text}", *tables)
    return review(Report(document, pack.vocabulary), pack, wanted=lambda each: each == rule)


def form_with(*texts: tuple[str, str], rows: Table | None = None, rate: str = "98.62%", score: str = "9.86") -> Table:
    """A 自评表 with labelled texts under it; `rows` take the place of its indicators."""
    table = [list(line) for line in form(["年度资金总额", "290", "290", "286", rate])]
    table[3][6] = score
    if rows is not None:
        table = [*table[:5], *rows, table[-1]]
    return [*table, *([label, words, *["<"] * 5] for label, words in texts)]


OUTPUT = ["产出指标", "数量指标", "养护里程", "≥10公里", "10公里", "50", "50"]
COST = ["成本指标", "经济成本指标", "每公里成本", "≤5万元", "5万元", "10", "10"]
VAGUE = ["效益指标", "社会效益指标", "出行条件", "改善", "改善", "30", "30"]
RATE = ["过程指标", "资金管理", "预算执行率", "100%", "98.62%", "20", "19"]

# Each: the rule, what it says of the text, the text, and tables.
FIRING: tuple[tuple[str, str, str, tuple[Table, ...]], ...] = (
    ("local/team", "文中没有写明评价组人员", "一、基本情况\n评价工作已经完成。", ()),
    (
        "local/team-process",
        "“评价工作过程”部分没有写明评价组人员",
        "二、绩效评价工作开展情况\n（三）绩效评价工作过程\n收集资料，现场核查。\n三、有关建议\n评价小组建议：加强管理。",
        (),
    ),
    ("local/evidence-section", "没有“佐证材料”部分", "一、自评结论\n自评得分95分。\n佐证材料另附。", ()),
    ("local/examples", "只有2处写明具体做法，至少应有3处", "五、主要经验及做法\n一是加强领导；二是加强管理。", ()),
    ("local/examples", "没有写明具体做法", "一、基本情况\n一是新建，二是改造，三是养护。", ()),
    ("local/rate-beside-budget", "与执行数同一句没有写明执行率", "全年执行数286万元。执行率为98.6%。", ()),
    ("local/low-rate", "与执行率同一段没有写明执行率偏低的原因", "全年预算数290万元，执行率为72.03%。", ()),
    ("local/adjusted", "文中没有写明预算调整的理由", "年中追加预算90万元。", ()),
    ("local/cliche", "写有“领导高度重视”", "五、存在的问题\n领导高度重视，但进度偏慢。\n六、有关建议\n加强管理。", ()),
    ("local/cliche", "写有“领导高度重视”", "", (form_with(("存在问题", "领导高度重视，没有问题。")),)),
    ("local/praise-beside-rate", "写有“进度较快”", "预算执行率为72.03%，进度较快。", ()),
    (
        "local/reason-length",
        "“说明”有31字，不应超过20字",
        "全年执行率72.03%。执行率偏低主要是因为秋季学期资金尚未发放，需要跨年度支付给学生。",
        (),
    ),
    (
        "local/box-length",
        "“存在问题”有25字，不应超过20字",
        "",
        (form_with(("评价结论", "好。"), ("存在问题", "资料报送不及时，原因是人员变动后没有及时交接工作。")),),
    ),
    ("local/section-length", "只有5字，不应少于20字", "三、综合评价结论\n得分95分。\n四、绩效分析\n无。", ()),
    (
        "local/section-length",
        "不应超过40字",
        "三、综合评价结论\n" + "项目按计划完成，资金使用规范。" * 3 + "\n四、绩效分析\n见下。",
        (),
    ),
    ("local/section-table", "“评价结论”中没有表格", "三、综合评价结论\n得分95分。", ()),
    (
        "local/score-table",
        "文中没有含“指标、分值、得分”各栏的表格",
        "得分95分。",
        ([["项目", "金额"], ["道路", "10"]],),
    ),
    (
        "local/score-table",
        "只有1行，至少应有2行",
        "",
        ([["指标", "分值", "得分"], ["产出", "50", "48"], ["合计", "50", "48"]],),
    ),
    (
        "local/filled",
        "“产出”的“扣分原因”栏没有填写",
        "",
        ([["指标", "得分", "扣分原因"], ["决策", "20", "无"], ["产出", "48", ""]],),
    ),
    (
        "local/grades",
        "“二队”的“等级”栏写作“优”，应填优秀、良好",
        "",
        ([["单位", "等级"], ["一队", "优秀"], ["二队", "优"]],),
    ),
    ("local/in-yuan", "年初预算数写作290.00万元，单位应为元", "年初预算数290.00万元，执行率98%。", ()),
    ("local/in-yuan", "年初预算数写作2900000元，应保留2位小数", "年初预算数2900000元。", ()),
    ("local/in-yuan", "没有写明年初预算数", "执行率98%。", ()),
    ("local/bounds", "执行率写作103%，不应大于100%", "全年预算数290万元，执行率103%。", ()),
    ("local/sources", "没有写明其他资金的全年预算数", "全年预算数290万元，其中：财政拨款全年预算数290万元。", ()),
    ("local/targets", "只有1个绩效目标，至少应有3个", "", (form_with(rows=[OUTPUT]),)),
    ("local/indicators", "只有3个三级指标，至少应有5个", "", (form_with(),)),
    ("local/classes", "没有成本指标", "", (form_with(),)),
    ("local/numbers", "目标“出行条件”没有写数字", "", (form_with(rows=[OUTPUT, VAGUE]),)),
    ("local/adjustment", "预算调整率45%", "年初预算数200万元，全年预算数290万元。", ()),
    ("local/three-costs", "三公经费控制率104%", "本年三公经费控制率为104%。", ()),
    ("local/rate-score", "执行率得分9.86，应为19.724分", "", (form_with(),)),
    (
        "local/rate-score-row",
        "执行率得分19，应为19.7241",
        "全年预算数290万元，执行数286万元。",
        (form_with(rows=[OUTPUT, RATE]),),
    ),
    ("local/excellent", "评为优秀而执行率只有72.03%", "自评得分92分，等级为优秀。预算执行率为72.03%。", ()),
    ("local/grade-words", "等级写作优", "自评得分92分，等级为优。", ()),
)

SILENT: tuple[tuple[str, str, tuple[Table, ...]], ...] = (
    ("local/team", "评价组由张明、李华组成。", ()),
    ("local/team", "评价小组成员：张明、李华。", ()),
    ("local/team-process", "二、绩效评价工作开展情况\n（三）绩效评价工作过程\n评价小组收集资料，现场核查。", ()),
    ("local/evidence-section", "一、自评结论\n自评得分95分。\n二、佐证材料\n见附件。", ()),
    ("local/examples", "五、主要经验及做法\n一是加强领导；二是加强管理；三是规范资金。", ()),
    ("local/rate-beside-budget", "全年执行数286万元，执行率为98.6%。", ()),
    ("local/low-rate", "全年预算数290万元，执行率为72.03%，主要是秋季资金尚未发放。", ()),
    ("local/low-rate", "全年预算数290万元，执行率为95%。", ()),
    ("local/adjusted", "预算没有变化。", ()),
    ("local/adjusted", "年中追加预算90万元，追加的原因：新增任务。", ()),
    ("local/cliche", "一、基本情况\n领导高度重视。\n五、存在的问题\n进度偏慢。", ()),
    ("local/cliche", "", (form_with(("存在问题", "进度偏慢。")),)),
    ("local/praise-beside-rate", "工程进度较快。\n预算执行率为72.03%。", ()),
    ("local/reason-length", "全年执行率72.03%。执行率偏低：资金尚未发放。", ()),
    ("local/reason-length", "全年执行率95%。" + "执行率偏低" * 9 + "。", ()),
    (
        "local/box-length",
        "",
        (form_with(("评价结论", "好。"), ("存在问题", "资料报送不及时。"), ("改进措施", "加强。")),),
    ),
    (
        "local/section-length",
        "三、综合评价结论\n" + "项目按计划完成，资金使用规范。" * 2 + "\n四、绩效分析\n见下。",
        (),
    ),
    ("local/section-table", "三、综合评价结论\n得分95分。", ([["指标", "得分"], ["产出", "50"]],)),
    ("local/score-table", "", ([["指标", "分值", "自评得分"], ["产出", "50", "48"], ["效益", "30", "30"]],)),
    ("local/filled", "", ([["指标", "得分", "扣分原因"], ["决策", "20", "无"], ["合计", "20", ""]],)),
    ("local/grades", "", ([["单位", "等级"], ["一队", "优秀"], ["二队", ""], ["三队", "良好"]],)),
    ("local/in-yuan", "年初预算数2,900,000.00元。", ()),
    ("local/bounds", "全年预算数290万元，执行率100%。", ()),
    ("local/sources", "全年预算数290万元，其中：财政拨款预算数250万元，其他资金预算数40万元。", ()),
    ("local/targets", "", (form_with(),)),
    (
        "local/indicators",
        "",
        (form_with(rows=[OUTPUT, COST, VAGUE, RATE, [*OUTPUT[:2], "检查次数", "4次", "4次", "1", "1"]]),),
    ),
    ("local/classes", "", (form_with(rows=[OUTPUT, COST, VAGUE]),)),
    ("local/numbers", "", (form_with(rows=[OUTPUT, COST]),)),
    ("local/adjustment", "年初预算数200万元，全年预算数260万元。", ()),
    ("local/adjustment", "年初预算数200万元，因新增任务，全年预算数290万元。", ()),
    ("local/three-costs", "本年三公经费控制率为96.5%。", ()),
    ("local/rate-score", "", (form_with(score="19.72"),)),
    ("local/rate-score-row", "全年预算数290万元，执行数286万元。", (form_with(rows=[OUTPUT, [*RATE[:-1], "19.72"]]),)),
    ("local/excellent", "自评得分92分，等级为优秀。预算执行率为95%。", ()),
    ("local/excellent", "自评得分82分，等级为良好。预算执行率为72.03%。", ()),
    ("local/grade-words", "自评得分92分，等级为优秀。", ()),
)


@pytest.mark.parametrize(("rule", "said", "text", "tables"), FIRING)
def test_what_a_rule_forbids_is_said(
    pack: RulePack, rule: str, said: str, text: str, tables: tuple[Table, ...]
) -> None:
    for wide in both_widths(text):
        messages = [finding.message for finding in reviewed(pack, rule, wide, *tables).findings]
        assert any(said in message for message in messages), (messages, reviewed(pack, rule, wide, *tables).not_checked)


@pytest.mark.parametrize(("rule", "text", "tables"), SILENT)
def test_what_a_rule_allows_is_passed(pack: RulePack, rule: str, text: str, tables: tuple[Table, ...]) -> None:
    for wide in both_widths(text):
        result = reviewed(pack, rule, wide, *tables)
        assert [finding.message for finding in result.findings] == []
        assert {item.rule for item in result.not_checked} == set()


def test_every_rule_here_fires_and_stays_silent() -> None:
    assert {rule for rule, *_ in FIRING} == {rule for rule, *_ in SILENT} == set(RULES)
