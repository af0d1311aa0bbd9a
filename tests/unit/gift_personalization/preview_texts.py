"""Random texts and zones per family of scripts, for comparing the browser's guess."""

import random

WORDS = {
    "latin": """
        Anna Müller Toy AVATAR fiancée office waffle Łukasz Žofie
        Tête-à-tête O'Neill & 2024 12.05. love, forever! “Yes”
        Ærøskøbing Größe naïve Wolfgang Typography To Va P.S. (xoxo)
        I'm 50% #1 Nguyễn İstanbul Ťava jiffy affluent
    """,
    "cyrillic": """
        Анна Олександр любов навсегда, Київ! Москва ёлка щука Їжак
        «Да» 2024 год. мама-папа Григорий Тата Цветы жёлтый съезд №
        Владимир
    """,
    "greek": """
        Άννα αγάπη για πάντα, Αθήνα! Γιώργος Ελλάδα ευτυχία 2024
        μητέρα-πατέρας «Ναι» ψυχή ξένος
    """,
    "arabic": """
        محمد فاطمة الحب إلى الأبد، عائلة سعيد لا 2024 ٢٠٢٤ مبروك!
        أحمد الله بسم كل عام وأنتم بخير مُحَمَّد (نور) هديّة
    """,
    "hebrew": """
        שלום אהבה לנצח, משפחת כהן 2024 מזל-טוב! אמא אבא יום הולדת
        שמח (דוד) שָׁלוֹם ירושלים צה״ל
    """,
    "devanagari": """
        नमस्ते प्यार हमेशा, परिवार शर्मा २०२४ 2024 क्षत्रिय श्रीमती
        जन्मदिन मुबारक! माँ पिता-जी ज्ञान विश्वास
    """,
    "cjk": """
        我爱你 永远、 生日快乐！ 家庭 （上海） 北京2024年 「朋友」 妈妈 新年好。
        こんにちは ありがとう カード ー です
    """,
    "mixed": """
        Anna שלום 2024 محمد Müller (אמא) love, أحمد Київ 我爱你 100%
        Αθήνα नमस्ते to
    """,
}
FONTS = {
    "latin": [
        "playfair-display", "eb-garamond", "montserrat", "lato", "oswald", "dancing-script",
        "great-vibes", "pacifico", "caveat", "amatic-sc", "cinzel", "pinyon-script",
    ],
    "cyrillic": ["playfair-display", "montserrat", "eb-garamond", "lato", "cinzel", "noto-sans"],
    "greek": ["eb-garamond", "lato", "noto-sans"],
    "arabic": ["amiri", "cairo", "montserrat"],
    "hebrew": ["frank-ruhl-libre", "heebo", "lato"],
    "devanagari": ["noto-sans-devanagari", "montserrat"],
    "cjk": ["noto-sans-sc", "lato"],
    "mixed": ["noto-sans", "montserrat"],
}  # fmt: skip
FAMILIES = tuple(WORDS)


def random_case(family, rng):
    """Return (text, name of the face, zone) of one random entry."""
    words = WORDS[family].split()
    count = rng.choice((1, 1, 2, 3, 4, 6, 9, 12))
    text = " ".join(rng.choice(words) for _ in range(count))
    several = rng.random() < 0.7
    if several and count > 3 and rng.random() < 0.3:
        text = text.replace(" ", "\n", 1)
    height = rng.randrange(6_000, 45_000)
    zone = {
        "type": "multiline" if several else "text",
        "width_um": rng.randrange(20_000, 120_000),
        "height_um": height,
        "max_size_um": rng.randrange(6_000, 30_000),
        "min_size_um": rng.choice((1_500, 2_000, 3_005)),
        "align": rng.choice(("start", "center", "end")),
        "valign": rng.choice(("top", "middle", "bottom")),
        "fit": "fixed" if rng.random() < 0.1 else "shrink",
        "line_height_permille": rng.choice((1_000, 1_200, 1_450)),
        "tracking_permille": rng.choice((0, 0, 0, 50, 120)),
        "case": "upper" if rng.random() < 0.15 else "none",
        "max_lines": rng.choice((2, 4, 6)) if several else 1,
    }
    return text, rng.choice(FONTS[family]), zone


def random_cases(family, count):
    """Return ``count`` cases of a family, always the same ones."""
    rng = random.Random(f"preview {family}")
    return [random_case(family, rng) for _ in range(count)]
