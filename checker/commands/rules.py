"""The commands about rules: jixiao rules list, packs, lint, show, test, new, manual, schema, and jixiao explain."""

from __future__ import annotations

from pathlib import Path

import click

from checker.chinese_click import Command, Group, nearest
from checker.commands.shared import Usage, colour, load_pack, refuse_overwriting, say, selection


@click.group("rules", cls=Group)
def rules() -> None:
    """查看、编写和测试规则。"""


@rules.command("list")
@click.option("--pack", default=None, metavar="规则包", help="规则包的名称，或规则包文件夹的路径")
def rules_list(pack: str | None) -> None:
    """列出规则包里的规则。"""
    from checker.render.rules import list_rules

    click.echo(list_rules(load_pack(pack)), nl=False)


@rules.command("packs")
def rules_packs() -> None:
    """列出随附的规则包。"""
    from checker.pack import shipped_packs

    for pack in shipped_packs():
        click.echo(f"{pack.id}  {pack.title}")


@rules.command("lint")
@click.argument("packs", metavar="[规则包…]", nargs=-1)
@click.option("--format", "format", type=click.Choice(["terminal", "json"]), default="terminal", help="输出格式")
@click.pass_context
def rules_lint(ctx: click.Context, packs: tuple[str, ...], format: str) -> None:
    """检查规则包和它的用例有没有写错，每处错误都指出文件、行、列和应当怎样写。

    规则包可以是名称，也可以是文件夹的路径，不写则为mof-2020-10。建议不影响规则包的使用。

    \b
    退出码：0 没有写错；2 有写错的地方。
    """
    from checker.pack import DEFAULT_PACK
    from checker.pack_lint import as_json, lint

    mistakes, hints = lint(packs or (DEFAULT_PACK,))
    if format == "json":
        click.echo(as_json(mistakes, hints), nl=False)
    else:
        for line in (*map(str, mistakes), *(f"{each}（建议）" for each in hints)):
            click.echo(line)
        click.echo(f"{len(mistakes)}处错误，{len(hints)}条建议。")
    ctx.exit(2 if mistakes else 0)


@rules.command("show")
@click.argument("wanted", metavar="[规则号或项…]", nargs=-1)
@click.option("--pack", default=None, metavar="规则包", help="规则包的名称，或规则包文件夹的路径")
def rules_show(wanted: tuple[str, ...], pack: str | None) -> None:
    """显示继承之后实际生效的规则包，每项后面注明它写在哪个文件的哪一行。

    可以只看一条规则（figure/conflict）、一项（facts）或一个词条（执行数）。输出可以存成一个规则包再用。
    """
    from checker.pack import DEFAULT_PACK
    from checker.render.pack import names_in, show_pack

    name = pack or DEFAULT_PACK
    known = names_in(name)
    for each in wanted:
        if each not in known:
            raise Usage(f"规则包{name}里没有“{each}”{nearest(each, known)}")
    click.echo(show_pack(name, wanted), nl=False)


@rules.command("test")
@click.argument("pack", metavar="[规则包]", default=None, required=False)
@click.option("--rule", "chosen", multiple=True, metavar="规则", help="只运行这些规则的用例：规则号或类别")
@click.option("--coverage", is_flag=True, help="还要求每条规则都有给出意见和不给出意见的用例")
@click.option(
    "--format", "format", type=click.Choice(["terminal", "junit", "json"]), default="terminal", help="输出格式"
)
@click.option("--output", metavar="文件", help="写入文件，代替显示在屏幕上")
@click.pass_context
def rules_test(
    ctx: click.Context, pack: str | None, chosen: tuple[str, ...], coverage: bool, format: str, output: str | None
) -> None:
    """运行规则包的用例，检查每条规则该报的报、不该报的不报。

    用例写在规则包的tests文件夹里。规则包可以是名称，也可以是文件夹的路径，不写则为mof-2020-10。

    \b
    退出码：0 全部通过；1 有用例失败，或--coverage要求的用例不全；2 规则包或用例写错，或没有用例。
    """
    from checker.render.rule_tests import as_json, as_junit, as_text
    from checker.rule_test_run import run_pack_tests
    from checker.rule_tests import pack_folder

    refuse_overwriting(output, [])
    loaded = load_pack(pack)
    wanted = selection(loaded, chosen, ())
    run = run_pack_tests(loaded, pack_folder(pack or loaded.id), wanted=wanted, coverage=coverage)
    if format == "terminal":
        text = as_text(run, colour=output is None and colour())
    else:
        text = as_junit(run) if format == "junit" else as_json(run)
    say(text, output)
    ctx.exit(run.exit_code)


@rules.command("new")
@click.argument("folder", metavar="文件夹", type=click.Path())
@click.option("--extends", metavar="规则包", help="继承这个规则包的规则和词语，例如mof-2020-10")
@click.option("--rule", metavar="规则号", help="在已有的规则包里加一条规则，例如local/empty-words")
@click.option(
    "--check",
    "kind",
    metavar="类别",
    help="与--rule一起用，检查的类别：assert、require、forbid、section、table、fact、target等",
)
def rules_new(folder: str, extends: str | None, rule: str | None, kind: str | None) -> None:
    """新建一个规则包，或在规则包里加一条规则：都从带注释的例子开始，从不覆盖已有的文件。"""
    from checker.scaffold import new_pack, new_rule

    if (rule is None) != (kind is None):
        raise Usage("--rule和--check要一起写")
    if rule is not None and extends is not None:
        raise Usage("--extends用于新建规则包，不能与--rule一起写")
    written = new_rule(Path(folder), rule, kind) if rule and kind else new_pack(Path(folder), extends)
    click.echo("".join(f"已写出：{path}\n" for path in written), nl=False)
    click.echo(f"请按其中的注释修改，然后运行“jixiao rules test {folder} --coverage”。")


@rules.command("manual")
@click.argument("pack", metavar="[规则包]", default=None, required=False)
@click.option("--output", required=True, metavar="文件夹", help="写入这个文件夹，没有就新建")
def rules_manual(pack: str | None, output: str) -> None:
    """写出规则手册：每条规则一页（Markdown），查什么、为什么、依据、参数、不通过和通过的例子。

    例子取自规则包的用例，意见由程序现算。规则包不写则为mof-2020-10。
    """
    from checker.render import write_text
    from checker.render.manual import manual

    folder = Path(output)
    if folder.exists() and not folder.is_dir():
        raise Usage(f"“{output}”是文件，请给出文件夹")
    pages = manual(load_pack(pack))
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        write_text(folder / name, page)
    click.echo(f"已写出{len(pages)}页：{output}", err=True)


@rules.command("schema")
@click.option("--settings", is_flag=True, help="写.jixiao.yaml的，代替规则包的")
@click.option("--output", metavar="文件", help="写入文件，代替显示在屏幕上")
def rules_schema(output: str | None, settings: bool) -> None:
    """写出规则包（或.jixiao.yaml）的JSON Schema，供编辑器提示可以写哪些项、各是什么意思。

    在YAML文件的第一行写“# yaml-language-server: $schema=schema.json”，编辑器就会用它。
    """
    from checker.schema import installed_kinds, schema_text, settings_schema_text

    refuse_overwriting(output, [])
    say(settings_schema_text() if settings else schema_text(installed_kinds()), output)


@click.command("explain", cls=Command)
@click.argument("rule", metavar="规则号")
@click.option("--pack", default=None, metavar="规则包", help="规则包的名称，或规则包文件夹的路径")
def explain_rule(rule: str, pack: str | None) -> None:
    """说明一条规则：查什么、为什么、依据、参数，以及不通过和通过的例子。"""
    from checker.render.rules import explain_rule as page
    from checker.rule_tests import tests_of

    loaded = load_pack(pack)
    found = {item.id: item for item in loaded.rules}
    if rule not in found:
        raise Usage(f"规则包{loaded.id}里没有规则“{rule}”{nearest(rule, list(found))}")
    click.echo(page(found[rule], loaded, tests_of(found[rule], loaded)), nl=False)
