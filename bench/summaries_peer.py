"""Run the peer (TextRank of sumy) over sentences, in an environment of its own.

Run by that environment's Python, so nothing of this project is imported: reads ``{"lang", "documents"}``
from stdin, ``documents`` being lists of sentences, and writes for each the indexes of its sentences, best
first. The words of English are NLTK's, stemmed and without sumy's stop words, those of Chinese jieba's, as
sumy takes them.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import warnings
from typing import Any

REQUIREMENTS = ("sumy==0.13.0", "jieba==0.42.1", "numpy>=2", "setuptools<81")
"""jieba asks for pkg_resources, which later versions of setuptools leave out."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")


class Words:
    """Cuts a sentence into words; sumy's own way for English would first fetch data for cutting sentences."""

    def __init__(self, lang: str) -> None:
        if lang == "zh":
            import jieba

            jieba.setLogLevel(logging.ERROR)
            self._cut: Any = jieba.cut
        else:
            from nltk.tokenize import NLTKWordTokenizer  # type: ignore[import-not-found]

            self._cut = NLTKWordTokenizer().tokenize

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """As sumy asks for them."""
        return tuple(word for word in self._cut(sentence) if _WORD.fullmatch(word))


def main() -> None:
    """Rank the sentences of the documents on stdin."""
    warnings.simplefilter("ignore")
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # type: ignore[import-not-found]
    from sumy.nlp.stemmers import Stemmer, null_stemmer  # type: ignore[import-not-found]
    from sumy.summarizers.text_rank import TextRankSummarizer  # type: ignore[import-not-found]
    from sumy.utils import get_stop_words  # type: ignore[import-not-found]

    job = json.load(sys.stdin)
    name = {"zh": "chinese", "en": "english"}[job["lang"]]
    words = Words(job["lang"])
    summarizer = TextRankSummarizer(Stemmer(name) if job["lang"] == "en" else null_stemmer)
    summarizer.stop_words = get_stop_words(name)
    ranked = []
    for document in job["documents"]:
        sentences = [Sentence(text, words) for text in document]
        ratings = summarizer.rate_sentences(ObjectDocumentModel([Paragraph(sentences)])) if sentences else {}
        scores = [float(ratings[sentence]) for sentence in sentences]
        ranked.append(sorted(range(len(scores)), key=lambda i: -scores[i]))
    json.dump(ranked, sys.stdout)


if __name__ == "__main__":
    main()
