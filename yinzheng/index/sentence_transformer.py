"""Any sentence-transformers model as an encoder, with its own prompts; needs the ``models`` extra."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from yinzheng.errors import EncoderError
from yinzheng.index.centre import Centres, Role
from yinzheng.index.encoder import FOLDING, TokenStates, content_tokens, fold_but_case

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

_PROMPTS: dict[Role, tuple[str, ...]] = {"query": ("query",), "passage": ("document", "passage", "corpus")}
"""Where ``encode_query`` and ``encode_document`` look for a role's prompt, in this order."""


class SentenceTransformerEncoder:
    """A sentence-transformers model by name (downloaded on first use) or folder.

    Weights are read from safetensors only, and code that comes with a model is not run. Texts longer
    than ``longest`` tokens, prompt and special tokens included, are cut there by the model. Safe to use
    from several threads: they wait for each other, as its tokenizer cannot be borrowed twice.
    """

    def __init__(self, model: str, *, threads: int | None = None) -> None:
        self.name = model
        self.centres: Centres | None = None
        self._threads = threads
        self._lock = RLock()
        self._model = _load(model)
        self._tokenizer: Any = getattr(self._model, "tokenizer", None)
        self._prompts = {role: _prompt(self._model, names) for role, names in _PROMPTS.items()}
        self.longest: int | None = self._model.max_seq_length
        self.fingerprint = _fingerprint(self._model, self._tokenizer)
        self.dimension = int(self.encode(["."], "query").shape[1])

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        """Return one L2-normalised, uncentred row for each text, float32 of shape (n, dimension)."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        folded = [fold_but_case(text).text.strip() for text in texts]
        with self._lock, self._cores(len(texts)):
            vectors = np.asarray(self._encode(role, folded, normalize_embeddings=True), np.float32)
        if not np.isfinite(vectors).all():
            raise EncoderError(f"the model {self.name} gave a vector that is not finite: use another model")
        return vectors

    def count_tokens(self, text: str) -> int:
        """Return how many tokens the folded text has, without prompt and special tokens."""
        folded = fold_but_case(text).text
        with self._lock:
            if not hasattr(self._tokenizer, "tokenize"):  # a bare tokenizers.Tokenizer: static embeddings
                return len(self._tokenizer.encode(folded, add_special_tokens=False).ids)
            return len(self._tokenizer.tokenize(folded))

    def readings(self, question: str, texts: Sequence[str]) -> None:
        """Return None: such a model reads a question and a text apart."""

    def token_states(self, texts: Sequence[str], role: Role) -> list[TokenStates] | None:
        """Return the raw token embeddings of each text's content tokens, and where they stand.

        None for models whose tokenizer cannot tell where its tokens stand, and for those whose
        input is more than prompt and text.
        """
        if not getattr(self._tokenizer, "is_fast", False):
            return None
        folded = [fold_but_case(text) for text in texts]
        prompt = self._prompts[role]
        # Some versions strip what they are given: without its leading space the offsets always hold.
        bare = [each.text.strip() for each in folded]
        with self._lock, self._cores(len(texts)):
            outputs = self._encode(role, bare, output_value=None)
        result = []
        for each, text, output in zip(folded, bare, outputs, strict=True):
            parsed = self._tokenizer(
                prompt + text, truncation=True, max_length=self.longest, return_offsets_mapping=True
            )
            mask = output["attention_mask"].bool()
            if output["input_ids"][mask].tolist() != parsed["input_ids"]:
                return None
            shift = len(each.text) - len(each.text.lstrip()) - len(prompt)
            offsets = [
                (start + shift, end + shift) if end > len(prompt) else (0, 0)
                for start, end in parsed["offset_mapping"]
            ]
            rows, spans = content_tokens(each, offsets)
            states = output["token_embeddings"][mask][rows].float().cpu().numpy()
            result.append(TokenStates(states, spans))
        return result

    def _encode(self, role: Role, texts: list[str], **options: Any) -> Any:
        encode = self._model.encode_query if role == "query" else self._model.encode_document
        return encode(texts, show_progress_bar=False, **options)

    @contextmanager
    def _cores(self, texts: int) -> Iterator[None]:
        """One thread for a single text, as many as allowed for more; torch's setting is put back."""
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(1 if texts == 1 else self._threads or before)
        try:
            yield
        finally:
            torch.set_num_threads(before)


def _load(model: str) -> SentenceTransformer:
    try:
        from huggingface_hub.utils import logging as hub_logging
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise EncoderError(
            f"the model {model} needs sentence-transformers: pip install 'yinzheng[models]'"
        ) from error
    logging.disable_progress_bar()  # of loading weights; that of a download stays
    logging.set_verbosity_error()
    hub_logging.set_verbosity_error()  # a line for every retry, where one at the end is enough
    try:
        return SentenceTransformer(model, model_kwargs={"use_safetensors": True})
    except Exception as error:  # hub, file, format and network errors share no base but Exception
        reason = " ".join(str(error).split()) or type(error).__name__
        reason = reason if len(reason) <= 200 else reason[:200] + "…"
        raise EncoderError(
            f"the model {model} cannot be loaded ({reason}): "
            "give a sentence-transformers folder, or a model's name with the network on"
        ) from error


def _prompt(model: SentenceTransformer, names: tuple[str, ...]) -> str:
    return next((model.prompts[name] for name in names if name in model.prompts), "") or ""


def _fingerprint(model: SentenceTransformer, tokenizer: Any) -> str:
    """Digest of all that decides a vector: weights, modules and their settings, tokenizer, prompts."""
    import torch

    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().data)
    backend = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if hasattr(backend, "to_str"):
        digest.update(backend.to_str().encode())
    elif hasattr(tokenizer, "get_vocab"):
        digest.update(json.dumps(sorted(tokenizer.get_vocab().items())).encode())
    settings = [
        [type(module).__name__, module.get_config_dict() if hasattr(module, "get_config_dict") else None]
        for module in model
    ]
    about = [settings, model.prompts, model.max_seq_length, model.truncate_dim, FOLDING]
    digest.update(json.dumps(about, sort_keys=True, default=str).encode())
    return digest.hexdigest()[:16]
