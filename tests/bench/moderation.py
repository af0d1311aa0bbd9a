"""Time of searching a text for the shipped words. Run: scripts/py tests/bench/moderation.py"""

import importlib
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
lists = importlib.import_module("moderation_lists").lists
Matcher = importlib.import_module("gift_moderation.matcher").Matcher

TEXTS = {
    "Latin": "Happy birthday dear Anna, may all your dreams come true in this new year and many"
    " more to come! With love from Peter, Susan, Michael and all the family in Scunthorpe, 12 May."
    " Take care of you!",
    "Cyrillic": "С днём рождения, дорогая Анна! Пусть все твои мечты сбудутся в этом новом году. С"
    " любовью, мама, папа и вся семья из Москвы. Поздравляем от всей души и желаем здоровья!",
    "Arabic": "كل عام وأنت بخير يا آنا العزيزة، نتمنى لك سنة مليئة بالسعادة والنجاح والصحة،",
    "hostile": "f**a1s$ o " * 20,
}


def main():
    started = time.perf_counter()
    matcher = Matcher(lists.load_entries(), lists.load_names())
    sys.stdout.write(f"build {1000 * (time.perf_counter() - started):.0f} ms\n")
    for name, text in TEXTS.items():
        text = (text * 4)[:200]
        times = []
        for _round in range(200):
            started = time.perf_counter()
            matcher.find(text)
            times.append(1000 * (time.perf_counter() - started))
        sys.stdout.write(f"{name:10}{statistics.median(times):6.2f} ms median of 200 characters\n")


if __name__ == "__main__":
    main()
