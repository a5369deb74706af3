"""A county's printed list of matters, from a workbook or CSV to the pack's own tables.

    workbook | grid -> columns -> rows -> meaning -> listing -> toml

What is printed is kept as printed. Nothing is guessed in silence: whatever was read in another way
than it stands, or could not be read, is a `Doubt` at its row and column.
"""
