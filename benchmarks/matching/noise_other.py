"""A second, differently written maker of reports: a check that the matcher has not learned the ways of the first.

Other texts of own measures, other near-duplicates (any telling word replaced by one from elsewhere), other paraphrases
(by leaving out and putting together), letter damage by keyboard neighbours and merged letters, other code habits.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import Final

from benchmarks.matching.noise import LabelledRow, paraphrases
from normalizers.catalogue.model import Catalogue, Measure
from normalizers.linkage.wording import wording

_OWN: Final = (
    "Галын аюулаас урьдчилан сэргийлэх дадлага хийх", "Цахилгаан хэмнэлтийн арга хэмжээ авах", "Байрны засвар үйлчилгээг хийлгэх",
    "Иргэдээс ирсэн саналыг нэгтгэж, дүгнэлт гаргах", "Албан хэрэгцээнд шаардлагатай бараа материалыг нийлүүлэх",
    "Ажилтнуудын дунд ном унших аян өрнүүлэх", "Сонгуулийн зохион байгуулалтын бэлтгэл хангах", "Тамхигүй орчин бүрдүүлэх",
    "Бүртгэлийн ажилтнуудад зориулсан давтан сургалт хийх", "Үйлчлүүлэгчийн эрхийн тухай мэдээлэл өгөх булан ажиллуулах",
    "Ажил үүргийн хуваарийг шинэчилж, хариуцлагыг тодорхой болгох", "Замын хөдөлгөөний аюулгүй байдлын өдөрлөг",
    "Байгууллагын соёл, харилцааны дүрэм боловсруулж мөрдүүлэх", "Сул чөлөөтэй орон тоог зарлаж, шалгалт авах",
    "Дүүргийн онцлогт тохирсон аялал жуулчлалын хөтөлбөр хэрэгжүүлэх", "Эрсдэлийн сангийн зарцуулалтын тайлан гаргах",
    "Гэрээт ажилтнуудын нийгмийн даатгалын шимтгэлийг төлөх", "Удирдлагын шуурхай зөвлөгөөнийг долоо хоног бүр хийх",
    "Албан хаагчдын ур чадварыг дээшлүүлэх сургалтын төлөвлөгөө гаргах", "Мэдээллийн сангийн нөөц хувилбар хадгалах",
)  # fmt: skip
_FOREIGN: Final = (
    "спорт", "соёл", "газар тариалан", "эрүүл мэнд", "боловсрол", "аялал", "барилга", "тээвэр", "усан", "цэрэг", "мал", "ой",
    "цаг агаар", "банк", "даатгал", "архив", "музей", "номын сан", "гудамж", "гэрэл",
)  # fmt: skip
_KEYBOARD: Final = "фцужэнгшүзкъйыбөахролдпячёсмитьвю"
_FRAMES: Final = (
    "{}", "{} ажил хийх", "{} талаар ажиллах", "Улсын хэмжээнд {}", "{} - холбогдох нэгжүүд", "Хуульд заасны дагуу {}", "{} (хэрэгжүүлнэ)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherMaker:
    """Makes reports about one catalogue in another manner than :class:`benchmarks.matching.noise.Maker`."""

    catalogue: Catalogue

    def report(self, name: str, severity: int, rng: random.Random) -> list[LabelledRow]:
        """The rows of one report."""
        plan = rng.choice([measure.plan for measure in self.catalogue.measures])
        pool = [measure for measure in self.catalogue.measures if measure.plan == plan][:45]
        chosen = sorted(rng.sample(range(len(pool)), rng.randint(max(1, len(pool) // 2), len(pool))))[:25]
        if rng.random() < 0.15:
            rng.shuffle(chosen)
        habit = rng.choice(("ok", "ok", "missing", "running", "shifted"))
        rows: list[LabelledRow] = []
        for place in chosen:
            measure = pool[place]
            code = {"ok": measure.code, "missing": "", "running": str(len(rows) + 1)}.get(habit, self._shifted(measure))
            text, kind = self._text(measure, severity, rng)
            rows.append(LabelledRow(name, measure.goal.text, code, text, (measure.key,), kind, severity, habit))
            if rng.random() < 0.12:
                own = rng.choice(_FRAMES).format(rng.choice(_OWN))
                own_code = "" if habit == "missing" else self._shifted(measure)
                rows.append(LabelledRow(name, measure.goal.text, own_code, own, (), "own", severity, habit))
            if rng.random() < 0.05:
                near = self._near(rng.choice(pool), rng)
                rows.append(LabelledRow(name, measure.goal.text, "", near, (), "near", severity, habit))
        headed = rng.random() < 0.5
        return [
            replace(row, text=self.damaged(row.text, severity, rng), goal=row.goal if headed else "") for row in rows
        ]

    def _shifted(self, measure: Measure) -> str:
        level, _, number = measure.code.rpartition(".")
        return f"{level}.{int(number) + 1}" if level and number.isdigit() else measure.code

    def _text(self, measure: Measure, severity: int, rng: random.Random) -> tuple[str, str]:
        listed = paraphrases(measure.key, held_out=True)
        chance = 0.05 + 0.06 * severity
        if listed and rng.random() < chance:
            return rng.choice(listed), "paraphrase"
        words = measure.text.split()
        if rng.random() < chance and len(words) > 6:
            kept = [word for word in words if rng.random() > 0.3]
            return rng.choice(_FRAMES).format(" ".join(kept or words)), "reworded"
        if rng.random() < chance and "," in measure.text:
            clauses = re.split(r",\s*", measure.text)
            return ", ".join(clauses[1:] + clauses[:1]), "reordered"
        return rng.choice(("{};", "{}", "{} ", "- {}", "{}.")).format(measure.text), "single"

    def _near(self, measure: Measure, rng: random.Random) -> str:
        """One telling long word of the measure replaced by a word from another field."""
        words = measure.text.split()
        places = [n for n, word in enumerate(words) if len(word) > 5 and wording(word).stems] or [0]
        words[rng.choice(places)] = rng.choice(_FOREIGN)
        return " ".join(words)

    def damaged(self, text: str, severity: int, rng: random.Random) -> str:
        """The text with the letter damage of this maker."""
        rate = (0.0, 0.004, 0.015, 0.04, 0.09)[severity]
        out = []
        for letter in text:
            chance = rng.random()
            if chance < rate * 0.5 and letter.lower() in _KEYBOARD:
                place = _KEYBOARD.index(letter.lower())
                out.append(_KEYBOARD[(place + rng.choice((-1, 1))) % len(_KEYBOARD)])
            elif chance < rate * 0.7:
                continue
            elif chance < rate * 0.85:
                out.append(letter * 2)
            elif chance < rate and letter == " ":
                out.append("\n")
            else:
                out.append(letter)
        damaged = "".join(out)
        if severity and rng.random() < 0.15:
            damaged = damaged.replace("ө", "о").replace("ү", "у")
        return damaged.upper() if rng.random() < 0.08 else damaged
