"""Images of languages: recipes, builds, and the files in them."""
