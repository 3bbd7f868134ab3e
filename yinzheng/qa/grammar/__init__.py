"""The grammar of quantities and periods: numerals, units, money, dates and how they combine."""
