def paint_glyph(face, gid):
    return ()
