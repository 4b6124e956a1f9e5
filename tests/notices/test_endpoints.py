"""Where a push may be sent to, and where never."""

import pytest

from trustpact.notices.endpoints import LONGEST, is_endpoint, leads_outside

GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:def-_1",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://updates.push.services.mozilla.com:443/wpush/v2/gAAAA",
    "https://web.push.apple.com/QA1",
    "https://api.push.apple.com/3/device/1",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYA%2b",
    "https://FCM.googleapis.com/fcm/send/abc",
]
BAD = [
    "",
    "fcm.googleapis.com/fcm/send/abc",
    "http://fcm.googleapis.com/fcm/send/abc",
    "ftp://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/fcm/send/abc",
    "https://fcm.googleapis.com:99999/fcm/send/abc",
    "https://fcm.googleapis.com/",
    "https://fcm.googleapis.com.example.org/fcm/send/abc",
    "https://example.org/fcm.googleapis.com",
    "https://evilfcm.googleapis.com/fcm/send/abc",
    "https://push.apple.com.example.org/x",
    "https://ana@fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com@example.org/fcm/send/abc",
    "https://example.org\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com/fcm/send/abc#part",
    "https://fcm.googleapis.com/fcm/send/a b",
    "https://fcm.googleapis.com/fcm/send/a\r\nHost: example.org",
    "https://fcm.googleapis.cоm/fcm/send/abc",  # a Cyrillic o
    "https://127.0.0.1/x",
    "https://10.0.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://[fcm.googleapis.com/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://localhost/x",
    "http://127.0.0.1:8000/x",
    "file:///etc/passwd",
    "https://fcm.googleapis.com/" + "x" * LONGEST,
]


@pytest.mark.parametrize("address", GOOD)
def test_known_push_service_is_taken(address):
    assert is_endpoint(address)


@pytest.mark.parametrize("address", BAD)
def test_anything_else_is_refused(address):
    assert not is_endpoint(address)


def test_operator_may_add_hosts_by_name_or_by_domain():
    hosts = ["push.example.org", ".push.example.net"]
    assert is_endpoint("https://push.example.org/x", hosts=hosts)
    assert is_endpoint("https://one.push.example.net/x", hosts=hosts)
    assert not is_endpoint("https://push.example.net.org/x", hosts=hosts)
    assert not is_endpoint("https://10.0.0.1/x", hosts=["10.0.0.1"])


def test_loopback_is_taken_by_its_setting_alone():
    assert is_endpoint("http://127.0.0.1:8000/x", loopback=True)
    assert not is_endpoint("http://10.0.0.1:8000/x", loopback=True)
    assert not is_endpoint("http://127.0.0.1.example.org/x", loopback=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "localhost", "169.254.169.254"])
def test_name_that_leads_inside_is_seen(host):
    assert not leads_outside(f"https://{host}/x")


def test_public_address_leads_outside():
    assert leads_outside("https://8.8.8.8/x")
