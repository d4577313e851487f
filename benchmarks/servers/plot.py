"""Draws the results of benchmarks/servers/run.py. `python plot.py RESULTS.json PLOT.svg`, with matplotlib."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams["svg.fonttype"] = "none"       # text stays text, which keeps the file small

from matplotlib import pyplot  # noqa: E402

COLOURS = {"Bobbin": "#3566a5", "emulation": "#9db8d9", "gevent": "#6f9e57", "asyncio": "#d28b3c"}
PANELS = (("throughput", "requests/s"), ("worst", "99th percentile of latency, ms"))


def bars(axes: Any, groups: list[str], values: dict[str, list[float | None]]) -> None:
    """A group of bars for each number of connections, in it one for each server."""
    width = 0.8 / max(1, len(values))
    for place, (server, heights) in enumerate(values.items()):
        positions = [group + place * width for group in range(len(groups))]
        shown = [height if height is not None else 0.0 for height in heights]
        labels = [f"{height:,.0f}" if height else "" for height in shown]
        drawn = axes.bar(positions, shown, width, label=server, color=COLOURS.get(server))
        axes.bar_label(drawn, labels, fontsize=7, rotation=90, padding=3)
    axes.set_xticks([group + width * (len(values) - 1) / 2 for group in range(len(groups))], groups)
    axes.margins(y=0.2)
    axes.spines[["top", "right"]].set_visible(False)


def draw(results: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """A row of panels for each kind of server: throughput, latency, memory."""
    kinds = list(dict.fromkeys(one["kind"] for one in results["figures"]))
    figure, rows = pyplot.subplots(len(kinds), len(PANELS) + 1, figsize=(14, 4 * len(kinds)), squeeze=False,
                                   width_ratios=[3, 3, 1.4])
    for kind, panels in zip(kinds, rows):
        chosen = [one for one in results["figures"] if one["kind"] == kind]
        counts = list(dict.fromkeys(one["connections"] for one in chosen))
        servers = list(dict.fromkeys(one["server"] for one in chosen))
        for axes, (field, title) in zip(panels, PANELS):
            known = {(one["server"], one["connections"]): one[field] for one in chosen}
            bars(axes, [f"{count:,}" for count in counts],
                 {server: [known.get((server, count)) for count in counts] for server in servers})
            axes.set_title(f"{kind}: {title}")
            axes.set_xlabel("connections")
        memories = [one for one in results["memory"] if one["kind"] == kind]
        drawn = panels[-1].bar([one["server"] for one in memories], [one["each"] for one in memories],
                               color=[COLOURS.get(one["server"]) for one in memories])
        panels[-1].bar_label(drawn, [f"{one['each']:.1f}" for one in memories], fontsize=8)
        panels[-1].set_title("KiB for each idle connection")
        panels[-1].tick_params(axis="x", labelsize=7)
        panels[-1].spines[["top", "right"]].set_visible(False)
    figure.legend(*rows[0][0].get_legend_handles_labels(), loc="upper center", ncols=4, frameon=False)
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    figure.savefig(path)


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
