from codementor_cli.api.operations.metrics import Metrics


def test_each_service_has_its_own_registry() -> None:
    one, two = Metrics(), Metrics()
    one.count_request("GET", "/healthz", 200, 0.1)

    labels = {"method": "GET", "route": "/healthz", "status": "200"}
    assert one.registry.get_sample_value("codementor_http_requests_total", labels) == 1
    assert two.registry.get_sample_value("codementor_http_requests_total", labels) is None


def test_gauges_are_read_at_each_scrape() -> None:
    metrics, readings = Metrics(), [3.0, 5.0]
    metrics.watch(lambda: [("jobs_queued", "Jobs that wait.", readings.pop(0))])

    assert b"codementor_jobs_queued 3.0" in metrics.exposition()
    assert b"codementor_jobs_queued 5.0" in metrics.exposition()


def test_every_metric_has_our_prefix_or_is_the_process() -> None:
    for family in Metrics().registry.collect():
        assert family.name.startswith(("codementor_", "process_")), family.name
        assert family.documentation.endswith("."), family.name
