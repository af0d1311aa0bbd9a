"""Reports as Excel workbooks: describe one with `model`, write it with :func:`writer.write`."""
