"""Click in the user's language: headings, help texts and usage errors through the catalogue."""

from __future__ import annotations

import copy
import difflib
import os
import re
from collections.abc import Sequence
from typing import Any

import click

from engine.locale.words import LANGUAGES, N_, Tr, tr

OPTIONS = N_("[TÙY CHỌN]")
COMMANDS = N_("LỆNH [THAM SỐ]…")
_HELP = N_("Hiện hướng dẫn này rồi thoát.")
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_QUOTED = re.compile(r"'(.*)'", re.DOTALL)
_state = {"lang": "vi"}


def language() -> str:
    """Return the language of this run."""
    return _state["lang"]


def speak(lang: str) -> None:
    """Set the language of this run."""
    _state["lang"] = lang


def words() -> Tr:
    """Return the translator of this run."""
    return tr(language())


def wanted_language(args: Sequence[str]) -> str:
    """Return the language asked for before click has read anything: help and errors are spoken in it too."""
    named = [os.environ.get("HOSO_LANG", "")]
    for number, item in enumerate(args):
        if item == "--":
            break
        if item == "--lang" and number + 1 < len(args):
            named.append(args[number + 1])
        elif item.startswith("--lang="):
            named.append(item.removeprefix("--lang="))
    fitting = [lang for lang in named if lang in LANGUAGES]
    return fitting[-1] if fitting else "vi"


class Option(click.Option):
    """An option whose help is a msgid."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the help of this option, translated."""
        return _record(self, ctx)


def _record(option: click.Option, ctx: click.Context) -> tuple[str, str] | None:
    twin = copy.copy(option)
    twin.metavar = words()(option.metavar) if option.metavar else None
    twin.help = words()(_HELP if option.name in {"help", "_click_default_help"} else option.help or "")
    if option.required:  # click would add its own «[required]»
        twin.required, twin.help = False, f"{twin.help} {words()('(bắt buộc)')}"
    if isinstance(option.type, click.IntRange):  # and its own «[1<=x<=9]»
        bounds = words()("(từ {low} đến {high})").format(low=option.type.min, high=option.type.max)
        twin.type, twin.help = click.INT, f"{twin.help.rstrip('.')} {bounds}."
    return click.Option.get_help_record(twin, ctx)


class _Spoken:
    """What commands and groups share: usage, help text and options in the user's language."""

    def format_usage(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _ = words()
        pieces = " ".join(_(piece) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Cách dùng:") + " ")

    def format_help_text(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the help text."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words()(self.help or ""))

    def format_options(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then, for a group, its commands."""
        records = [_record(item, ctx) for item in self.get_params(ctx) if isinstance(item, click.Option)]
        with formatter.section(words()("Tùy chọn")):
            formatter.write_dl([record for record in records if record])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the examples as they stand, line by line."""
        if self.epilog:
            formatter.write_paragraph()
            for line in words()(self.epilog).splitlines():
                formatter.write(line + "\n")


class Command(_Spoken, click.Command):
    """A command that speaks the user's language."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """Return the first sentence of the help."""
        return _first_sentence(self.help)


class Group(_Spoken, click.Group):
    """A group that speaks the user's language."""

    command_class = Command
    group_class = type

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """Return the first sentence of the help."""
        return _first_sentence(self.help)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with one line each."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str()) for name, command in found if command]
        with formatter.section(words()("Lệnh")):
            formatter.write_dl(rows)


def _first_sentence(text: str | None) -> str:
    said = " ".join(words()(text or "").split())
    return said.partition(". ")[0].rstrip(".")


def usage_words(error: click.ClickException) -> tuple[str, str]:
    """Return what is wrong with a command line, and what to do, in the user's language."""
    _ = words()
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "hoso"
    advice = _("Xem cách dùng: {command} --help").format(command=command)
    if isinstance(error, click.NoSuchOption):
        return _("Không có tùy chọn «{name}».").format(name=error.option_name), _did_you_mean(
            error.possibilities
        ) + advice
    if type(error).__name__ == "NoSuchCommand":  # of newer versions of click only
        name = getattr(error, "command_name", "")
        return _("Không có lệnh «{name}».").format(name=name), _did_you_mean(_commands_like(name, error)) + advice
    if isinstance(error, click.MissingParameter):
        return _("Thiếu {what}.").format(what=_parameter(error)), advice
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Path):
        return _no_such_path(error), _("Kiểm tra lại đường dẫn; đường dẫn có dấu cách thì đặt trong ngoặc kép.")
    if isinstance(error, click.BadParameter):
        return _("Giá trị của {what} không dùng được: {why}").format(
            what=_parameter(error), why=_bad_value(error)
        ), advice
    if _EXTRA.match(error.message):
        advice = _("Đường dẫn có dấu cách thì đặt trong ngoặc kép.") + " " + advice
    return _plain_usage(error), advice


def _did_you_mean(near: Sequence[str] | None) -> str:
    return words()("Có phải: {names}?").format(names=", ".join(near)) + " " if near else ""


def _commands_like(name: str, error: click.ClickException) -> list[str]:
    context = getattr(error, "ctx", None)
    known = context.command.list_commands(context) if context and isinstance(context.command, click.Group) else ()
    return difflib.get_close_matches(name, known)


def _no_such_path(error: click.BadParameter) -> str:
    """Name the path: click hands over words of its own, in which it stands in quotation marks."""
    _ = words()
    path = _QUOTED.search(error.message)
    why = _("không có tệp hoặc thư mục này, hoặc không đọc được")
    return (
        f"«{path[1]}»: {why}."
        if path
        else _("Giá trị của {what} không dùng được: {why}").format(what=_parameter(error), why=why)
    )


def _plain_usage(error: click.ClickException) -> str:
    _ = words()
    if isinstance(error, click.BadOptionUsage):
        return _("Tùy chọn {name} dùng chưa đúng.").format(name=error.option_name)
    extra = _EXTRA.match(error.message)
    if extra:
        return _("Thừa tham số «{name}».").format(name=extra[1])
    return _("Dòng lệnh viết chưa đúng.") if language() == "vi" else error.format_message()


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    if isinstance(error.param, click.Option):
        return "/".join(error.param.opts)
    return words()(error.param.make_metavar(error.ctx or click.Context(click.Command("hoso")))).rstrip("…")


def _bad_value(error: click.BadParameter) -> str:
    _ = words()
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return _("chỉ nhận {names}").format(names=", ".join(kind.choices))
    if isinstance(kind, click.IntRange) and kind.min is not None and kind.max is not None:
        return _("phải là số nguyên từ {low} đến {high}").format(low=kind.min, high=kind.max)
    if isinstance(kind, click.types.IntParamType):
        return _("phải là số nguyên")
    if isinstance(kind, click.types.FloatParamType):
        return _("phải là số")
    return error.message
