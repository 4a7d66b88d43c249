"""The reports whose pages are tested, as text and in a browser."""

from __future__ import annotations

from checker.errors import ReadError
from checker.review import Review, Run, Submission
from tests.reviewing import default_pack, review_of

REPORT = """2022年度农村道路养护项目绩效自评报告
项目单位：清溪县交通运输局
一、项目基本情况
全年预算数290万元，执行数286万元，执行率100%。
二、综合评价结论
自评得分95分。其他说明20xx年（请填写）。
三、绩效评价指标分析
全年执行数为268万元。"""

HOSTILE = """2022年度<b>养护</b>项目绩效自评报告
项目单位：<img src="https://example.com/x.png" onerror="window.hacked=1">局
一、项目基本情况</script><script>window.hacked=1</script>
全年预算数290万元，执行数286万元，执行率100%<script src="https://example.com/a.js"></script>。
二、综合评价结论"><svg onload="window.hacked=1">
自评得分95分。"""
HOSTILE_NAME = '坏"><script>window.hacked=1</script>.docx'

FORM = (
    ("项目名称", "道路养护", "<"),
    ("一级指标", "三级指标", "得分"),
    ("产出指标", "养护里程", "20"),
    ("^", "合格率", "10"),
)


def run_of(*texts: str | Review | ReadError) -> Run:
    """A run of texts, reviews and failures, named 报告1.docx and on."""
    items = []
    for number, text in enumerate(texts, 1):
        if isinstance(text, ReadError):
            items.append(Submission(f"报告{number}.docx", error=text))
        else:
            items.append(Submission(f"报告{number}.docx", review_of(text) if isinstance(text, str) else text))
    return Run(default_pack(), tuple(items))
