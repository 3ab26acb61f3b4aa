"""Limits of what is read: guards against hostile input, not facts about the world."""

DOCUMENT_BYTES_MAXIMUM = 32 * 10**6
"""largest document [bytes]; a long annual report as HTML has about 10 MB"""
FETCH_SECONDS = 20.0
"""longest wait for an address, in all [s]"""
PDF_PAGES_MAXIMUM = 2_000
"""largest number of pages that is read of a PDF"""
