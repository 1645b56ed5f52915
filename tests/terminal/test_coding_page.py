"""The full-screen page: what it shows at several sizes, and that every key writes at once."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.messages import set_language
from qualcode.query.filters import Filter
from qualcode.terminal.page import CodingPage
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.desk import Desk
from qualcode.workflow.importing import import_paths

pytestmark = pytest.mark.asyncio

CODED = """
    select code_tree.path, quote
      from coding
      join code_tree on code_tree.code_id = coding.code_id
     order by coding.id
"""
BAR = " ▁▂▃▄▅▆▇█"
MELATI = Filter(sources=("melati/ketua",))


def page(project, **options):
    return CodingPage(Desk(project, "ani", **options))


def shown(app):
    """Return the screen as text, without scroll bars and blanks at the ends."""
    lines = [strip.text for strip in app.screen._compositor.render_strips()]
    return "\n".join(line.rstrip(BAR) for line in lines).rstrip()


def pieces(app):
    """Return the pieces of the screen with their styles."""
    return [segment for strip in app.screen._compositor.render_strips() for segment in strip if segment.style]


def reversed_words(app):
    """Return what is reversed on the page, a string for all."""
    return "".join(segment.text for segment in pieces(app) if segment.style.reverse)


FIRST = """\
 melati/ketua · segment 2 · melati
 Ibu S (respondent)
 read 0 · left 3 · codings 0
 ? Peneliti: Kenapa ibu mendirikan yayasan ini?
 █ Ya karena kasihan, anak-anak itu dak sekolah. Kami juga
 █ koordinasi dengan dinas sosial.
   Peneliti: Bagaimana ibu menemukan anak-anak itu?
   Ibu S: Kami dari pintu ke pintu. Tidak ada koordinsi …





────────────────────────────────────────────────────────────
   □ coordination · rules 0.70 · waits · words: koordinasi
 ▶ □ coordination/agencies · rules 0.70 · waits · words: k…
     Dengan dinas.

 space nothing here  c code  n new code  e words  z undo
 a accept  r reject  u unsure  x why  ? help  q quit"""


async def test_the_first_page_on_a_small_screen(project):
    autocode(project, apply=True)
    async with (app := page(project, where=MELATI)).run_test(size=(60, 20)) as pilot:
        await pilot.press("tab")
        assert shown(app) == FIRST


WIDE = """\
 melati/ketua · segment 2 · melati
 Ibu S (respondent)
 read 0 · left 3 · codings 0
 ? Peneliti: Kenapa ibu mendirikan yayasan ini?
 █ Ya karena kasihan, anak-anak itu dak sekolah. Kami juga koordinasi dengan dinas sosial.
   Peneliti: Bagaimana ibu menemukan anak-anak itu?
   Ibu S: Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas. Kadang ada tetangga yang
 ngasih tau, itu lewat RT.
"""


async def test_the_first_page_on_a_larger_screen(project):
    async with (app := page(project, where=MELATI)).run_test(size=(100, 30)):
        assert shown(app).startswith(WIDE)
        assert shown(app).endswith(
            "     (nothing coded here)\n\n\n"
            " space nothing here  c code  n new code  e words  z undo  a accept  r reject  u unsure  x why\n"
            " m memo  d take out  o how far  / find  → forward  ← back  Tab select  ? help  q quit"
        )


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (110, 30), (200, 50)])
@pytest.mark.parametrize("language", ["en", "id"])
async def test_it_fits_every_screen_in_both_languages(project, size, language):
    autocode(project, apply=True)
    set_language(language)
    async with (app := page(project, mode="review")).run_test(size=size) as pilot:
        lines = shown(app).splitlines()
        assert len(lines) == size[1]
        assert any("?" in line and "q" in line for line in lines[-2:]), "help and quit stand in the footer"
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert len(shown(app).splitlines()) == 20


async def test_codes_are_typed_and_the_passage_stays(project):
    async with (app := page(project)).run_test(size=(100, 30)) as pilot:
        await pilot.press("c", *"kritik")
        assert "critique" not in shown(app)
        await pilot.press("escape", "c", *"critq")
        assert "■ critique" in shown(app)
        assert "Kritik pada program pemerintah." in shown(app)
        await pilot.press("enter")
        assert project.rows(CODED)[0][0] == "critique"
        await pilot.press("c", *"out", "enter")
        assert [row[0] for row in project.rows(CODED)] == ["critique", "outreach"]
        assert "■ outreach · yours" in shown(app)
        assert "read 1 · left 4 · codings 2" in shown(app)
        assert "kasih/ketua · segment 2" in shown(app)
        assert "1 ■ critique" in shown(app)
        await pilot.press("space", "2")
        assert "kasih/ketua · segment 4" in shown(app)
        assert [row[0] for row in project.rows(CODED)][-1] == "outreach"


async def test_a_name_that_no_code_has_becomes_a_new_code(project):
    async with (app := page(project)).run_test(size=(100, 30)) as pilot:
        await pilot.press("c", *"jenuh")
        assert "+ a new code: jenuh" in shown(app)
        await pilot.press("enter", "enter", *"Bosan", "enter")
        assert [row[0] for row in project.rows(CODED)] == ["open/jenuh"]
        assert project.value("select definition from code where name = 'jenuh'") == "Bosan"
        await pilot.press("n", *"critique/x", "enter", "enter")
        assert [row[0] for row in project.rows(CODED)][-1] == "critique/x"
        await pilot.press("n", "enter", "enter")
        assert "a name is empty" in shown(app)


async def test_space_writes_the_reading_and_goes_on_to_the_end(project):
    async with (app := page(project)).run_test(size=(100, 30)) as pilot:
        await pilot.press("right")
        for n in range(5):
            await pilot.press("space")
            assert project.value("select count(*) from reading") == n + 1
        assert "You have read every passage that was before you." in shown(app)
        assert "qualcode themes" in shown(app)
        await pilot.press("space", "c", "a", "d", "m", "x", "e", "tab", "n", "left")
        assert "kasih/ketua" not in shown(app)
        assert "melati/ketua · segment 5" in shown(app)


async def test_passing_over_is_told_at_the_end(project):
    async with (app := page(project)).run_test(size=(100, 30)) as pilot:
        await pilot.press("j", "right", "enter", "j", "j", "j")
        assert "5 entries were passed over and still wait." in shown(app)
        await pilot.press("enter")
        assert "kasih/ketua · segment 2" in shown(app)
        await pilot.press("j", "k")
        assert "kasih/ketua · segment 2" in shown(app)


REVIEW = """\
 melati/ketua · segment 4 · melati
 Ibu S (respondent)
 read 0 · left 1 · codings 0
   Ibu S: Ya karena kasihan, anak-anak itu dak sekolah. …
 ? Peneliti: Bagaimana ibu menemukan anak-anak itu?
 █ Kami dari pintu ke pintu. Tidak ada koordinsi dengan
 █ puskesmas.
   Ibu S: Kadang ada tetangga yang ngasih tau, itu lewat…
   Peneliti: Terima kasih, Bu. Koordinasi dengan kami la…
"""


async def test_review_shows_the_matched_words_and_goes_on_after_a_decision(project):
    autocode(project, apply=True)
    where = Filter(codes=("outreach",))
    async with (app := page(project, mode="review", where=where)).run_test(size=(60, 20)) as pilot:
        assert shown(app).startswith(REVIEW)
        assert "▶ □ outreach · rules" in shown(app)
        assert reversed_words(app) == "pintu ke pintu"
        await pilot.press("a")
        assert shown(app) == END
        assert project.rows(CODED)[0][0] == "outreach"
        await pilot.press("z")
        assert project.rows(CODED) == []
        assert "Taken back: accepted." in shown(app)
        assert "left 1" in shown(app)


END = """\
 read 1 · left 0 · codings 1

 █ No suggestion waits for you any more.
 █ What was found: qualcode themes
 █ New suggestions, after the codebook changed: qualcode
 █ autocode --apply

 █ ← goes back, z takes back, q quits.






────────────────────────────────────────────────────────────


 1 ■ outreach
 Accepted: outreach
 z undo  / find  ← back  ? help  q quit"""


@pytest.mark.parametrize(("key", "state"), [("r", "rejected"), ("u", "unsure")])
async def test_a_suggestion_is_rejected_or_put_off(project, key, state):
    autocode(project, apply=True)
    async with page(project, mode="review").run_test() as pilot:
        await pilot.press(key)
        assert project.rows("select state from decision") == [(state,)]
        assert project.rows(CODED) == []


async def test_review_accepts_as_another_code_on_other_words(project):
    autocode(project, apply=True)
    where = Filter(codes=("outreach",))
    async with (app := page(project, mode="review", where=where)).run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        assert reversed_words(app) == "Kami dari pintu ke pintu."
        await pilot.press("c")
        assert "Another code for the suggestion" in shown(app)
        await pilot.press(*"critique", "enter")
        assert project.rows(CODED) == [("critique", "Kami dari pintu ke pintu.")]
        assert project.rows("select state from decision") == [("accepted",)]


async def test_in_review_the_passage_is_coded_once_nothing_is_selected(project):
    autocode(project, apply=True)
    async with (app := page(project, mode="review")).run_test(size=(100, 30)) as pilot:
        asked = app.screen.passage.asked.code
        await pilot.press("escape", "c", *"outr", "enter")
        assert [row[0] for row in project.rows(CODED)] == ["outreach"]
        assert project.rows("select state from decision") == []
        assert app.screen.passage.asked.code == asked


async def test_a_long_passage_is_shown_from_its_beginning(project, tmp_path):
    file = tmp_path / "panjang.txt"
    file.write_text(f"Peneliti : Apa?\nIbu S : Awal cerita. {'Makan nasi. ' * 200}\nPeneliti : Ya.\n", encoding="utf-8")
    import_paths(project, [file])
    async with (app := page(project, where=Filter(sources=("panjang",)))).run_test(size=(60, 20)) as pilot:
        assert "█ Awal cerita. Makan nasi." in shown(app)
        await pilot.press("down", "down")
        assert "Awal cerita" not in shown(app)
        await pilot.press("e", "right")
        assert app.screen.choice.span == (0, 24)


async def test_suggestions_are_decided_in_the_order_of_the_list_while_reading(project):
    autocode(project, apply=True)
    async with (app := page(project, where=MELATI)).run_test(size=(100, 30)) as pilot:
        await pilot.press("tab", "r")
        assert project.value("select path from decision join code_tree using (code_id)") == "coordination/agencies"
        assert "melati/ketua · segment 2" in shown(app), "reading stays on the passage"
        await pilot.press("a")
        assert [row[0] for row in project.rows(CODED)] == ["coordination"]
        await pilot.press("x")
        assert "coordination" in shown(app)


async def test_words_are_chosen_by_sentences_then_by_words(project):
    async with (app := page(project, where=MELATI)).run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        assert reversed_words(app) == "Ya karena kasihan, anak-anak itu dak sekolah."
        assert "← → end  [ ] start  w words/sentences  Enter keep  Esc leave" in shown(app)
        await pilot.press("right", "right_square_bracket")
        assert reversed_words(app) == "Kami juga koordinasi dengan dinas sosial."
        await pilot.press("w", "left", "left", "right_square_bracket", "right_square_bracket")
        assert reversed_words(app) == "koordinasi dengan"
        await pilot.press("space", "z", "enter", "c", *"agenc", "enter")
        assert project.rows(CODED) == [("coordination/agencies", "koordinasi dengan")]
        assert "»koordinasi dengan«" in shown(app)
        await pilot.press("tab", "e", "right", "enter")
        assert project.rows(CODED) == [("coordination/agencies", "koordinasi dengan dinas")]
        await pilot.press("e", "escape", "c", *"outr", "enter")
        assert len(project.rows(CODED)[1][1]) > 60, "after Esc the whole passage is coded"
        await pilot.press("escape", "tab", "d")
        assert len(project.rows(CODED)) == 1


async def test_dragging_over_words_chooses_them(project):
    async with (app := page(project, where=MELATI)).run_test(size=(100, 30)) as pilot:
        await pilot.mouse_down("#passage", offset=(5, 0))
        await pilot.hover("#passage", offset=(15, 0))
        await pilot.mouse_up("#passage", offset=(15, 0))
        assert reversed_words(app) == "karena kasihan"
        await pilot.press("enter", "c", *"outr", "enter")
        assert project.rows(CODED) == [("outreach", "karena kasihan")]


async def test_the_footer_and_the_marks_are_clicked(project):
    autocode(project, apply=True)
    async with (app := page(project, where=MELATI)).run_test(size=(100, 30)) as pilot:
        await pilot.click("#marks", offset=(5, 1))
        assert "▶ □ coordination/agencies" in shown(app)
        await pilot.click("#footer", offset=(1, 0))
        assert project.value("select count(*) from reading") == 1
        await pilot.click("#footer", offset=(22, 0))
        assert "Code the passage" in shown(app)
        await pilot.click("OptionList", offset=(3, 3))
        assert [row[0] for row in project.rows(CODED)] == ["outreach"]


async def test_help_why_memo_and_find_open_over_the_page(project):
    autocode(project, apply=True)
    where = Filter(codes=("agencies",))
    async with (app := page(project, mode="review", where=where)).run_test(size=(100, 30)) as pilot:
        await pilot.press("question_mark")
        assert "take back the last thing you did" in shown(app)
        await pilot.press("escape", "x")
        assert "coordination/agencies: suggested by the rules, score" in shown(app)
        assert "codebook version " in shown(app)
        assert "koordinasi; dinas" in shown(app)
        assert "rule: koordinasi + dinas; within 6" in shown(app)
        await pilot.press("escape", "m", *"tanya", "enter")
        assert "memo: tanya" in shown(app)
        await pilot.press("m", "enter")
        assert "A memo needs a text." in shown(app)
        await pilot.press("slash", *"tetangga", "enter")
        assert "1 passage found" in shown(app)
        await pilot.press("enter")
        assert "melati/ketua · segment 5" in shown(app)
        await pilot.press("slash", *"kangkung", "enter")
        assert "No passage has these words." in shown(app)


async def test_an_error_of_the_desk_is_a_line_on_the_page(project, monkeypatch):
    async with (app := page(project)).run_test(size=(100, 30)) as pilot:
        await pilot.press("z")
        assert "There is nothing of yours to take back here." in shown(app)

        def fail(*_arguments, **_options):
            raise QualcodeError("another program is writing")

        monkeypatch.setattr(app.desk, "read_nothing", fail)
        await pilot.press("space")
        assert "another program is writing" in shown(app)
        assert "kasih/ketua · segment 2" in shown(app)


async def test_interview_text_cannot_paint_the_screen(project):
    with project.change("test", always=True):
        text = project.value("select text from source where name = 'kasih/ketua'")
        project.execute("update source set text = ? where name = 'kasih/ketua'", [text.replace("Makan", "\x1b[b]2")])
    async with (app := page(project)).run_test(size=(100, 30)):
        assert "□[b]2 tiga kali" in shown(app)


async def test_without_colours_everything_is_told_in_words(project, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    autocode(project, apply=True)
    async with (app := page(project, mode="review")).run_test(size=(60, 20)):
        colours = {colour for s in pieces(app) for colour in (s.style.color, s.style.bgcolor) if colour}
        assert all(len(set(colour.triplet)) == 1 for colour in colours if colour.triplet), "greys only"
        assert "▶ □ critique · rules 0.91 · waits" in shown(app)
        assert any(segment.style.underline for segment in pieces(app))


async def test_it_speaks_indonesian(project):
    autocode(project, apply=True)
    set_language("id")
    async with (app := page(project, mode="review")).run_test(size=(100, 30)) as pilot:
        assert "dibaca 0 · sisa 5 · koding 0" in shown(app)
        assert "a terima" in shown(app)
        await pilot.press("question_mark")
        assert "batalkan" in shown(app)


async def test_ctrl_c_and_q_end_it(project):
    for key in ("q", "ctrl+c"):
        app = page(project)
        async with app.run_test() as pilot:
            await pilot.press(key)
        assert app.return_code == 0
