"""Trained weights → the ONNX file that ships, checked against the network it came from.

The graph takes `pieces`, `features`, `attention` int64 [batch, pieces] and `first` int64 [batch, words] (each word's
first piece) and gives `roles` [batch, words, 7], `links` [batch, words, words], `tags`, `arcs`, `relations`, `names`.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from communique.annotate.words import FEATURES
from training.labels import NAMES, RELATIONS, ROLES, TAGS
from training.network import Reader
from training.train import base_folder, load_base


class Graph(nn.Module):
    """The network as the runtime calls it, through the library's own BERT so that the optimizer knows its pattern."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pieces: Tensor, features: Tensor, attention: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        r = self.reader
        embedded = r.encoder.embeddings.word_embeddings(pieces) + r.features(features)
        hidden = r.encoder(inputs_embeds=embedded, attention_mask=attention, output_hidden_states=True).hidden_states
        index = first[:, :, None].expand(-1, -1, 384)
        last = [h.gather(1, index) for h in hidden[-3:]]
        weights = r.mix.softmax(0)
        return r.heads(last[-1], weights[0] * last[0] + weights[1] * last[1] + weights[2] * last[2])


OUTPUTS = ("roles", "links", "tags", "arcs", "relations", "names")


def load(path: Path) -> Reader:
    """The network with the weights of `path`, on plain (eager) attention, in evaluation mode."""
    reader, _ = load_base()
    reader.load_state_dict(torch.load(path, weights_only=True))
    reader.encoder.set_attn_implementation("eager")
    return reader.eval()


def export(reader: Reader, folder: Path) -> Path:
    """Writes `reader.fp32.onnx`, attention fused, into `folder`."""
    raw, fused = folder / "reader.raw.onnx", folder / "reader.fp32.onnx"
    sample = (
        torch.full((2, 12), 1012),
        torch.zeros(2, 12, dtype=torch.long),
        torch.ones(2, 12, dtype=torch.long),
        torch.arange(1, 8).repeat(2, 1),
    )
    axes = {n: {0: "batch", 1: "pieces"} for n in ("pieces", "features", "attention")} | {
        "first": {0: "batch", 1: "words"}
    }
    axes |= {n: {0: "batch", 1: "words"} | ({2: "words"} if n in ("links", "arcs") else {}) for n in OUTPUTS}
    torch.onnx.export(
        Graph(reader),
        sample,
        str(raw),
        input_names=["pieces", "features", "attention", "first"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    model = optimizer.optimize_model(
        str(raw), model_type="bert", num_heads=12, hidden_size=384, opt_level=1, optimization_options=options
    )
    print("fused:", model.get_fused_operator_statistics())
    model.save_model_to_file(str(fused))
    raw.unlink()
    return fused


def quantize(fused: Path) -> Path:
    """Writes the 8-bit graph beside the fused one.

    Plain products keep 8-bit weights in blocks of 128 and quantise activations a block at a time; embeddings and fused
    attention are quantised per channel. Activations quantised a tensor at a time flip twice as many labels.
    """
    out, half = fused.with_name("reader.onnx"), fused.with_name("reader.half.onnx")
    settings = DefaultWeightOnlyQuantConfig(block_size=128, is_symmetric=True, accuracy_level=4, bits=8)
    blocks = MatMulNBitsQuantizer(onnx.load(str(fused)), algo_config=settings)
    blocks.process()
    blocks.model.save_model_to_file(str(half))
    quantize_dynamic(
        str(half),
        str(out),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["Gather", "Attention"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    half.unlink()
    return out


def compare(a: Path, b: Path) -> dict[str, float]:
    """The share of words whose best role, tag and name are the same in two graphs, on random pieces."""
    import onnxruntime as ort

    rng = np.random.default_rng(0)
    feed = {
        "pieces": rng.integers(1000, 20000, (4, 96)),
        "features": rng.integers(0, FEATURES, (4, 96)),
        "attention": np.ones((4, 96), np.int64),
        "first": np.tile(np.arange(1, 90), (4, 1)),
    }
    one, two = (dict(zip(OUTPUTS, ort.InferenceSession(str(p)).run(None, feed), strict=True)) for p in (a, b))
    return {k: float((one[k].argmax(-1) == two[k].argmax(-1)).mean()) for k in ("roles", "tags", "names")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("out/reader.pt"))
    parser.add_argument("--folder", type=Path, default=Path("out"))
    parser.add_argument("--install", type=Path, default=None, help="copy the files into this resources folder")
    args = parser.parse_args()
    reader = load(args.weights)
    with torch.no_grad():
        fused = export(reader, args.folder)
    small = quantize(fused)
    print("agreement of fp32 and int8:", compare(fused, small))
    labels = {
        "roles": ROLES,
        "tags": TAGS,
        "relations": RELATIONS,
        "names": NAMES,
        "transitions": np.round(reader.transitions.detach().numpy(), 5).tolist(),
    }
    (args.folder / "reader.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    if args.install:
        args.install.mkdir(parents=True, exist_ok=True)
        shutil.copy(small, args.install / "reader.onnx")
        shutil.copy(args.folder / "reader.json", args.install / "reader.json")
        shutil.copy(base_folder() / "tokenizer.json", args.install / "tokenizer.json")
    print({p.name: p.stat().st_size for p in (fused, small)})


if __name__ == "__main__":
    main()
