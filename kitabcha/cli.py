"""The command line. The only module that prints or exits.

Exit codes: 0 all is made; 1 something could not be made (the message says what and how to mend it); 2 wrong use of the
command; 3 made, but with warnings, when ``--strict`` was given.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kitabcha import __version__
from kitabcha.edition import EDITIONS
from kitabcha.errors import KitabchaError, LanguageError
from kitabcha.output import fault_of_disk
from kitabcha.paper import SHEETS

if TYPE_CHECKING:
    from kitabcha.project import Project

OK, FAILED, USAGE, WARNED = range(4)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: as typed after ``kitabcha``; those of the process if None.

    Returns:
        The exit code.
    """
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except KitabchaError as error:
        print(f"kitabcha: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"kitabcha: {fault_of_disk(error)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("kitabcha: stopped; nothing half-done was left in the results.", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kitabcha", description="Build printed and on-screen guides in many languages."
    )
    parser.add_argument("--version", action="version", version=f"kitabcha {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser(
        "build",
        help="make every edition in every language",
        description="Make every edition in every language, or those that you choose: kitabcha build -l ur -e html",
        epilog=f"Exit codes: {OK} all is made, {FAILED} something could not be made, {USAGE} wrong use of the command, "
        f"{WARNED} made with warnings (--strict).",
    )
    _takes_a_guide(build, _build)
    _repeatable(
        build, "-e", "--edition", choices=EDITIONS, metavar="E", help=f"only this edition: {', '.join(EDITIONS)}"
    )
    _repeatable(
        build,
        "--paper",
        choices=tuple(SHEETS),
        type=str.lower,
        metavar="P",
        help=f"only this paper: {', '.join(SHEETS)}",
    )
    build.add_argument("-o", "--out", type=Path, default=Path("build"), help="the output folder (build)")
    build.add_argument("--strict", action="store_true", help=f"exit with {WARNED} when there are warnings")

    bundle = commands.add_parser("bundle", help="pack everything that was built into one zip file for a USB stick")
    bundle.add_argument(
        "source", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="the guide; here by default"
    )
    bundle.add_argument("-o", "--out", type=Path, default=Path("build"), help="the output folder of the build (build)")
    bundle.set_defaults(run=_bundle)

    catalogs = commands.add_parser("catalogs", help="look after the translations")
    tasks = catalogs.add_subparsers(required=True, metavar="TASK")
    _takes_a_guide(tasks.add_parser("update", help="take new and changed sentences into the catalogs"), _update)
    _takes_a_guide(tasks.add_parser("stats", help="count what is translated, fuzzy and untranslated"), _stats)

    doctor = commands.add_parser("doctor", help="show versions and fonts, and what is missing")
    doctor.set_defaults(run=_doctor)
    return parser


def _takes_a_guide(command: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    command.add_argument(
        "source", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="the guide; here by default"
    )
    _repeatable(command, "-l", "--language", metavar="L", help="only this language, by its tag such as ur")
    command.set_defaults(run=run)


def _repeatable(command: argparse.ArgumentParser, *names: str, help: str, **more: Any) -> None:
    command.add_argument(*names, action="append", default=[], help=f"{help} (repeatable)", **more)


def _build(given: argparse.Namespace) -> int:
    from kitabcha.build import STEPS, build
    from kitabcha.project import open_project
    from kitabcha.work import Result

    def progress(tag: str, step: int, what: str) -> None:
        print(f"[{step}/{STEPS}] {tag}: {what}", flush=True)

    project = open_project(given.source)
    done = build(
        project,
        languages=given.language,
        editions=given.edition,
        papers=given.paper,
        out=given.out.resolve(),
        progress=progress,
    )

    def report(result: Result) -> None:
        for warning in result.warnings:
            print(f"{result.tag}: {warning}", file=sys.stderr)
        if result.error:
            print(f"kitabcha: {result.tag}: {result.error}", file=sys.stderr)
        elif result.fresh:
            print(f"{result.tag}: nothing has changed")
        else:
            print(f"{result.tag}: {len(result.files)} files in {result.seconds:.1f} s")

    for result in done.results:
        report(result)
    if done.failed:
        return FAILED
    front, pdf = done.out / "html" / "index.html", done.out / "pdf"
    places = [f"open {_short(front)}"] * front.is_file() + [f"PDF files are in {_short(pdf)}"] * pdf.is_dir()
    print(f"The results are in {_short(done.out)}: {'; '.join(places)}.")
    return WARNED if given.strict and any(result.warnings for result in done.results) else OK


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _bundle(given: argparse.Namespace) -> int:
    from kitabcha.bundle import write_bundle
    from kitabcha.edition import edition
    from kitabcha.project import open_project

    project = open_project(given.source)
    editions = [edition(project.config, project.source, tag=tag) for tag in project.languages]
    made = write_bundle(given.out.resolve(), editions)
    print(f"Everything is in {_short(made)} ({made.stat().st_size / 1e6:.1f} MB).")
    return OK


def _update(given: argparse.Namespace) -> int:
    from kitabcha.catalogs.update import update
    from kitabcha.project import open_project

    project = open_project(given.source)
    tags = _translated(project, given.language)
    for change in update(project.folder, project.source, project.locale_dirs[0], tags):
        if change.added or change.gone or change.fuzzy:
            counts = f"{change.added} new, {change.fuzzy} to look at again, {change.gone} no longer used"
            print(f"{_short(change.path)}: {counts}")
    print(f"The catalogs are up to date in {_short(project.locale_dirs[0])}.")
    return OK


def _translated(project: Project, wanted: Sequence[str]) -> list[str]:
    """Choose languages that have catalogs: all but the one that the guide is written in."""
    tags = [tag for tag in project.chosen(wanted) if tag in project.translations]
    if not tags:
        raise LanguageError(
            f"The guide is written in {project.config.kitabcha_source_language}, which needs no catalogs.",
            where=str(project.folder / "conf.py"),
            hint="choose a language that it is translated into, or add one to kitabcha_languages.",
        )
    return tags


def _stats(given: argparse.Namespace) -> int:
    from kitabcha.catalogs.stats import Counts, count_language
    from kitabcha.project import open_project

    project = open_project(given.source)
    counted = {tag: count_language(project.locale_dirs[0], tag) for tag in _translated(project, given.language)}
    if not any(counted.values()):
        print("There are no catalogs yet: kitabcha catalogs update makes them.")
        return OK
    print(f"{'':20} {'translated':>10} {'fuzzy':>7} {'untranslated':>13} {'reviewed':>9}")
    for tag, documents in counted.items():
        total = sum(documents.values(), Counts())
        rows = {
            **{f"  {name}": counts for name, counts in documents.items()},
            f"{tag} ({total.share_translated:.0%})": total,
        }
        for name, counts in rows.items():
            print(f"{name:20} {counts.translated:10} {counts.fuzzy:7} {counts.untranslated:13} {counts.reviewed:9}")
    return OK


def _doctor(given: argparse.Namespace) -> int:
    from kitabcha.doctor import examine

    findings = examine()
    for finding in findings:
        print(f"{'ok     ' if finding.good else 'MISSING'} {finding.what}: {finding.found}")
        if not finding.good:
            print(f"        To mend it: {finding.cure}")
    return OK if all(finding.good for finding in findings) else FAILED
