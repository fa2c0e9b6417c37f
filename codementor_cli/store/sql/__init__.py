"""What the stores in SQL databases share: rows from values and back, the statements that read, and the store itself."""
