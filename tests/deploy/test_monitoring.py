"""The dashboard and the alerts ask for what a running bot serves; the page explains all of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import pytest_asyncio
import yaml

from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.processes import free_ports
from tests.support.running import RunningBot, trial_on
from tests.support.scraping import Scrape, Scraper

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yaml"
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "dashboard.json").read_text("utf-8"))
PAGE = (ROOT / "docs" / "monitoring.md").read_text("utf-8")

Rule = dict[str, Any]

#: Prometheus makes it itself for everything that it asks.
OF_PROMETHEUS = {"up"}
#: Labels that Prometheus adds.
ADDED = {"job", "instance"}


def rules() -> list[Rule]:
    (group,) = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    found: list[Rule] = group["rules"]
    return found


def panels() -> list[Rule]:
    found: list[Rule] = DASHBOARD["panels"]
    return found


def expressions() -> Iterator[tuple[str, str]]:
    """Each with where it is; Grafana puts a range for its variable."""
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in panels():
        for target in panel["targets"]:
            place = f"panel {panel['id']} {target['refId']}"
            yield place, target["expr"].replace("$__rate_interval", "5m")


def selectors(expression: str) -> list[promql_parser.VectorSelector]:
    """What the expression selects; raises ValueError for one that is not PromQL."""
    found: list[promql_parser.VectorSelector] = []

    def visit(node: promql_parser.Expr) -> bool:
        if isinstance(node, promql_parser.VectorSelector):
            found.append(node)
        return True

    promql_parser.walk(promql_parser.parse(expression), visit)
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scrape(tmp_path_factory: pytest.TempPathFactory) -> Scrape:
    """What a bot serves after a registration."""
    (port,) = free_ports(1)
    async with (
        trial_on(tmp_path_factory.mktemp("monitoring")) as trial,
        RunningBot(trial, HEALTH=f"127.0.0.1:{port}") as bot,
        await bot.enrols("Rahim", user_id=2001) as rahim,
    ):
        await comes_to(rahim, "receipt", ASADUZZAMAN)
        await rahim.sees("Passed: Md. Asaduzzaman Miah")
        return await Scraper(port).scrapes()


@pytest.mark.parametrize(("place", "expression"), list(expressions()))
def test_it_asks_for_metrics_and_labels_that_exist(
    scrape: Scrape, place: str, expression: str
) -> None:
    selected = selectors(expression)

    assert selected
    for selector in selected:
        if selector.name not in OF_PROMETHEUS:
            labels = {
                each for one in scrape.samples if one.name == selector.name for each in one.labels
            }
            asked = {matcher.name for matcher in selector.matchers.matchers} - ADDED
            assert selector.name in scrape.names()
            assert asked <= labels


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_what_is_wrong_and_what_cures_it(rule: Rule) -> None:
    assert rule["labels"] == {"severity": rule["labels"]["severity"]}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert set(rule["annotations"]) == {"summary", "cure"}
    assert all(told.endswith(".") for told in rule["annotations"].values())


def test_no_two_alerts_have_the_same_name() -> None:
    names = [rule["alert"] for rule in rules()]

    assert len(set(names)) == len(names)


def test_no_panel_covers_another_and_each_has_a_description() -> None:
    taken = [
        (x, y)
        for panel in panels()
        for place in [panel["gridPos"]]
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]

    assert len(set(taken)) == len(taken)
    assert all(x < 24 for x, _ in taken)
    assert len({panel["id"] for panel in panels()}) == len(panels())
    assert all(panel["title"] and panel["description"].endswith(".") for panel in panels())


def test_the_page_explains_every_metric_and_every_alert(scrape: Scrape) -> None:
    metrics = {
        re.sub(r"_(bucket|count|sum)$", "", name)
        for name in scrape.names()
        if name.startswith("onboarding_")
    }
    (table_of_metrics,) = re.findall(r"\| metric .*?\n\n", PAGE, re.DOTALL)
    (table_of_alerts,) = re.findall(r"\| alert .*?\n\n", PAGE, re.DOTALL)

    assert set(re.findall(r"^\| `(onboarding_\w+)", table_of_metrics, re.MULTILINE)) == metrics
    assert dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", table_of_alerts, re.MULTILINE)) == {
        rule["alert"]: rule["labels"]["severity"] for rule in rules()
    }


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_what_an_alert_fills_in_is_a_label_that_its_expression_keeps(rule: Rule) -> None:
    """An aggregation drops labels, and Grafana or a mail would show a gap."""
    asked = set(re.findall(r"{{ \$labels\.(\w+) }}", str(rule["annotations"])))
    kept = {"loop", "call", "task"} if "sum" not in rule["expr"] else set()

    assert asked <= kept
    assert "{{" not in re.sub(r"{{ \$labels\.\w+ }}", "", str(rule["annotations"]))
    assert re.fullmatch(r"[1-9][0-9]*[mh]", rule.get("for", "1m"))
    assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}


def test_prometheus_is_told_to_load_the_alerts_and_to_ask_under_the_name_they_expect() -> None:
    configuration = yaml.safe_load((ALERTS.parent / "prometheus.yaml").read_text("utf-8"))

    (job,) = configuration["scrape_configs"]
    assert configuration["rule_files"] == [ALERTS.name]
    assert f'job="{job["job_name"]}"' in rules()[0]["expr"]
