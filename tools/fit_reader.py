"""Fit the reader: the encoder's upper layers, over a question and a passage as one text.

    python -m tools.fit_reader --examples 20000 --plain --output one.npz
    python -m tools.fit_reader --examples 26000 --output three.npz
    python -m tools.fit_reader --begin one.npz two.npz three.npz --written 0.6 --output four.npz

``tools/build_reader.py`` makes what is shipped of two that go on like the third line (the model card says
which); docs/architecture.md has its figures. The lower layers stay as they
are. Each token of the passage gets a logit of beginning and one of ending an answer, and the question's
first token both of there being none (Devlin et al. 2019, BERT, "SQuAD v2.0"). A quarter of the articles is
left out and measured on: how often the likeliest sentence is one that holds an accepted answer, and how
well it tells what is answered (AUROC).

One thread, some 70 CPU minutes each and 7 GB; the same numbers on the same machine. Needs the ``dev`` and
``models`` extras.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from tools.build_encoder import read
from tools.encoder_graph import fitted_tensors
from tools.encoder_source import Array, Source
from tools.fit_answer import auroc
from tools.reader_finance import events, reports
from tools.reader_sets import (
    OF_AWAY,
    Lower,
    Pair,
    away,
    held_out,
    of_sentences,
    pairs,
    sets,
    together,
    tokens,
)
from tools.reader_written import written as written_tasks
from tools.reader_written import written_pairs

LOWER = 6
"""So many of the encoder's layers are left as they are."""

BATCH = 8
RATE = 2e-4
RISING = 1000
"""The rate rises over so many examples,"""
FALLING = 0.3
"""and falls to nothing in this last share of them."""
LONGEST = 512
"""Tokens of a question and a passage; longer ones are left out."""
HEAD = 5.0
"""What is new learns so many times as fast."""
DROPPED = 0.1
LOOK = 4000


class Layer(nn.Module):  # type: ignore[misc]  # torch is optional, its types are not read
    """A post-LayerNorm layer of BERT over texts of ``lengths`` laid end to end, (sum of lengths, hidden)."""

    def __init__(self, hidden: int, wide: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.ao = nn.Linear(hidden, hidden)
        self.aln = nn.LayerNorm(hidden, epsilon)
        self.fi = nn.Linear(hidden, wide)
        self.fo = nn.Linear(wide, hidden)
        self.oln = nn.LayerNorm(hidden, epsilon)

    def forward(self, x: Tensor, lengths: list[int]) -> Tensor:
        """Return the same shape."""
        mixed = []
        for part in self.qkv(x).split(lengths):
            q, k, v = part.view(len(part), 3, self.heads, -1).permute(1, 2, 0, 3).contiguous()
            near = torch.bmm(q, k.transpose(1, 2)) * q.shape[-1] ** -0.5  # half of what fused attention takes
            mixed.append(torch.bmm(near.softmax(-1), v).transpose(0, 1).reshape(len(part), -1))
        y = self.aln(x + self.ao(torch.cat(mixed)))
        wide = self.fo(functional.gelu(self.fi(y)))
        return self.oln(y + functional.dropout(wide, DROPPED, self.training))


class Reader(nn.Module):  # type: ignore[misc]
    """The layers from ``first`` on, begun with the encoder's, and the head."""

    def __init__(self, source: Source, first: int) -> None:
        super().__init__()
        wide = len(source.tensors[f"l{first}.fi.b"])
        self.layers = nn.ModuleList(
            Layer(source.hidden, wide, source.heads, source.epsilon) for _ in range(first, source.layers)
        )
        self.sides = nn.Parameter(torch.zeros(2, source.hidden))
        self.head = nn.Linear(source.hidden, 2)
        nn.init.normal_(self.head.weight, std=0.02)
        self.take(source.tensors, first)

    def take(self, tensors: Mapping[str, Array], first: int) -> None:
        """Take the layers from ``first`` on, named as in ``Source``, and what is new if it is among them."""
        given = {name: torch.from_numpy(np.array(values)) for name, values in tensors.items()}
        with torch.no_grad():
            if "sides" in given:
                self.sides.copy_(given["sides"])
                self.head.weight.copy_(given["head.w"])
                self.head.bias.copy_(given["head.b"])
            for number, layer in enumerate(self.layers, first):
                for end, full in (("w", "weight"), ("b", "bias")):
                    getattr(layer.qkv, full).copy_(torch.cat([given[f"l{number}.{n}.{end}"] for n in "qkv"]))
                    for name in ("ao", "aln", "fi", "fo", "oln"):
                        getattr(getattr(layer, name), full).copy_(given[f"l{number}.{name}.{end}"])

    def forward(self, states: Sequence[Tensor], asked: Sequence[int]) -> list[Tensor]:
        """Return logits (1 + p, 2) for each (q + p, hidden), q of them the question's: of none, then p's."""
        lengths = [len(part) for part in states]
        x = torch.cat(list(states))
        sides = torch.cat(
            [torch.arange(len(part)) >= q for part, q in zip(states, asked, strict=True)]
        ).long()
        x = x + self.sides[sides]
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.layers:
                x = layer(x, lengths)
        logits = self.head(functional.dropout(x.float(), DROPPED, self.training)).split(lengths)
        return [torch.cat([part[:1], part[q:]]) for part, q in zip(logits, asked, strict=True)]


def read_pairs(reader: Reader, lower: Lower, chosen: Sequence[Pair]) -> list[Tensor]:
    """Return for each pair the logits of no answer and of the passage's tokens with content, (1 + c, 2)."""
    states = [torch.from_numpy(lower.states(pair.question, pair.passage)).float() for pair in chosen]
    asked = [len(tokens(pair.question, "query").ids) - 1 for pair in chosen]
    made = []
    for pair, logits in zip(chosen, reader(states, asked), strict=True):
        rows = torch.from_numpy(tokens(pair.passage, "passage").rows + 1)
        made.append(torch.cat([logits[:1], logits[rows]]))
    return made


def loss(logits: Tensor, pair: Pair) -> Tensor:
    """Minus the log chance that an answer begins, and ends, where an accepted one does, or nowhere."""
    starts = [first + 1 for first, _ in pair.answers] or [0]
    ends = [last + 1 for _, last in pair.answers] or [0]
    whole = torch.logsumexp(logits, 0)
    return (whole.sum() - torch.logsumexp(logits[starts, 0], 0) - torch.logsumexp(logits[ends, 1], 0)) / 2


def drawn_pairs(held: bool, seed: int, *, plain: bool = False, written: float = 0.0) -> list[Pair]:
    """Return the pairs of the articles that are held out, or of the others, in an order made by the seed.

    ``plain`` leaves out those of ``reader_finance.py``, and the changed ones (``reader_sets.pairs``). A share
    ``written`` of them is of ``reader_written.py``: all that there are, and so many of the others.
    """
    drawn = Random(seed)
    made = [*pairs(held, drawn, plain=plain)]
    if not plain:
        made += [*events(held, drawn), *reports(held, drawn)]
        for task in sets().values():
            kept = [n for n, at in enumerate(task.articles) if held_out(task.titles[at]) == held]
            made += away(task, kept, drawn, named=False)
    made = [pair for pair in made if len(together(pair.question, pair.passage)) <= LONGEST]
    drawn.shuffle(made)
    if written:
        own = [*written_pairs(held)]
        for task in written_tasks(held):
            own += away(task, range(len(task.paragraphs)), drawn, named=True)
        made = [*own, *made[: round(len(own) * (1 - written) / written)]]
        drawn.shuffle(made)
    return made


def fit(
    reader: Reader, lower: Lower, examples: int, *, rate: float, seed: int, plain: bool, written: float
) -> Iterator[tuple[int, float]]:
    """Fit on so many examples, as ``drawn_pairs``; yield how many and their mean loss every ``LOOK``."""
    new = [reader.sides, *reader.head.parameters()]
    groups = [{"params": list(reader.layers.parameters()), "by": 1.0}, {"params": new, "by": HEAD}]
    optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    seen, epoch, waiting, losses = 0, seed, list[Pair](), list[float]()
    while seen < examples:
        if len(waiting) < BATCH:
            waiting += drawn_pairs(held=False, seed=epoch, plain=plain, written=written)
            epoch += 1
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        rising, falling = (seen + BATCH) / RISING, (examples - seen) / (examples * FALLING)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, rising, falling) * group["by"]
        made = read_pairs(reader, lower, batch)
        mean = torch.stack([loss(logits, pair) for logits, pair in zip(made, batch, strict=True)]).mean()
        optimiser.zero_grad()
        mean.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        losses.append(mean.item())
        seen += len(batch)
        if seen // LOOK > (seen - len(batch)) // LOOK or seen >= examples:
            yield seen, float(np.mean(losses))
            losses = []


def of_each_sentence(logits: NDArray[np.float32], passage: str) -> NDArray[np.float64]:
    """Return how much likelier an answer stands in each sentence than nowhere: mean log of begin and end."""
    own = logits[1:] - logits[:1]
    scores = [np.logaddexp.reduce(own[part], axis=0).mean() for part in of_sentences(passage)]
    return np.array(scores, np.float64)


def mean_of(fits: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    """Return the mean of each tensor over several fits."""
    return {
        name: np.stack([one[name] for one in fits]).mean(axis=0, dtype=np.float64).astype(np.float32)
        for name in fits[0]
    }


@torch.no_grad()  # type: ignore[untyped-decorator]
def measure(reader: Reader, lower: Lower, chosen: Sequence[Pair]) -> None:
    """Print for each set how often the first sentence is right, and the AUROC of what is answered."""
    reader.eval()
    first: dict[str, list[bool]] = {}
    best: dict[str, list[tuple[float, bool]]] = {}
    for pair in chosen:
        (logits,) = read_pairs(reader, lower, [pair])
        scores = of_each_sentence(logits.numpy(), pair.passage)
        best.setdefault(pair.set, []).append((float(scores.max()), bool(pair.answers)))
        if pair.answers:
            part = of_sentences(pair.passage)[int(scores.argmax())]
            begins = any(part.start <= row < part.stop for row, _ in pair.answers)
            first.setdefault(pair.set, []).append(begins)
    reader.train()
    for name, found in best.items():
        if name.endswith(OF_AWAY):  # beside those that are answered
            found = found + [one for one in best.get(name.removesuffix(OF_AWAY), ()) if one[1]]
        scored, answered = np.array([score for score, _ in found]), np.array([right for _, right in found])
        area = auroc(scored, answered) if 0 < answered.sum() < len(answered) else float("nan")
        right = first.get(name, [])
        share = np.mean(right) if right else float("nan")
        print(f"  {name}: first {share:.3f} of {len(right)}, AUROC {area:.3f} of {len(found)}", flush=True)


def main() -> None:
    """Fit, measure, and write the tensors."""
    parser = argparse.ArgumentParser(prog="tools.fit_reader", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--from", dest="source", type=Path, help="as of tools.build_encoder")
    parser.add_argument("--examples", type=int, default=26_000, help="pairs fitted on, in epochs (26,000)")
    parser.add_argument("--plain", action="store_true", help="questions as they are, of no finance")
    parser.add_argument(
        "--begin", type=Path, nargs="+", help="go on from the mean of fits, or from a reader.onnx"
    )
    parser.add_argument("--written", type=float, default=0.0, help="share of tools/reader_written (0)")
    parser.add_argument("--rate", type=float, default=RATE, help=f"the highest rate ({RATE})")
    parser.add_argument("--seed", type=int, default=0, help="what the first epoch is drawn by (0)")
    parser.add_argument("--threads", type=int, default=1, help="a last digit may change with them (1)")
    parser.add_argument("--output", type=Path, help="where the tensors are written, .npz")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    lower = Lower(LOWER)
    reader = Reader(read(options.source), LOWER)
    if options.begin and options.begin[0].suffix == ".onnx":
        reader.take(fitted_tensors(options.begin[0].read_bytes(), LOWER), LOWER)
    elif options.begin:
        begun = mean_of([dict(np.load(path)) for path in options.begin])
        reader.load_state_dict({name: torch.from_numpy(values) for name, values in begun.items()})
    held = drawn_pairs(held=True, seed=0, written=options.written)
    steps = fit(
        reader,
        lower,
        options.examples,
        rate=options.rate,
        seed=options.seed,
        plain=options.plain,
        written=options.written,
    )
    for seen, lost in steps:
        print(f"{seen} examples, loss {lost:.3f}", flush=True)
        measure(reader, lower, held if seen >= options.examples else held[:400])
    if options.output:
        np.savez(options.output, **{name: values.numpy() for name, values in reader.state_dict().items()})


if __name__ == "__main__":
    main()
