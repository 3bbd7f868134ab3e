"""Names in Latin letters as patterns, for grammars that look for one beside their own words.

They hold words with capitals alone, so they are looked for where case counts.
"""

WORD = r"[A-Z](?:[\w&'’-]|\.(?=\w))*(?:(?<=Inc)\.|(?<=Corp)\.|(?<=Ltd)\.|(?<=Co)\.|(?<=\b[A-Z])\.)?"
"""A word of a name, without a full stop that ends the sentence."""

PERSON = rf"{WORD}(?: (?:de|van|von|al|{WORD})){{0,3}}"
FIRM = rf"{WORD}(?: (?:of |& )?(?:{WORD}|plc))*"
FIRMS = (
    rf"{FIRM}(?:, (?:and )?(?:existing investors? |the )?{FIRM}| and (?:existing investors? |the )?{FIRM})*"
)
PEOPLE = rf"{PERSON}(?:, (?:and )?{PERSON}| and {PERSON}| & {PERSON})*"
