"""`moderation models card`: put measured figures into a version's card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moderation.cli.program import example
from moderation.cli.settings import Settings, pass_settings
from moderation.errors import InputError

if TYPE_CHECKING:
    from moderation.learning.benchmarks import Report


@example(
    "moderation models card comments-minilm/1.1.0 report.json",
    "moderation models card comments-minilm/1.1.0 report.json --seed s2.json --seed s3.json "
    "--baseline word-list.json",
)
@click.command("card")
@click.argument("version", metavar="NAME/VERSION")
@click.argument("report", type=click.Path(path_type=Path))
@click.option(
    "--seed",
    "seeds",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The report of a training that differs in its seed only; may be given again.",
)
@click.option(
    "--baseline",
    "baselines",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The report of something simpler to compare with; may be given again.",
)
@pass_settings
def card(
    settings: Settings,
    version: str,
    report: Path,
    seeds: tuple[Path, ...],
    baselines: tuple[Path, ...],
) -> None:
    """Put the figures of REPORT into the card of a version.

    REPORT and the other files are written by `moderation evaluate --benchmarks CORPORA --json
    FILE`. Figures that the card has already are replaced; all else in it stays.
    """
    from moderation.artifacts import find_folder
    from moderation.classifiers.catalog import model_roots
    from moderation.learning.benchmarks import over_seeds
    from moderation.learning.evidence import Evidence, write_evidence

    shipped = _read(report)
    others = [_read(path) for path in seeds]
    evidence = Evidence(
        shipped=shipped,
        seeds=over_seeds([shipped, *others]) if others else None,
        trainings=1 + len(others),
        baselines={path.stem: _read(path) for path in baselines},
    )
    folder = find_folder(version, model_roots(settings.config().models_dir))
    click.echo(f"Wrote {write_evidence(folder, evidence)}")


def _read(path: Path) -> Report:
    from moderation.learning.benchmarks import Report

    again = "Write it anew: moderation evaluate --benchmarks CORPORA --json FILE"
    try:
        return Report.from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", next_step=again) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} is no report of benchmarks ({type(error).__name__}: {error})", next_step=again
        ) from None
