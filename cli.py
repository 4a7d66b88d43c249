"""The command line: jixiao check, show, diff and annotate, each a few lines over checker's public API.

The commands about rules are in checker/commands/rules.py.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import checker
from checker.chinese_click import Group, explain, given_options
from checker.commands.rules import explain_rule, rules
from checker.commands.shared import Usage, colour, refuse_overwriting, say
from checker.errors import JixiaoError, ReadError
from checker.render import FORMATS, format_of, to_file_only

if TYPE_CHECKING:
    from checker.batch.settings import Plans
    from checker.review import Run

# Nothing that happens to be installed beside jixiao has a say in how it reads its rules; looking for it costs 16 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

_LEVELS = ("error", "warning", "info", "never")
_FORMAT_HELP = "输出格式，可以给多个，默认terminal；" + "；".join(f"{n}：{f.about}" for n, f in FORMATS.items())


def _version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"jixiao {checker.__version__}")
        ctx.exit()


@click.group(cls=Group, no_args_is_help=True)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="显示版本后退出")
@click.pass_context
def app(ctx: click.Context) -> None:
    """绩效自评报告审核工具：读入绩效自评报告、绩效评价报告和项目支出绩效自评表，按规则指出缺漏、
    前后矛盾的数字和没有兑现的目标，每条意见都附原文、依据和修改建议。全程离线，从不修改原文件。"""
    from checker.methods import remembered_methods
    from checker.patterns import remembered

    ctx.with_resource(remembered())
    ctx.with_resource(remembered_methods())


@app.command("check")
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=click.Path())
@click.option("--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help=_FORMAT_HELP)
@click.option("--output", "outputs", multiple=True, metavar="文件", help="写入文件；与它前面的--format配对")
@click.option("--pack", default=None, metavar="规则包", help="规则包的名称，或规则包文件夹的路径")
@click.option(
    "--select", "select", multiple=True, metavar="规则", help="只用这些规则：规则号figure/conflict，或类别figure"
)
@click.option("--ignore", "ignore", multiple=True, metavar="规则", help="不用这些规则：规则号或类别")
@click.option("--fail-on", default=None, type=click.Choice(_LEVELS), help="有这一级或更重的意见时退出码为1；默认error")
@click.option("--year", type=click.IntRange(1990, 2100), metavar="年份", help="报告所评的年度，代替识别出的年度")
@click.option(
    "--kind", type=click.Choice(["narrative", "table", "combined"]), help="文种：文字报告、自评表、文字报告附自评表"
)
@click.option(
    "--entities",
    default="auto",
    metavar="auto|off|模型",
    help="识别单位名称：auto（默认，装有zh_core_web_sm就用）、off，或spaCy中文模型的名称、文件夹",
)
@click.option("--letter-template", metavar="文件", help="docx格式用这个Word模板写意见书（变量见文档）")
@click.option("--config", metavar="文件", help="用这个设置文件，代替从报告所在文件夹向上找到的.jixiao.yaml")
@click.option("--no-config", is_flag=True, help="不用任何.jixiao.yaml")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    pack: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    year: int | None,
    kind: Any,
    entities: str,
    letter_template: str | None,
    config: str | None,
    no_config: bool,
) -> None:
    """审核报告，显示每份报告的结论和意见。

    可以给出多个文件和文件夹，文件夹连同其下各级一起检查。能读的格式：docx、pdf（有文字层的）、xlsx、html、txt、md。

    \b
    退出码：0 没有达到--fail-on一级的意见；1 有；2 用法或规则包有误，有文件未能读取，或有规则执行出错。
    """
    # Hardly anything of a run is cyclic garbage; looking for it so often costs a tenth of the time.
    gc.set_threshold(100_000, 20, 20)

    from checker.batch.discover import discover
    from checker.read.isolate import prepare

    targets = _pair_outputs(given_options(ctx), formats, outputs)
    if letter_template and all(format != "docx" for format, _ in targets):
        raise Usage("--letter-template要与--format docx一起使用")
    prepare(paths[0])
    files, passed_over = discover(paths)
    from checker.batch.run import run_files

    # Where there is no report, the settings of the folders say by which pack there would have been a review.
    looked_for = files or [str(Path(path) / "报告") for path in paths]
    plans = _plans(looked_for, pack, select, ignore, fail_on, config, no_config)
    if entities not in ("auto", "off"):
        _open_model(entities)
    for format, output in targets:
        refuse_overwriting(output, [*files, *([letter_template] if letter_template else [])])
        if output is None and len(files) > 1 and FORMATS[format].one_on_screen:
            raise Usage(f"多份报告的{format}格式不能显示在屏幕上，请用--output写入文件")
    with _progress(len(files)) as advance:
        run = run_files(
            files,
            plans,
            passed_over=passed_over,
            covered=[path for path in paths if Path(path).is_dir()],
            year=year,
            kind=kind,
            entities=entities,
            advance=advance,
        )
    for format, output in targets:
        options = {"template": Path(letter_template)} if letter_template and format == "docx" else {}
        _write(run, format, output, **options)
    if not files:
        click.echo("没有找到可以检查的报告。请核对路径；能读的格式：docx、pdf、xlsx、html、txt、md。", err=True)
    elif all(output for _, output in targets):
        click.echo(_in_short(run), err=True)
    ctx.exit(_exit_code(run))


def _pair_outputs(order: Sequence[str], formats: Sequence[str], outputs: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each format with the file that the --output behind it names; None is standard output.

    An --output without a --format before it takes its format from its suffix.
    """
    if not formats and not outputs:
        return [("terminal", None)]
    pairs: list[tuple[str, str | None]] = []
    named, files = iter(formats), iter(outputs)
    for option in order:
        if option == "formats":
            pairs.append((next(named), None))
        elif option == "outputs":
            file = next(files)
            if pairs and pairs[-1][1] is None:
                pairs[-1] = (pairs[-1][0], file)
            elif format := format_of(file):
                pairs.append((format, file))
            else:
                raise Usage(f"“{file}”前面没有--format，从扩展名也看不出格式，请写明--format")
    for format, output in pairs:
        if output is None and to_file_only(format):
            raise Usage(f"{format}格式不能显示在屏幕上，请用--output写入文件")
    if sum(output is None for _, output in pairs) > 1:
        raise Usage("只能有一种格式输出到屏幕，其余的请各用--output写入文件")
    names = [Path(output).resolve() for _, output in pairs if output]
    if len(set(names)) < len(names):
        raise Usage("两种格式不能写入同一个文件")
    return pairs


def _plans(
    files: Sequence[str],
    pack: str | None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    fail_on: str | None = None,
    config: str | None = None,
    no_config: bool = False,
) -> Plans:
    """The settings for the files: the command line's, then those of the .jixiao.yaml above each."""
    from checker.batch.settings import Given, Plans

    if config is not None and no_config:
        raise Usage("--config和--no-config只能用一个")
    try:
        return Plans(files, Given(pack, tuple(select), tuple(ignore), fail_on, config, no_config))
    except JixiaoError as error:
        if error.code != "no-rule":
            raise
        raise Usage(error.message) from error


def _open_model(name: str) -> None:
    """A model that was asked for by name is loaded, or refused, before any file is read."""
    from checker.entities import open_recogniser

    open_recogniser(name)


@contextmanager
def _progress(length: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal when there are several files; nothing in a pipe."""
    if length <= 3 or not sys.stderr.isatty():
        yield lambda path: None
        return
    with click.progressbar(length=length, label="正在检查", file=sys.stderr, show_pos=True) as bar:
        yield lambda path: bar.update(1)


def _write(run: Run, format: str, output: str | None, **options: Any) -> None:
    from checker.render import render, write

    if output is not None:
        write(run, format, Path(output), **options)
    else:
        click.echo(_on_terminal(run) if format == "terminal" else render(run, format), nl=False)


def _on_terminal(run: Run) -> str:
    from checker.render.terminal import render

    return render(run, columns=_columns(), colour=colour())


def _columns() -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100


def _in_short(run: Run) -> str:
    from checker.finding import Severity
    from checker.render.words import SEVERITIES, VERDICTS

    found = "，".join(f"{SEVERITIES[severity]}{run.count(severity)}处" for severity in Severity)
    failed = f"，{len(run.failed)}份未能读取" if run.failed else ""
    waived = f"，另有已豁免{run.waived}处" if run.waived else ""
    notices = "".join(f"\n注意：{notice.message}（{notice.place}）。" for notice in run.notices)
    if run.crashed:
        failed += f"，{len({item.rule for _, item in run.crashed})}条规则执行出错"
    return f"共检查{len(run.submissions)}份{failed}：{found}{waived}。结论：{VERDICTS[run.verdict]}。{notices}"


def _exit_code(run: Run) -> int:
    """0, 1 or 2 as JSON.md says; a run that found no report at all has checked nothing, which is no success."""
    if run.failed or run.crashed or not run.submissions:
        return 2
    return int(any(item.fails for item in run.submissions))


@app.command("show")
@click.argument("path", metavar="文件", type=click.Path())
@click.option("--text", "views", flag_value="text", multiple=True, help="正文（审核意见里的起止位置都指这份正文）")
@click.option("--outline", "views", flag_value="outline", multiple=True, help="提纲：各级标题，以及对应的规定部分")
@click.option("--tables", "views", flag_value="tables", multiple=True, help="表格：合并单元格已还原")
@click.option(
    "--facts", "views", flag_value="facts", multiple=True, help="数字：预算数、执行数、执行率、得分……及其口径和年度"
)
@click.option("--targets", "views", flag_value="targets", multiple=True, help="绩效目标及其完成情况")
@click.option("--identity", "views", flag_value="identity", multiple=True, help="文种、项目、单位、年度")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
@click.option("--pack", default=None, metavar="规则包", help="规则包的名称，或规则包文件夹的路径")
@click.option("--year", type=click.IntRange(1990, 2100), metavar="年份", help="报告所评的年度，代替识别出的年度")
@click.option("--kind", type=click.Choice(["narrative", "table", "combined"]), help="文种，代替识别出的文种")
@click.option("--config", metavar="文件", help="用这个设置文件，代替从报告所在文件夹向上找到的.jixiao.yaml")
@click.option("--no-config", is_flag=True, help="不用任何.jixiao.yaml")
def show(
    path: str,
    views: tuple[str, ...],
    as_json: bool,
    pack: str | None,
    year: int | None,
    kind: Any,
    config: str | None,
    no_config: bool,
) -> None:
    """显示从一份报告里读懂了什么，用来弄清某条规则为什么报或不报。

    不加选项时，显示除正文以外的各项。
    """
    from checker.read import read
    from checker.render.show import show_json, show_text
    from checker.understand.report import Report

    document = read(path)
    plan = _plans([path], pack, config=config, no_config=no_config).plan(path)
    report = Report(document, plan.first.pack.vocabulary, stated_year=year, stated_kind=kind)
    if plan.then is not None:
        report = Report(document, plan.then(report.identity).pack.vocabulary, stated_year=year, stated_kind=kind)
    wanted = views or ("identity", "outline", "tables", "facts", "targets")
    click.echo((show_json if as_json else show_text)(report, wanted), nl=False)


@app.command("diff")
@click.argument("old", metavar="上一稿", type=click.Path())
@click.argument("new", metavar="这一稿", type=click.Path())
@click.option(
    "--format", "format", type=click.Choice(["terminal", "json", "html"]), default="terminal", help="输出格式"
)
@click.option("--output", metavar="文件", help="写入文件，代替显示在屏幕上")
@click.option("--pack", default=None, metavar="规则包", help="规则包的名称，或规则包文件夹的路径")
@click.option("--fail-on", default=None, type=click.Choice(_LEVELS), help="新出现这一级或更重的意见时退出码为1")
@click.option("--config", metavar="文件", help="用这个设置文件，代替从报告所在文件夹向上找到的.jixiao.yaml")
@click.option("--no-config", is_flag=True, help="不用任何.jixiao.yaml")
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str,
    format: str,
    output: str | None,
    pack: str | None,
    fail_on: str | None,
    config: str | None,
    no_config: bool,
) -> None:
    """对照同一报告的两稿：哪些意见已解决、仍然存在或新出现，哪些数字有改动。"""
    from checker.batch.run import review_planned
    from checker.difference import compare
    from checker.finding import Severity
    from checker.render.diff import diff_html, diff_json, diff_text

    refuse_overwriting(output, [old, new])
    plans = _plans([old, new], pack, (), (), fail_on, config, no_config)
    reviews = []
    for path in (old, new):
        submission = review_planned(path, plans.plan(path))
        if submission.review is None:
            error = submission.error
            raise JixiaoError(
                "read", f"{path}：{error.message if error else '未能读取'}", error.remedy if error else ""
            )
        for failed in submission.review.crashed:  # what it would have found would seem to be mended, or new
            raise JixiaoError("crashed", f"{path}：{failed.rule}：{failed.reason}，两稿不能比较")
        reviews.append(submission.review)
    difference = compare(*reviews)
    if format == "terminal":
        text = diff_text(difference, columns=_columns(), colour=output is None and colour())
    else:
        text = diff_json(difference) if format == "json" else diff_html(difference)
    say(text, output)
    level = submission.fail_on  # that of the new draft
    bound = 4 if level == "never" else Severity(level).rank
    ctx.exit(int(any(finding.severity.rank >= bound for finding in difference.added)))


@app.command("annotate")
@click.argument("path", metavar="文件", type=click.Path())
@click.option("--output", required=True, metavar="文件", help="写入这个文件；原文件不会改动")
@click.option("--pack", default=None, metavar="规则包", help="规则包的名称，或规则包文件夹的路径")
@click.option("--select", "select", multiple=True, metavar="规则", help="只用这些规则：规则号或类别")
@click.option("--ignore", "ignore", multiple=True, metavar="规则", help="不用这些规则：规则号或类别")
@click.option("--year", type=click.IntRange(1990, 2100), metavar="年份", help="报告所评的年度，代替识别出的年度")
@click.option("--kind", type=click.Choice(["narrative", "table", "combined"]), help="文种，代替识别出的文种")
@click.option("--config", metavar="文件", help="用这个设置文件，代替从报告所在文件夹向上找到的.jixiao.yaml")
@click.option("--no-config", is_flag=True, help="不用任何.jixiao.yaml")
def annotate(
    path: str,
    output: str,
    pack: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    year: int | None,
    kind: Any,
    config: str | None,
    no_config: bool,
) -> None:
    """把审核意见写成批注，加在报告副本的原文处。

    Word文件加批注，PDF文件加高亮和附注，Excel文件加单元格批注和底色；其余内容不变，原文件不会改动。
    其他格式请用jixiao check --format html。

    \b
    退出码：0 已写出；2 用法或规则包有误，文件未能读取、不能加批注，或有规则执行出错。
    """
    from checker.batch.run import review_planned
    from checker.render.annotate import write

    if not Path(path).exists():
        raise ReadError("missing", f"{path}：文件不存在", "请核对路径")
    refuse_overwriting(output, [path])
    plan = _plans([path], pack, select, ignore, None, config, no_config).plan(path)
    done = review_planned(path, plan, year=year, kind=kind)
    if done.review is None:
        raise done.error or ReadError("damaged", "文件未能读取")
    write(Path(path), done.review, Path(output))
    count = len(done.review.findings)
    said = f"已加入{count}条意见" if count else "没有审核意见，写出的文件与原文件相同"
    said += f"（另有{len(done.review.waived)}条已豁免，没有加入）" if done.review.waived else ""
    click.echo(f"{said}：{output}", err=True)
    for failed in done.review.crashed:
        click.echo(f"{failed.rule}：{failed.reason}。", err=True)
    if done.review.crashed:
        click.get_current_context().exit(2)


app.add_command(rules)
app.add_command(explain_rule)


def main(args: Sequence[str] | None = None) -> None:
    """The console script. Expected failures end in one Chinese sentence on standard error and their exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a C locale may not be able to write every character of a report: never die of that.
        if hasattr(stream, "reconfigure"):
            encoding = None if (stream.encoding or "").lower().startswith("utf") or stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    try:
        sys.exit(app.main(args, prog_name="jixiao", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"错误：{explain(error)}", err=True)
        if isinstance(error, click.UsageError) and error.ctx is not None:
            click.echo(f"用“{error.ctx.command_path} --help”查看用法。", err=True)
        sys.exit(2)
    except JixiaoError as error:
        click.echo(f"错误：{error}。", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever reads our output has gone (jixiao … | head): nothing is left to say, and no traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
