"""The command line: each command reads as the pipeline; a command imports only what it needs."""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from sitegen.problems import FORMATS, MistakesFound, Problem, tally

HERE = Path(__file__).resolve().parent.parent
"""The repository: whatever a practice's own folder lacks comes from here."""


_NOT_OUR_FAULT = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}
"""Full, closed and broken disks: a trace of our code would tell nobody anything."""


_held: list[object] = []
"""What needn't be let go of before the process ends."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 good, 1 mistakes, 2 a command misused."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except MistakesFound as found:
        return _tell(found.problems, options)
    except OSError as error:
        if error.errno not in _NOT_OUR_FAULT:
            raise
        place = error.filename or "the disk"
        print(f"{place}: {error.strerror}. Nothing new was published.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = _command(
        commands, "build", _build, "build the site; mistakes leave the last one as it is"
    )
    build.add_argument("--out", type=Path, default=Path("dist/site"), help="where to (dist/site)")
    build.add_argument(
        "--cache", type=Path, metavar="DIR",
        help="where to keep what the next build can use (.cache/build in the practice's folder)",
    )  # fmt: skip
    build.add_argument("--timings", action="store_true", help="say how long each stage took")

    _command(commands, "check", _check, "tell every mistake, write nothing")

    serve = _command(commands, "serve", _serve, "build, serve on this machine, follow changes")
    serve.add_argument("--out", type=Path, default=Path("dist/site"), help="where to (dist/site)")
    serve.add_argument("--port", type=int, default=8000, help="on which port (8000)")

    serve.add_argument(
        "--plain", action="store_true", help="as it will be published: without the live preview"
    )

    package = _command(commands, "package", _package, "write the contact function's package")
    package.add_argument(
        "--out", type=Path, default=Path("dist/function"), help="where to (dist/function)"
    )
    _messages(commands)
    return parser


def _day(text: str) -> dt.date:
    """A day that a site can be built for. Raises ArgumentTypeError for another."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-11-23") from None
    if not 2000 <= day.year < 2200:
        raise argparse.ArgumentTypeError(f"{text} is too far from today")
    return day


def _messages(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "what waits in the contact stack; send it again"
    parser = commands.add_parser("messages", help=words, description=words)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="how many wait where, and for how long")
    again = actions.add_parser("redrive", help="put resting messages into the queue again")
    for action, name in ((listing, "show"), (again, "redrive")):
        action.add_argument("--stack", default="contact", help="the stack's name (contact)")
        action.set_defaults(run=partial(_messages_do, name))
    again.add_argument(
        "--from", dest="place", choices=("dead", "quarantine"), default="dead",
        help="which ones: dead letters, or what is in quarantine (dead)",
    )  # fmt: skip
    again.add_argument("--most", type=int, default=100_000, help="how many at most (all)")


def _messages_do(name: str, options: argparse.Namespace) -> int:
    from sitegen import messages

    return int(getattr(messages, name)(options))


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(run=run)
    parser.add_argument(
        "--root", type=Path, default=HERE, metavar="DIR",
        help="the practice's folder with content/ and therapists/ (this repository)",
    )  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, default="text", help="how mistakes are told")
    parser.add_argument(
        "--today", type=_day, default=None, metavar="YYYY-MM-DD",
        help="the day to build for (today)",
    )  # fmt: skip
    return parser


def _build(options: argparse.Namespace) -> int:
    from sitegen.pipeline import build
    from sitegen.progress import Progress
    from sitegen.workers import tidying
    from sitegen.write import RefusedOutput

    root, out, today, cache = options.root, options.out, options.today, options.cache
    progress = Progress.on_terminal()
    try:
        with tidying(False):
            built = build(root, out, today=today, progress=progress, cache=cache)
            _held[:] = [built]
    except RefusedOutput as refused:
        print(refused, file=sys.stderr)
        return 1
    _tell(built.problems, options)
    if options.format == "text":
        changes = built.changes
        print(
            f"Built {built.pages} pages into {options.out}/ "
            f"({changes.written} written, {changes.kept} unchanged, {changes.dropped} dropped)."
        )
    if options.timings:
        for name, seconds in progress.seconds.items():
            print(f"{seconds:8.3f} s  {name}", file=sys.stderr)
    return 0


def _check(options: argparse.Namespace) -> int:
    from sitegen.pipeline import check
    from sitegen.progress import Progress

    problems = check(options.root, today=options.today, progress=Progress.on_terminal())
    status = _tell(problems, options)
    if options.format == "text" and not problems:
        print("No mistakes.")
    return status


def _serve(options: argparse.Namespace) -> int:
    from sitegen.serve import serve

    root, out, today = options.root, options.out, options.today
    return serve(root, out, port=options.port, today=today, plain=options.plain)


def _package(options: argparse.Namespace) -> int:
    from sitegen import reading
    from sitegen.package import package

    site, assets, warnings = reading.read_site(options.root, today=options.today)
    package(site, reading.renderer(options.root, site, assets), options.out)
    _tell(warnings, options)
    print(f"Wrote the contact function with its private contract into {options.out}/.")
    return 0


def _tell(problems: Iterable[Problem], options: argparse.Namespace) -> int:
    """Print the problems, as JSON even when there are none. Returns 1 when one is an error."""
    problems = list(problems)
    if problems or options.format == "json":
        print(FORMATS[options.format](problems))
    if problems and options.format == "text":
        print(f"\n{tally(problems)}.", file=sys.stderr)
    return int(any(problem.severity == "error" for problem in problems))
