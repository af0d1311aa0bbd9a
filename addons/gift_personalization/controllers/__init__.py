from . import (
    again,
    catalogue,
    correction,
    designer,
    moderation,
    portal,
    portal_pin,
    portal_silence,
    production,
    saved,
    saved_pages,
    shop,
)
