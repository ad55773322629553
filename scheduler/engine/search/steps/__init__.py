"""The steps of a part's search, functions of a `PartSearch`: each betters its rota or bounds it."""
