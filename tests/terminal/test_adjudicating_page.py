"""The page and the plain mode on which people settle what coders differ on."""

import io

import pytest

from qualcode.messages import set_language
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.terminal import adjudicating_plain
from qualcode.terminal.adjudicating import AdjudicatingScreen
from qualcode.terminal.page import CodingPage
from qualcode.workflow.adjudicating import Adjudication
from tests.interviews import answers
from tests.terminal.test_coding_page import shown

CONSENSUS = """
    select code_tree.path, quote
      from coding
      join coder on coder.id = coder_id
      join code_tree on code_tree.code_id = coding.code_id
     where coder.kind = 'consensus'
     order by coding.id
"""


@pytest.fixture
def study(project):
    """A project in which Ani and Budi differ on the first two of five answers."""
    for coder, codes in (("ani", ["critique", "outreach"]), ("budi", ["coordination"])):
        with project.change("code", coder=coder):
            for n, (_segment, source, start, stop, _text) in enumerate(answers(project)):
                add_reading(project, add_coder(project, coder), source, start, stop, drawn="source")
                for path in codes if n == 0 else codes[:1] if n == 1 else ["outreach"]:
                    code_id = project.value("select code_id from code_tree where path = ?", [path])
                    add_coding(project, source, start, stop, code_id, coder)
    return project


def page(project, **options):
    return CodingPage(Adjudication(project, "dewi", **options), AdjudicatingScreen)


FIRST = """\
 kasih/ketua · segment 2 · kasih
 Pak Rahman (respondent)
 settled 0 · left 2 · codings 0
 ? Peneliti: Apa saja layanan di panti?
 █ Makan tiga kali, tempat tidur, terus ada keterampilan
 █ jahit.
   Peneliti: Bantuan pemerintah bagaimana?
   Pak Rahman: Bantuannya dak tepat sasaran, kami dak pe…




────────────────────────────────────────────────────────────
   ■ coordination · budi
   ■ critique · ani
   ■ outreach · ani

 1 ani: critique, outreach
 2 budi: coordination

 1-9 take  a all  space none  c code  r reason  z undo
 n new code  e words  m memo  d take out  ? help  q quit"""


@pytest.mark.asyncio
async def test_the_page_shows_what_each_coder_gave(study):
    async with (app := page(study)).run_test(size=(60, 22)):
        assert shown(app) == FIRST


@pytest.mark.asyncio
async def test_a_digit_settles_and_goes_on_and_undo_comes_back(study):
    async with (app := page(study)).run_test(size=(100, 30)) as pilot:
        await pilot.press("1")
        assert "kasih/ketua · segment 4" in shown(app)
        assert "Settled with the codes of: ani" in shown(app)
        assert "settled 1 · left 1 · codings 2" in shown(app)
        await pilot.press("z")
        assert "kasih/ketua · segment 2" in shown(app)
        assert "Taken back: the decision." in shown(app)
        assert study.rows(CONSENSUS) == []
        await pilot.press("3", "a", "2")
        assert [row[0] for row in study.rows(CONSENSUS)] == ["coordination", "critique", "outreach", "coordination"]
        assert "Everything on which the coders differ is settled." in shown(app)
        await pilot.press("left")
        assert "■ coordination · consensus" in shown(app)


@pytest.mark.asyncio
async def test_a_reason_is_typed_and_any_code_given_on_any_words(study):
    async with (app := page(study)).run_test(size=(100, 30)) as pilot:
        await pilot.press("r", *"Dibahas", "enter")
        assert "Reason of the next decision: Dibahas" in shown(app)
        await pilot.press("e", "e", *["left"] * 8, "1")
        assert study.rows(CONSENSUS) == [], "nothing is settled while words are chosen"
        await pilot.press("c", *"agenc", "enter")
        assert study.rows(CONSENSUS) == [("coordination/agencies", "Makan")]
        assert "memo: consensus: Dibahas" in shown(app)
        assert study.value("select reason from change order by seq desc") == "Dibahas"
        await pilot.press("tab", "tab", "d")
        assert "Select a coding of yours first" in shown(app), "the codings of coders are not touched"
        await pilot.press("space", "space")
        assert study.value("select count(*) from reading where coder_id = 3") == 2
        await pilot.press("r", "escape", "x", "o", "u")
        assert "Everything on which the coders differ is settled." in shown(app)


@pytest.mark.asyncio
async def test_a_coder_is_clicked_and_help_names_the_keys(study):
    async with (app := page(study)).run_test(size=(100, 30)) as pilot:
        await pilot.press("question_mark")
        assert "settle with the codes of all coders" in shown(app)
        assert "accept the suggestion" not in shown(app)
        await pilot.press("escape")
        await pilot.click("#used", offset=(4, 1))
        assert [row[0] for row in study.rows(CONSENSUS)] == ["coordination"]


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
@pytest.mark.parametrize("language", ["en", "id"])
async def test_it_fits_every_screen_in_both_languages(study, size, language):
    set_language(language)
    async with (app := page(study)).run_test(size=size):
        lines = shown(app).splitlines()
        assert len(lines) == size[1]
        assert any("?" in line and "q" in line for line in lines[-2:])
        assert "1 ani: critique, outreach" in shown(app)


@pytest.mark.asyncio
async def test_it_speaks_indonesian(study):
    set_language("id")
    async with (app := page(study)).run_test(size=(100, 30)):
        assert "disepakati 0 · sisa 2 · koding 0" in shown(app)
        assert "1-9 ambil" in shown(app)


@pytest.fixture
def talk(study, monkeypatch, capsys):
    """Return a function that types lines and returns what was printed."""

    def typed(*lines, **options):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        adjudicating_plain.run(Adjudication(study, "dewi", **options))
        return capsys.readouterr().out

    return typed


PLAIN = """
kasih/ketua · segment 2 · kasih
Question: Peneliti: Apa saja layanan di panti?
Pak Rahman (respondent) says: Makan tiga kali, tempat tidur, terus ada keterampilan jahit.
After: Peneliti: Bantuan pemerintah bagaimana?
After: Pak Rahman: Bantuannya dak tepat sasaran, kami dak pernah didampingi.
1. coordination · budi
2. critique · ani
3. outreach · ani
coder 1, ani: critique, outreach
coder 2, budi: coordination
settled 0 · left 2 · codings 0
> """


def test_line_by_line_a_passage_is_read_aloud(talk):
    assert talk() == PLAIN


def test_line_by_line_codes_are_taken_by_number_name_or_all_together(study, talk):
    out = talk("t 9", "t", "t 1", "z", "r Dibahas berdua", "t BUDI", "a", "q")
    assert out.count("Say whose codes, by number or name: t 1") == 2
    assert "> Settled with the codes of: ani\n\nkasih/ketua · segment 4" in out
    assert "> Taken back: the decision.\n\nkasih/ketua · segment 2" in out
    assert "> Reason of the next decision: Dibahas berdua\n> Settled with the codes of: budi" in out
    assert out.endswith("Everything on which the coders differ is settled.\nWhat was found: qualcode themes\n"
                        "settled 2 · left 0 · codings 3\n> ")  # fmt: skip
    assert [row[0] for row in study.rows(CONSENSUS)] == ["coordination", "coordination", "critique"]
    assert study.value("select text from memo") == "Dibahas berdua"


def test_line_by_line_other_codes_are_given_and_none(study, talk):
    out = talk("c agencies", "m Tanya lagi.", "d 4", "-", "-", "b", "o", "a x", "?")
    assert "Coded: coordination/agencies\n1. coordination · budi\n2. coordination/agencies · consensus" in out
    assert "Say which coding of yours, by its number in the list." in out
    assert out.count("Settled with none of the codes on which they differ.") == 1, "the first stays as it was settled"
    assert '"o" is no command; ? lists them.' in out
    assert "a: settle with the codes of all coders\n" in out
    assert "accept" not in out
    assert (
        study.value("select count(*) from reading where coder_id = (select id from coder where kind = 'consensus')")
        == 2
    )
