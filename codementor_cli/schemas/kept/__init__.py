"""What is kept and comes back: one lossless codec, and the formats that are made of it."""
