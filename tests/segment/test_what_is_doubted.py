"""What is doubtful about a reading is said, and costs confidence."""

from __future__ import annotations

import pytest

from qualcode.segment.doubts import KINDS, said

ANSWERS = [
    "Yo lah lamo nian, dari jaman masih ado perahu di sungai itu, budak-budak galak berenang siang malam.",
    "Biasonyo emak yang masak, kami cuma bantu bersihke beras samo nyari kayu ke kebon belakang.",
    "Dak katek, waktu itu galo-galo serbo susah, yang penting pacak makan samo sekolah.",
]
QUESTIONS = ["Sudah lama tinggal di sini?", "Siapa yang masak?", "Ada bantuan waktu itu?"]


def interview(asks="Peneliti", answers="Informan", *, questions=QUESTIONS, told=ANSWERS):
    """Three questions and answers."""
    return "\n".join(f"{asks}: {q}\n{answers}: {a}" for q, a in zip(questions, told, strict=True)) + "\n"


GUIDE = "".join(f"{n}. {q}\n" for n, q in enumerate([*QUESTIONS, "Apa harapan Bapak?", "Siapa yang membantu?"], 1))

CASES = {
    "no_speakers": "\n\n".join(ANSWERS),
    "one_speaker": "".join(f"Peneliti: {words}\n" for words in ANSWERS),
    "no_answers": GUIDE,
    "talkative_interviewer": interview("Peneliti", "Informan", questions=ANSWERS, told=["Iya.", "Belum.", "Entah."])
    * 2,
    "roles_by_questions": interview("Tini", "Ros"),
    "answers_ask": interview(told=["Maksudnya apa?", "Siapa?", "Bantuan apa?"])
    + interview(told=["Apa?", *ANSWERS[1:]]),
    "several": "\n".join(f"Wawancara {n}\n\n{interview()}" for n in (1, 2)),
    "missing_sign": interview() * 2 + f"Peneliti {QUESTIONS[0]}\nInforman: {ANSWERS[0]}\n",
    "misspelt": interview() * 2 + f"Penelitti: {QUESTIONS[0]}\nInforman: {ANSWERS[0]}\n",
    "columns": interview(questions=[f"{words}        kode {n}" for n, words in enumerate(QUESTIONS)]),
    "notes": interview() + "\nCatatan lapangan:\n" + "\n".join(ANSWERS) + "\n",
}


@pytest.mark.parametrize("kind", CASES)
def test_what_looks_wrong_is_doubted(kind, read):
    """The doubt is said in words, and the reading is trusted less than its score."""
    transcript = read(CASES[kind])
    doubt = next((doubt for doubt in transcript.doubts if doubt.kind == kind), None)
    assert doubt is not None, [doubt.kind for doubt in transcript.doubts]
    assert said(doubt).strip()
    assert "{" not in said(doubt)
    assert transcript.confidence < transcript.score


def test_a_plain_interview_is_not_doubted(read):
    """No doubt, and confidence is the score."""
    transcript = read(interview())
    assert not transcript.doubts
    assert transcript.confidence == pytest.approx(transcript.score, abs=0.001)


def test_the_gravest_doubt_comes_first(read):
    """By what they cost."""
    costs = [KINDS[doubt.kind].cost for doubt in read(CASES["answers_ask"]).doubts]
    assert costs == sorted(costs, reverse=True)


def test_the_line_of_a_doubt_is_the_line_of_the_text(read):
    """Counted from 1, empty lines too."""
    text = CASES["misspelt"]
    doubt = next(doubt for doubt in read(text).doubts if doubt.kind == "misspelt")
    assert text.split("\n")[doubt.line - 1].startswith("Penelitti")
