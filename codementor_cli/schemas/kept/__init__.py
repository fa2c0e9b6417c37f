"""Values that are kept and read back: one lossless codec, and the format of an export."""
