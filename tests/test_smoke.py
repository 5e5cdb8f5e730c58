from kiosk.domain.access.rules import Place
def test_smoke(hall, pages):
    assert len(hall.people) == 6
