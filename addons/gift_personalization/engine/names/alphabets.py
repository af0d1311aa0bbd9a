"""What the legacy encodings of spreadsheets can hold, and which languages write with them.

A list of names is too short for statistics, but its letters belong to a language: the encoding in
which they all do is the one that was meant.
"""

LANGUAGES = {
    "cp1252": (
        "äöüßéàè",  # German
        "àâæçéèêëîïôœùûüÿ",  # French
        "áéíóúüñ",  # Spanish
        "ãáàâçéêíóôõú",  # Portuguese
        "àèéìòù",  # Italian
        "æøåéöä",  # Danish, Norwegian, Swedish, Finnish
        "áðéíóúýþæö",  # Icelandic
        "éëïóöü",  # Dutch
    ),
    "cp1250": (
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "čćđšž",  # Croatian, Slovene
        "ăâîşţ",  # Romanian
    ),
    "cp1254": ("çğıöşüâîİ",),  # Turkish
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äöõüšž"),  # Latvian, Lithuanian, Estonian
    "cp1251": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    "cp1253": ("αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",),
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",),
    "mac_roman": ("äöüßéàè", "àâæçéèêëîïôœùûüÿ", "áéíóúüñ", "ãáàâçéêíóôõú", "æøåéöä"),
}
PUNCTUATION = "’‘“”„«»–—…€°·´"
MIXED_PERMILLE = 900  # a list with names of several languages is believed a little less
ODD_CAPITAL, ODD_MIXTURE, ODD_INITIAL = 500, 500, 100
FIRST_GREEK = 0x370


def score(text, encoding):
    """Return how well a decoded text fits the languages of its encoding, in permille.

    Texts of one language count most; punctuation counts for every language.
    """
    letters = [char for char in text if ord(char) > 127 and char not in PUNCTUATION]
    if not letters:
        return 1000
    alphabets = [alphabet + alphabet.upper() for alphabet in LANGUAGES[encoding]]
    best = max(sum(char in alphabet for char in letters) for alphabet in alphabets)
    mixed = sum(any(char in alphabet for alphabet in alphabets) for char in letters)
    fitting = max(1000 * best, MIXED_PERMILLE * mixed) // len(letters)
    return fitting - _oddness(text) // len(letters)


def _oddness(text):
    """Return what hardly any name has: capitals inside, two alphabets in a word, small initials."""
    odd = 0
    for before, after in zip(f" {text}", text, strict=False):
        if before.isascii() and after.isascii():
            continue
        odd += ODD_CAPITAL * (before.islower() and after.isupper())
        odd += ODD_MIXTURE * _is_mixture(before, after)
        odd += ODD_INITIAL * (before.isspace() and after.islower())
    return odd


def _is_mixture(before, after):
    both = before.isalpha() and after.isalpha()
    return both and (ord(before) < FIRST_GREEK) != (ord(after) < FIRST_GREEK)
