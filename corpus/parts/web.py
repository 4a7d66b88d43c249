"""Source → a page of a government site: navigation, breadcrumbs, the article, links and a footer."""

from __future__ import annotations

from html import escape

from corpus.parts.source import Grid, Source

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_{site}</title>
<style>
body{{margin:0;font:16px/2 "宋体",SimSun,serif;color:#333}}
.top,.foot{{background:#1a5fa8;color:#fff;padding:12px 40px}} .top a,.foot a{{color:#fff;margin-right:18px}}
.crumb{{padding:8px 40px;color:#888;font-size:14px}} .main{{width:920px;margin:0 auto}}
h1{{text-align:center;font-size:24px}} .info{{text-align:center;color:#999;font-size:13px}}
table{{border-collapse:collapse;width:100%;font-size:13px;line-height:1.5}} td{{border:1px solid #999;padding:4px}}
.side{{border-top:2px solid #1a5fa8;margin-top:30px;font-size:14px}}
</style>
<script>var pageId = "{number}"; function setFont(size) {{ document.body.style.fontSize = size + "px"; }}</script>
</head>
<body>
<div class="top"><h2>{site}</h2>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/zwfw/">政务服务</a>
<a href="/hdjl/">互动交流</a><a href="/zjbm/">走进部门</a></div></div>
<div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt;
<a href="/zwgk/czzj/">财政资金</a> &gt; <a href="/zwgk/czzj/jxpj/">绩效评价</a></div>
<div class="main">
<h1>{title}</h1>
<div class="info">索引号：{number}　发布机构：{unit}　发布时间：{published}　阅读次数：128
字体：【<a href="javascript:setFont(18)">大</a> <a href="javascript:setFont(16)">中</a>
<a href="javascript:setFont(14)">小</a>】</div>
<div class="article" id="zoom">
{article}
</div>
<div class="side"><h3>相关阅读</h3><ul>
<li><a href="/a/1.html">关于开展预算绩效管理培训的通知</a></li>
<li><a href="/a/2.html">2021年度项目支出绩效评价报告</a></li>
<li><a href="/a/3.html">部门决算公开专栏</a></li></ul>
<p><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></p></div>
</div>
<div class="foot"><p>主办单位：{unit}　联系电话：0000-12345　网站标识码：0000000000</p>
<p><a href="/map.html">网站地图</a><a href="/about.html">关于我们</a> 建议使用1024×768以上分辨率浏览</p></div>
</body>
</html>
"""


def page(source: Source, *, charset: str, site: str, number: str, published: str, tags: bool) -> bytes:
    """The page's bytes; `tags` makes headings h2 and h3, otherwise they are bold paragraphs."""
    article = []
    for block in source.blocks:
        if isinstance(block, Grid):
            article.append(_table(block))
            continue
        words = escape(block.text, quote=False)
        match block.kind:
            case "h1" | "h2" if tags:
                level = int(block.kind[1]) + 1
                article.append(f"<h{level}>{words}</h{level}>")
            case "h1" | "h2":
                article.append(f'<p style="text-indent:2em"><strong>{words}</strong></p>')
            case "表":
                article.append(f'<p style="text-align:center"><b>{words}</b></p>')
            case "单位" | "右":
                article.append(f'<p style="text-align:right">{words}</p>')
            case _:
                article.append(f"<p>&emsp;&emsp;{words}</p>")
    html = _PAGE.format(
        charset=charset,
        title=escape(source.title),
        unit=source.unit,
        site=site,
        number=number,
        published=published,
        article="\n".join(article),
    )
    return html.encode("gb18030" if charset.startswith("gb") else charset)


def _table(grid: Grid) -> str:
    lines = ["<table>"]
    for row in range(grid.rows):
        cells = []
        for cell in grid.cells:
            if cell.row == row:
                spans = f' rowspan="{cell.height}"' if cell.height > 1 else ""
                spans += f' colspan="{cell.width}"' if cell.width > 1 else ""
                cells.append(f"<td{spans}>{escape(cell.text, quote=False)}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return "\n".join([*lines, "</table>"])
