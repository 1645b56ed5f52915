"""The coding sheet as a workbook: codes are chosen from a list, the columns that tie rows to the project are hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qualcode.export.packages import workbook_bytes
from qualcode.export.tables import text_cell
from qualcode.messages import _

WIDTHS = {"text": 70, "context": 40, "memo": 30, "code": 26, "other": 16}


def coding_sheet(
    headings: Sequence[str],
    rows: Sequence[Sequence[Any]],
    codes: Sequence[tuple[str, str]],
    *,
    first_code: int,
    hidden: int,
) -> bytes:
    """Return the bytes of a workbook with the rows to be coded, and the codebook on a second sheet.

    Parameters
    ----------
    codes : sequence of (path, definition)
        What the lists offer, the word for "nothing here" among them.
    first_code : int
        Index of the first column of codes; they end two columns before the hidden ones.
    hidden : int
        How many columns at the end are hidden.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("coding"))
    book_sheet = book.create_sheet(_("codebook"))
    text = len(headings) - hidden - 2
    for i in range(len(headings)):
        column = sheet.column_dimensions[get_column_letter(i + 1)]
        column.width = WIDTHS[_kind(i, first_code, text)]
        column.hidden = i >= len(headings) - hidden
    sheet.freeze_panes = "A2"
    letters = get_column_letter(first_code + 1), get_column_letter(text)
    offer = DataValidation(type="list", formula1=f"'{_('codebook')}'!$A$2:$A${len(codes) + 1}", allow_blank=True)
    offer.errorTitle, offer.error = _("Not in the codebook"), _("Choose a code from the list.")
    offer.add(f"{letters[0]}2:{letters[1]}{len(rows) + 1}")
    sheet.data_validations.append(offer)
    sheet.append([text_cell(sheet, name) for name in headings])
    for row in rows:
        sheet.append([text_cell(sheet, value, wrap=True) for value in row])
    book_sheet.column_dimensions["A"].width, book_sheet.column_dimensions["B"].width = 40, 100
    book_sheet.append([text_cell(book_sheet, _("code")), text_cell(book_sheet, _("definition"))])
    for path, definition in codes:
        book_sheet.append([text_cell(book_sheet, path), text_cell(book_sheet, definition, wrap=True)])
    return workbook_bytes(book)


def _kind(i: int, first_code: int, text: int) -> str:
    if i == text:
        return "text"
    if i == text + 1:
        return "memo"
    if i == first_code - 1:
        return "context"
    return "code" if first_code <= i < text else "other"
