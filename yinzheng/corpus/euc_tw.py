"""Decode EUC-TW, for which Python has no codec: CNS 11643 planes 1 and 2, by way of Big5.

The two planes hold the characters of Big5 in nearly the same order, so a table of runs says it all.
"""

from __future__ import annotations

import re

# (first cell of the plane, first cell of Big5, how many), cells counted from 0 in reading order: 94 to a row
# of a plane, 157 to a row of Big5. Measured against the EUC-TW converter of the GNU C library.
_RUNS: dict[int, tuple[tuple[int, int, int], ...]] = {
    1: (
        (0, 0, 5),
        (6, 6, 15),
        (21, 23, 2),
        (24, 22, 1),
        (29, 29, 44),
        (73, 74, 1),
        (74, 73, 1),
        (75, 75, 22),
        (98, 98, 1),
        (100, 100, 27),
        (127, 128, 1),
        (128, 127, 1),
        (129, 129, 19),
        (148, 149, 1),
        (149, 148, 1),
        (150, 150, 4),
        (155, 21, 1),
        (156, 158, 2),
        (158, 158, 76),
        (282, 234, 29),
        (312, 264, 1),
        (314, 266, 142),
        (470, 6101, 20),
        (3290, 471, 1412),
        (4702, 1884, 424),
        (5126, 1883, 1),
        (5127, 2308, 1876),
        (7003, 4571, 1),
        (7004, 4184, 387),
        (7391, 4572, 525),
        (7916, 5286, 1),
        (7917, 5097, 105),
        (8023, 5203, 83),
        (8106, 5287, 84),
        (8190, 5517, 1),
        (8191, 5371, 54),
        (8245, 5426, 1),
        (8246, 5425, 1),
        (8247, 5427, 90),
        (8337, 5518, 354),
    ),
    2: (
        (0, 6280, 10),
        (10, 6291, 33),
        (43, 6372, 1),
        (44, 6324, 48),
        (92, 6373, 46),
        (138, 6586, 1),
        (139, 6419, 167),
        (306, 6587, 1840),
        (2146, 9074, 1),
        (2147, 8428, 108),
        (2255, 8537, 537),
        (2792, 8427, 1),
        (2793, 9075, 100),
        (2893, 8536, 1),
        (2894, 9175, 399),
        (3293, 9575, 1637),
        (4930, 11761, 1),
        (4931, 11212, 146),
        (5077, 11899, 1),
        (5078, 11358, 287),
        (5365, 12508, 1),
        (5366, 11645, 116),
        (5482, 11762, 137),
        (5619, 11900, 104),
        (5723, 12425, 1),
        (5724, 12004, 222),
        (5946, 12227, 198),
        (6144, 12426, 82),
        (6226, 12509, 86),
        (6312, 12226, 1),
        (6313, 12595, 8),
        (6321, 12604, 153),
        (6474, 12758, 56),
        (6530, 13114, 1),
        (6531, 12814, 113),
        (6644, 12603, 1),
        (6645, 12927, 142),
        (6787, 12757, 1),
        (6788, 13069, 45),
        (6833, 13115, 71),
        (6904, 13380, 1),
        (6905, 13186, 194),
        (7099, 13381, 490),
        (7589, 13914, 1),
        (7590, 13871, 43),
        (7633, 13915, 1),
        (7634, 13917, 11),
        (7645, 13916, 1),
        (7646, 13928, 4),
    ),
}

_CHARACTER = re.compile(rb"[\x00-\x7f]+|[\xa1-\xfe]{2}|\x8e[\xa1-\xb0][\xa1-\xfe]{2}|.", re.DOTALL)


def decode_euc_tw(data: bytes) -> str:
    """The text of EUC-TW ``data``; U+FFFD for bytes that are wrong and characters that Big5 lacks."""
    return "".join(map(_decoded, _CHARACTER.findall(data)))


def _decoded(code: bytes) -> str:
    if code[0] < 0x80:
        return code.decode("ascii")
    if len(code) == 4:
        return _TABLE.get((code[1] - 0xA0, code[2], code[3]), "\ufffd")
    return _TABLE.get((1, code[0], code[1]), "\ufffd") if len(code) == 2 else "\ufffd"


def _table() -> dict[tuple[int, int, int], str]:
    """(plane, row byte, cell byte) → character."""
    table: dict[tuple[int, int, int], str] = {}
    for plane, runs in _RUNS.items():
        for first, big5, count in runs:
            for i in range(count):
                row, cell = divmod(first + i, 94)
                high, low = divmod(big5 + i, 157)
                pair = bytes([0xA1 + high, low + (0x40 if low < 63 else 0xA1 - 63)])
                for codec in ("big5", "cp950"):  # the second has seven characters more
                    try:
                        table[plane, 0xA1 + row, 0xA1 + cell] = pair.decode(codec)
                    except UnicodeDecodeError:
                        continue
                    break
    return table


_TABLE = _table()
