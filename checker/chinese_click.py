"""click in Chinese: its commands' help pages and its errors, in the words that our users read."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import click


class _Chinese:
    """What commands and groups share."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示本帮助"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [item for item in self.get_params(ctx) if isinstance(item, click.Option)]  # type: ignore[attr-defined]
        rows = [row for option in options if (row := option.get_help_record(ctx))]
        _write_section(formatter, "选项", [(name, about.replace("[required]", "（必填）")) for name, about in rows])


class Command(_Chinese, click.Command):
    """A command whose help is Chinese. It keeps the order in which options were given (see `given_options`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            order = self.make_parser(ctx).parse_args(args=list(args))[2]
            ctx.meta[_ORDER] = tuple(parameter.name for parameter in order)
        return super().parse_args(ctx, args)


class Group(_Chinese, click.Group):
    """A group of commands whose help is Chinese."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        commands = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        _write_section(formatter, "命令", [(name, command.get_short_help_str(200)) for name, command in commands])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"没有命令“{args[0]}”{nearest(args[0], self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)


Group.group_class = Group


def _write_section(formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write_paragraph()
        formatter.write(f"{heading}：\n")
        with formatter.indentation():
            formatter.write_dl(rows)


_ORDER = "checker.chinese_click.order"


def given_options(ctx: click.Context) -> tuple[str, ...]:
    """The names of the parameters of a command in the order in which the user gave them, repeated ones included."""
    order: tuple[str, ...] = ctx.meta.get(_ORDER, ())
    return order


def nearest(name: str, names: Sequence[str]) -> str:
    """，是否想用“check”？ where one of the names is near, else nothing."""
    near = difflib.get_close_matches(name, names, 1)
    return f"，是否想用“{near[0]}”？" if near else ""


def explain(error: click.ClickException) -> str:
    """click's own error as one Chinese sentence with what to do."""
    if isinstance(error, click.NoSuchOption):
        near = f"，是否想用“{error.possibilities[0]}”？" if error.possibilities else ""
        return f"没有选项“{error.option_name}”{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”后面缺少取值，或取值不应当有"
    parameter = error.param if isinstance(error, click.BadParameter) else None
    name = _name_of(parameter)
    if isinstance(error, click.MissingParameter):
        return f"缺少{name}"
    if isinstance(error, click.BadParameter):
        if parameter is not None and isinstance(parameter.type, click.Choice):
            return f"{name}的取值只能是：{'、'.join(map(str, parameter.type.choices))}"
        if parameter is not None and isinstance(parameter.type, click.types.IntParamType):
            return f"{name}的取值应当是整数（{_limits(parameter.type)}）"
        return f"{name}有误：{error.message}"
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return "多出了参数：" + error.message.partition("(")[2].rstrip(")")
    return error.message


def _name_of(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "参数"
    if isinstance(parameter, click.Option):
        return f"选项“{parameter.opts[-1]}”"
    return f"参数“{parameter.human_readable_name}”"


def _limits(kind: object) -> str:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    return f"{low}到{high}" if low is not None and high is not None else "不限"
