"""Rows as files: CSV, XLSX and JSON, safe to be opened by who did not write them (docs/records.md)."""

from records.exports.cases import is_confidential, sheets
from records.exports.columns import Column, Heading, heading_of, word
from records.exports.csv_file import write_csv
from records.exports.json_file import write_json
from records.exports.sheet import Sheet
from records.exports.xlsx_file import write_xlsx

__all__ = ["Column", "Heading", "Sheet", "heading_of", "is_confidential", "sheets", "word", "write_csv", "write_json", "write_xlsx"]
