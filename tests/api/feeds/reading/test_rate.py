from api.feeds.reading.routes import MANY, Rate


def test_sixty_an_hour_are_let_through_and_not_the_next() -> None:
    rate = Rate(60)

    assert [rate.wait("a", 1000.0) for _ in range(60)] == [0] * 60
    assert rate.wait("a", 1000.0) == 60
    assert rate.wait("a", 1059.0) == 1
    assert rate.wait("a", 1060.0) == 0
    assert rate.wait("a", 1060.0) == 60


def test_another_feed_is_counted_apart() -> None:
    rate = Rate(1)

    assert (rate.wait("a", 0.0), rate.wait("b", 0.0), rate.wait("a", 0.0)) == (0, 0, 3600)


def test_after_an_hour_of_rest_all_are_let_through_again() -> None:
    rate = Rate(3)
    first = [rate.wait("a", 0.0) for _ in range(4)]

    assert first == [0, 0, 0, 1200]
    assert [rate.wait("a", 3600.0) for _ in range(4)] == [0, 0, 0, 1200]


def test_feeds_that_have_rested_are_forgotten() -> None:
    rate = Rate(60)
    for number in range(MANY):
        rate.wait(str(number), 0.0)
    rate.wait("new", 100_000.0)

    assert list(rate._rested) == ["new"]
