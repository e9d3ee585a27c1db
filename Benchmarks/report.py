"""Renders results as Markdown: one table for each number of groups."""

from statistics import median

from contenders import STEPS, SUMS


def table(count, contenders, runs, stores):
    """`runs[name]` is a list, one entry a repetition, of {step: Measurement};
    `stores[name]` the sizes of the store in MB."""
    names = [each.name for each in contenders]
    has_plumb = "plumb" in names
    rows = [["", *names] + (["plumb : fastest peer"] if has_plumb else [])]
    rows.append(["---"] + ["---:"] * (len(rows[0]) - 1))
    for title, steps in step_groups():
        cells = {name: seconds(runs[name], steps) for name in names}
        rows.append([title] + [time_cell(cells[name], runs[name], steps) for name in names]
                    + ([ratio({name: median(times) for name, times in cells.items() if times})]
                       if has_plumb else []))
    sizes = {name: median(each) for name, each in stores.items() if each}
    rows.append(["store on disk"] + [f"{sizes[name]:.1f} MB" if name in sizes else "–"
                                     for name in names] + ([ratio(sizes)] if has_plumb else []))
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"### {count:,} security groups\n\n{lines}\n"


def step_groups():
    return [(title, (step,)) for step, title in STEPS.items()] + list(SUMS.items())


def seconds(runs, steps):
    """The time of `steps` together in each repetition. A sum takes what steps the tool has, but
    has none without its last, the answer; a single step that it lacks is empty."""
    if steps[-1] not in runs[0]:
        return []
    return [sum(run[step].seconds for step in steps if step in run) for run in runs]


def time_cell(times, runs, steps):
    if not times:
        return "–"
    peak = max(median(run[step].peak_megabytes for run in runs) for step in steps
               if step in runs[0])
    return f"{median(times):.2f} s ({min(times):.2f}–{max(times):.2f}), {peak:.0f} MB"


def ratio(values):
    """plumb's value in proportion to the lowest of the others, with who that is."""
    peers = {name: value for name, value in values.items() if name != "plumb"}
    if "plumb" not in values or not peers:
        return "–"
    best = min(peers, key=peers.get)
    return f"{values['plumb'] / peers[best]:.3g} ({best})"
