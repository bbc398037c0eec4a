"""PDF → cells with their labels and their place → the facts of a sheet, still as printed."""
