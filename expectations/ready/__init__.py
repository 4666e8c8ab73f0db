"""The competencies and the four role profiles that come with the product, as files."""
