"""The page that shows a development machine's mail."""

import os

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import NoReverseMatch, reverse

from trustpact.web.mailbox import mailbox, newest


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def send(*subjects, body="Hello"):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    connection.send_messages(
        [EmailMessage(subject, body, "us@localhost", ["ana@example.org"]) for subject in subjects]
    )


def test_the_newest_letter_comes_first(folder):
    send("First", "Second")
    for file in folder.iterdir():
        os.utime(file, (1, 1))
    send("Third")

    assert [letter.subject for letter in newest(folder)] == ["Third", "Second", "First"]


def test_no_more_letters_than_the_limit(folder):
    send("First", "Second", "Third")

    assert [letter.subject for letter in newest(folder, limit=2)] == ["Third", "Second"]


def test_no_folder_is_no_mail(tmp_path):
    assert newest(tmp_path / "nothing") == []


def test_text_of_any_script_is_read_whole(folder):
    send("Nachricht für 愛", body="Grüße\n" + "-" * 79 + "x\nhttp://localhost:8000/join/abc/")

    (letter,) = newest(folder)

    assert letter.subject == "Nachricht für 愛"
    assert letter.text.endswith("http://localhost:8000/join/abc/")


def test_page_shows_links_to_follow_and_nothing_to_run(folder, rf):
    send("Code", body="<script>alert(1)</script> http://localhost:8000/join/abc/")

    page = mailbox(rf.get("/mailbox/")).content.decode()

    assert '<a href="http://localhost:8000/join/abc/"' in page
    assert "<script>alert(1)" not in page


def test_page_is_not_mounted_outside_development():
    with pytest.raises(NoReverseMatch):
        reverse("web:mailbox")
