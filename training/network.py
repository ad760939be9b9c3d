"""The reader: a MiniLM encoder with word features, and heads for roles, links, tags, heads, relations and names.

Word pieces in; per word of the window out: role emissions [W, 7], link scores [W, W], tag logits, arc scores [W, W],
relation logits, name logits. Position 0 of every [W, W] row's scores is the word itself for a root.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from communique.annotate.words import FEATURES
from training.labels import NAMES, RELATIONS, ROLES, TAGS

LINK = 128


class Pairs(nn.Module):
    """Biaffine scores of every word (row) with every word (column), with a learnt bias for their distance."""

    def __init__(self, width: int, size: int, reach: int = 32) -> None:
        super().__init__()
        self.row, self.column = nn.Linear(width, size), nn.Linear(width, size)
        self.product = nn.Parameter(torch.eye(size + 1, size) * (size**-0.5))
        self.distance = nn.Parameter(torch.zeros(2 * reach + 1))
        self.reach = reach

    def forward(self, words: Tensor) -> Tensor:
        row, column = F.gelu(self.row(words)), F.gelu(self.column(words))
        weighted = torch.matmul(row, self.product[:-1]) + self.product[-1]
        scores = torch.matmul(weighted, column.transpose(1, 2))
        place = torch.arange(words.shape[1])
        apart = (place[None, :] - place[:, None]).clamp(-self.reach, self.reach) + self.reach
        return scores + self.distance[apart]


class Reader(nn.Module):
    """Encoder and heads; `encoder` is a BertModel, used as the holder of its parameters."""

    def __init__(self, encoder: nn.Module, width: int = 384) -> None:
        super().__init__()
        self.encoder = encoder
        self.features = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.roles = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, len(ROLES)))
        self.links = Pairs(width, LINK)
        self.tags = nn.Linear(width, len(TAGS))
        self.arcs = Pairs(width, LINK)
        self.relations = nn.Linear(width, len(RELATIONS))
        self.names = nn.Sequential(nn.Linear(width, width // 2), nn.GELU(), nn.Linear(width // 2, len(NAMES)))
        self.transitions = nn.Parameter(torch.zeros(len(ROLES), len(ROLES)))
        self.mix = nn.Parameter(torch.zeros(3))  # of the last three layers, for syntax

    def heads(self, last: Tensor, mixed: Tensor) -> tuple[Tensor, ...]:
        return (
            self.roles(last),
            self.links(last),
            self.tags(mixed),
            self.arcs(mixed),
            self.relations(mixed),
            self.names(last),
        )


_KEEP: list[Tensor] = []


def drop(x: Tensor, rate: float) -> Tensor:
    """Dropout from a pool of ready masks: drawing fresh ones costs a tenth of a step on a CPU."""
    if rate == 0 or not torch.is_grad_enabled():
        return x
    if not _KEEP:
        _KEEP.append(((torch.rand(1 << 24) > rate).float() / (1 - rate)).to(torch.bfloat16))
    pool, n = _KEEP[0], x.numel()
    start = int(torch.randint(0, pool.numel() - n, (1,)))
    return x * pool[start : start + n].view(x.shape)


def encode(reader: Reader, pieces: Tensor, features: Tensor, lengths: Tensor, rate: float = 0.1) -> list[Tensor]:
    """Hidden states of every layer, bfloat16 [batch, pieces, width]; the forward of BERT written out for CPU speed."""
    e = reader.encoder.embeddings
    x = e.word_embeddings(pieces) + e.position_embeddings.weight[: pieces.shape[1]] + e.token_type_embeddings.weight[0]
    x = drop(e.LayerNorm(x + reader.features(features)).to(torch.bfloat16), rate)
    batch, length, width = x.shape
    mask = torch.zeros(batch, 1, 1, length, dtype=torch.bfloat16)
    mask.masked_fill_((torch.arange(length)[None] >= lengths[:, None])[:, None, None], -1e4)
    out = []
    low = torch.bfloat16
    for layer in reader.encoder.encoder.layer:
        a = layer.attention.self
        weight = torch.cat([a.query.weight, a.key.weight, a.value.weight]).to(low)
        bias = torch.cat([a.query.bias, a.key.bias, a.value.bias]).to(low)
        q, k, v = F.linear(x, weight, bias).view(batch, length, 3, 12, 32).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q, k.transpose(-1, -2)) * (32**-0.5) + mask
        context = torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(batch, length, width)
        for inner, output in ((context, layer.attention.output), (None, layer.output)):
            if inner is None:
                dense = layer.intermediate.dense
                inner = F.gelu(F.linear(x, dense.weight.to(low), dense.bias.to(low)))
            h = drop(F.linear(inner, output.dense.weight.to(low), output.dense.bias.to(low)), rate)
            n = output.LayerNorm
            x = F.layer_norm(h + x, (width,), n.weight.to(low), n.bias.to(low), 1e-12)
        out.append(x)
    return out


def words_of(reader: Reader, layers: list[Tensor], first: Tensor) -> tuple[Tensor, Tensor]:
    """The last layer and the mix of the last three, float32, gathered at each word's first piece [batch, words]."""
    batch, length, width = layers[-1].shape
    flat = (first + torch.arange(batch)[:, None] * length).flatten()
    last = [layer.reshape(-1, width).index_select(0, flat).float().view(batch, -1, width) for layer in layers[-3:]]
    weights = reader.mix.softmax(0)
    return last[-1], weights[0] * last[0] + weights[1] * last[1] + weights[2] * last[2]


def crf_loss(emissions: Tensor, transitions: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
    """Negative log-likelihood of `gold` [batch, words] under a linear-chain CRF, a mean over words."""
    lengths = mask.sum(1).long()
    score = emissions.gather(2, gold[:, :, None]).squeeze(2)
    step = transitions[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]
    total = (score * mask).sum(1) + step.sum(1)
    alpha, history = emissions[:, 0], []
    history.append(alpha)
    for t in range(1, emissions.shape[1]):
        alpha = torch.logsumexp(alpha[:, :, None] + transitions[None], dim=1) + emissions[:, t]
        history.append(alpha)
    final = torch.stack(history, 1)[torch.arange(len(lengths)), (lengths - 1).clamp(min=0)]
    return (torch.logsumexp(final, -1) - total).sum() / mask.sum()
