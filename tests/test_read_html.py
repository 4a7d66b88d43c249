"""Pages as government sites, office programs and careless authors make them."""

from __future__ import annotations

import pytest

from checker.document import Document
from checker.errors import ReadError
from checker.read.html import read
from checker.read.source import Source
from tests.files import lines


def _read(page: str | bytes) -> Document:
    return read(Source("a.html", page if isinstance(page, bytes) else page.encode()))


def _lines(page: str | bytes) -> list[str]:
    return lines(_read(page))


TITLE = "某某区民政局2022年度社区建设项目支出绩效自评报告"
SENTENCES = "2022年度安排财政资金290万元，全部用于社区建设；截至年底已支出286万元，群众满意度达到95%以上。"

ARTICLES = {
    "narrative": f"<h2>一、项目概况</h2><p>{SENTENCES}</p><p><strong>二、绩效目标</strong></p><p>建设社区6个。</p>"
    f"<p>三、存在的问题</p><p>无</p><p>{SENTENCES * 3}</p><p>附件：<a href='f/1.docx'>1.自评表.docx</a></p>"
    "<p align=right>某某区民政局</p><p align=right>2023年3月1日</p>",
    "one paragraph": f"一、项目概况<br>　　{SENTENCES}<br><br>　　二、绩效目标<br>　　{SENTENCES * 2}<br>完",
    "form": "<p align=center>（2022年度）</p><table border=1><tr><td>项目名称</td><td colspan=3>社区建设</td></tr>"
    "<tr><td rowspan=2>资金</td><td>全年预算数</td><td>全年执行数</td><td>执行率</td></tr><tr><td>290</td><td>"
    "286</td>"
    "<td>98.62%</td></tr><tr><td>目标</td><td colspan=3>建设社区6个</td></tr></table><p>填表人：张三</p>",
    "both": f"<p>一、项目概况</p><p>{SENTENCES}</p><div style='overflow:auto'><table border=1><tr><th>指标</th><th>"
    f"目标</th>"
    f"<th>完成</th></tr><tr><td>社区</td><td>6个</td><td>6个</td></tr></table></div><p>二、结论</p><p>"
    f"{SENTENCES}</p>",
    "sections": f"<section><h2>一、项目概况</h2><p>{SENTENCES * 4}</p></section><section><h2>二、目标</h2><p>"
    f"建设社区6个。</p>"
    f"</section><section><h2>三、问题</h2><p>无。</p></section><section><h2>四、建议</h2><p>{SENTENCES}</p>"
    f"</section>",
    "many short lines": "".join(f"<p>{n}、第{n}项工作已完成</p>" for n in range(1, 30)),
}

LINKS = "".join(f"<li><a href='/{n}'>某某区发布第{n}号通知公告</a></li>" for n in range(9))
SITES = {
    "government": "<!DOCTYPE html><html><head><title>{title}_某某区人民政府</title><style>p{{}}</style></head><body>"
    "<div class=top><a href=/>首页</a><a href=/a>要闻</a><a href=/b>政务公开</a><a href=/c>办事服务</a></div>"
    "<div class=position>您现在的位置：<a href=/>首页</a> &gt; <a href=/b>政务公开</a> &gt; 绩效</div>"
    "<div class=main>"
    "<div class=left><ul>{links}</ul></div><div class=content><h1>{title}</h1><div class=info>"
    "发布时间：2023-03-05 &nbsp;"
    "来源：区民政局 浏览次数：<span>123</span>次 字体：[<a href='javascript:z(1)'>大</a> <a href='javascript:z(2)'>"
    "中</a>"
    " <a href='javascript:z(3)'>小</a>] <a href='javascript:p()'>打印</a></div><div id=zoom>{article}</div>"
    "<div class=bdsharebuttonbox>分享到：<a href=w>微信</a><a href=b>微博</a></div><p>【打印本页】　【关闭窗口】</p>"
    "<p>上一篇：<a href=/p>关于某事的通知</a></p><p>下一篇：没有了</p></div></div>"
    "<div class=rel><h3>相关链接</h3><ul>{links}</ul></div><div class=foot>主办：某某区人民政府 ICP备12345号 "
    "网站标识码：4400000001 <a href=/m>网站地图</a></div><script>var a='脚本';</script></body></html>",
    "catalogue": "<html><body><table class=xxgk><tr><td>索引号：</td><td>12345</td><td>主题分类：</td><td>财政</td>"
    "</tr>"
    "<tr><td>发文机关：</td><td>区民政局</td><td>成文日期：</td><td>2023年3月1日</td></tr></table>"
    "<div class=article><div class=article-hd><div class=article-title>{title}</div><p>时间：2023-03-05 10:00</p>"
    "</div>"
    "<div class=article-bd><div class=TRS_Editor>{article}</div></div></div><div class=sidebar><ul>{links}</ul>"
    "</div></body></html>",
    "layout tables": "<html><body><table width=1000 align=center border=0><tr><td colspan=2><table><tr><td>"
    "<a href=1>首页</a></td>"
    "<td><a href=2>机构</a></td><td><a href=3>公开</a></td></tr></table></td></tr><tr><td width=200><table><tr><td>"
    "<ul>{links}</ul></td></tr></table></td><td><table width=780><tr><td align=center class=title>{title}</td></tr>"
    "<tr><td>"
    "日期：2023-3-5　点击数：88　打印</td></tr><tr><td>{article}</td></tr></table></td></tr><tr><td colspan=2>"
    "Copyright 2023 某某区财政局 All Rights Reserved</td></tr></table></body></html>",
    "flat": "<html><head><title>{title} - 某某网</title></head><body><p><a href=1>首页</a> | <a href=2>新闻</a> | "
    "<a href=3>公开</a></p><h2>{title}</h2><p>来源：财政科　发布日期：2023年3月5日</p>{article}<hr>"
    "<p>版权所有：某某市财政局　ICP备12345号</p></body></html>",
    "semantic": "<html><head><title>{title}</title></head><body><header><nav><ul>{links}</ul></nav></header><main>"
    "<article>"
    "<h1>{title}</h1>{article}<footer>责任编辑：李四</footer></article><aside><h2>热门</h2><ul>{links}</ul></aside>"
    "</main>"
    "<footer>联系我们 网站地图</footer></body></html>",
    "hidden menus": "<html><head><title>{title}</title></head><body><div style='display:none'>登录后可见的菜单</div>"
    "<div class=search><form><input value=搜索><select><option>全站</option></select></form></div>"
    "<noscript>请开启脚本</noscript><template><p>模板</p></template><h1>{title}</h1><div class=box><div>"
    "{article}</div></div>"
    "<div class=qrcode>扫一扫在手机打开当前页</div></body></html>",
}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("article", ARTICLES)
def test_any_site_around_an_article_leaves_the_article_alone(site: str, article: str) -> None:
    page = SITES[site].format(title=TITLE, links=LINKS, article=ARTICLES[article])
    assert _lines(page) == [TITLE, *_lines(ARTICLES[article])]


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_alone_is_read_whole(article: str) -> None:
    document = _read(ARTICLES[article])
    shown = "".join(document.text.split())
    for words in (
        "项目概况",
        "建设社区6个",
        "二、结论",
        "三、存在的问题",
        "填表人：张三",
        "2023年3月1日",
        "第29项工作",
    ):
        assert (words in ARTICLES[article]) == (words in shown)


def test_hints_of_a_paragraph_are_kept() -> None:
    page = (
        "<p style='text-align:center;font-size:22pt'><b>标题</b></p><h3>一、概况</h3><p><strong>粗</strong>细</p>"
        "<div align=center><p style='font-weight:700'>居中</p></div><p style='mso-outline-level:2'>（一）</p>"
    )
    title, heading, mixed, centred, outlined = _read(page).paragraphs
    assert (title.bold, title.centred, title.size) == (True, True, 22.0)
    assert heading.level == 3 and not mixed.bold and outlined.level == 2
    assert centred.bold and centred.centred


def test_a_break_parts_paragraphs_and_a_wrapped_source_line_does_not() -> None:
    assert _lines("<p>建设\n社区\n6个\nABC\nDEF<br/>第二段&nbsp;</p>文") == ["建设社区6个ABC DEF", "第二段", "文"]


def test_automatic_numbers_of_lists_are_said_to_be_generated() -> None:
    document = _read(
        "<ol start=3><li>甲<li>乙</ol><ol style='list-style-type:cjk-ideographic'><li>丙</li></ol>"
        "<ol style='list-style:none'><li>丁</li></ol><ol><li>1.戊</li><li>（二）己</li></ol><ul><li>庚</li></ul>"
    )
    assert lines(document) == ["3. 甲", "4. 乙", "一、丙", "丁", "1.戊", "（二）己", "庚"]
    assert [p.generated for p in document.paragraphs] == [3, 3, 2, 0, 0, 0, 0]


def test_merged_cells_cover_their_places() -> None:
    document = _read(
        "<table border=1><caption>单位：万元</caption><tr><td rowspan=2>产出</td><td colspan=2>数量</td></tr>"
        "<tr><td>社区</td><td>6<br>个</td></tr><tr><td colspan=100>合计</td></tr></table>"
    )
    assert lines(document) == ["单位：万元", "产出|数量|数量", "产出|社区|6\n个", "合计|合计|合计"]
    assert document.text == "单位：万元\n产出\t数量\n社区\t6\n个\n合计"


def test_a_row_span_of_zero_goes_to_the_end() -> None:
    assert _lines("<table border><tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr></table>") == [
        "甲|1",
        "甲|2",
    ]


def test_a_table_in_a_cell_stands_after_its_table() -> None:
    page = (
        "<table border=1><tr><td>甲</td><td>乙<table border=1><tr><td>丙</td><td>丁</td></tr></table></td></tr></table>"
    )
    assert _lines(page) == ["甲|乙", "丙|丁"]


def test_a_form_whose_blocks_are_tables_in_its_cells_keeps_its_own_rows() -> None:
    block = "<table border=1><tr><td>全年预算数</td><td>全年执行数</td></tr><tr><td>120</td><td>117.6</td></tr></table>"
    page = (
        "<table border=1><tr><td>项目名称</td><td>农民培训</td></tr>"
        f"<tr><td>项目资金</td><td>{block}</td></tr><tr><td>总分</td><td>99</td></tr></table>"
    )
    assert _lines(page) == ["项目名称|农民培训", "项目资金|", "总分|99", "全年预算数|全年执行数", "120|117.6"]


def test_a_long_cell_makes_no_layout_of_a_form() -> None:
    long = "".join(f"<p>目标{n}：{SENTENCES}</p>" for n in range(9))
    (table,) = _read(
        f"<table border=1><tr><td>年度目标</td><td>{long}</td></tr><tr><td>结论</td><td>好</td></tr></table>"
    ).tables
    assert (table.rows, table.columns) == (2, 2)


def test_a_frame_of_one_cell_is_running_text() -> None:
    assert _read(f"<table border=1><tr><td><p>一、概况</p><p>{SENTENCES}</p></td></tr></table>").tables == ()


def test_pages_saved_by_word_are_read_as_word_shows_them() -> None:
    page = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta charset=gb2312><!--[if gte mso 9]><xml>"
        "<o:p>"
        "张三</o:p></xml><![endif]--></head><body><div class=WordSection1><p class=MsoToc1><a href='#_Toc1'>一、概况"
        "<span style='mso-tab-count:1'>...</span>1</a></p><h1><![if !supportLists]><span style='mso-list:Ignore'>"
        "一、<span>"
        "&nbsp;&nbsp; </span></span><![endif]>概况</h1><p>安排<span lang=EN-US>290</span>万元，<del>已删</del><ins>"
        "已增</ins>"
        "<span style='mso-hide:all'>隐藏</span>用于\n社区<o:p></o:p></p><table border=1><tr><td><p>甲</p></td><td>"
        "乙</td></tr>"
        "<![if !supportMisalignedColumns]><tr height=0><td></td><td></td></tr><![endif]></table></div>"
        "<div style='mso-element:footnote-list'><p>[1] 脚注</p></div>"
        "<div style='mso-element:comment-list'><p>批注</p></div></body></html>"
    )
    document = _read(page.encode("gb18030"))
    assert lines(document) == ["一、概况...1", "一、概况", "安排290万元，已增用于社区", "甲|乙", "[1] 脚注"]
    assert [p.role for p in document.paragraphs] == ["toc", "body", "body", "footnote"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "nonsense"])
def test_a_wrong_declaration_does_no_harm(encoding: str, declared: str) -> None:
    words = r"预算数290万元，&ldquo;三社&rdquo;&#65288;甲&#65289;"
    page = f"<html><head><meta charset={declared}></head><body><p>{words}</p></body>"
    assert _lines(page.encode(encoding)) == ["预算数290万元，“三社”（甲）"]


def test_a_page_in_big5_is_read_as_it_declares() -> None:
    assert _lines("<meta charset=big5><p>項目預算數為二百九十萬元</p>".encode("big5")) == ["項目預算數為二百九十萬元"]


def test_a_single_file_page_is_unpacked() -> None:
    page = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; '
        'charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        "<p>=D4=A4=CB=E3=CA=FD290</p>"
        "\r\n--x--\r\n"
    )
    assert _lines(page.encode()) == ["预算数290"]


def test_comparisons_are_no_tags() -> None:
    assert _lines("<p>得分<80分且>60分，执行率 < 90%，&lt;5%</p>") == ["得分<80分且>60分，执行率 < 90%，<5%"]


@pytest.mark.parametrize(
    ("page", "code", "word"),
    [
        ("<html><frameset cols=20%,80%><frame src=a.htm><frame src=b.htm></frameset></html>", "no-text", "框架"),
        ("<html><body><iframe src=a.htm></iframe></body></html>", "no-text", "框架"),
        ("<html><body><div id=app></div><script src=a.js></script></body></html>", "no-text", "联网"),
        ("<html><body><p><img src=1.jpg></p></body></html>", "scanned", "图片"),
        ("<html><body> </body></html>", "no-text", "没有文字"),
    ],
)
def test_a_page_without_text_says_why(page: str, code: str, word: str) -> None:
    with pytest.raises(ReadError) as caught:
        _read(page)
    assert caught.value.code == code and word in caught.value.message and caught.value.remedy


def test_what_a_page_holds_elsewhere_is_noted() -> None:
    document = _read(
        f"<p>{SENTENCES}</p><p><img src=a.jpg></p><iframe src=t.htm></iframe><p>1 2 <a href=2.htm>下一页</a></p>"
    )
    assert {note.code for note in document.notes} == {"images", "frames", "paged"} and document.incomplete
    document = _read(
        f"<p>{SENTENCES * 9}</p><p><img src=icon_doc.gif><img src=a.png width=16></p><p><img src=b.jpg></p>"
    )
    assert [note.message for note in document.notes] == [
        "文中有1张图片，图片中的文字未读取"
    ] and not document.incomplete


def test_an_article_that_a_script_would_show_is_read_and_said_so() -> None:
    document = _read(
        f"<div class=nav><a href=1>首页</a></div><div id=zoom style='display:none'><p>{SENTENCES}</p></div>"
    )
    assert lines(document) == [SENTENCES] and [note.code for note in document.notes] == ["hidden-text"]
