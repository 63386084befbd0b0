# The two commands for everybody: `make demo` and `make test`. Each sets up all it needs.

PYTHON ?= python3
BIN := .venv/bin
TESTS := -m "not load" -n auto --dist worksteal
# Branches are counted in the tests of each part's own folder, which takes them more than twice the time.
# So those that cost the most and take hardly a branch of their own are left out.
COUNTED := tests/bot tests/storage
NOT_COUNTED := tests/bot/sandbox tests/bot/trial tests/storage/test_applications.py $(addprefix tests/bot/, \
  commands/test_output.py errands/test_whose_verdict.py pictures/test_decoding.py verdicts/test_every_combination.py)
ELSEWHERE := $(filter-out tests/conversations %.py %__pycache__ $(COUNTED),$(wildcard tests/*))
unexport PYTHONDONTWRITEBYTECODE # Compiling all modules at each start costs seconds.
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX # They lead to packages outside .venv.

.PHONY: demo demo-ha test load faults measure bench check format screens release clean

demo: .venv/ready            ## Play one registration and stay for yours; ONCE=1 ends after it.
	$(BIN)/python -m bot trial $(if $(ONCE),--once) $(if $(AGENT_LANGUAGE),--language $(AGENT_LANGUAGE))

demo-ha: .venv/ready-to-develop ## Three bots on two PostgreSQL servers, to be killed while an agent works; ONCE=1 kills and ends.
	$(BIN)/python -m scripts.high_availability $(if $(ONCE),--once)

test: .venv/ready-to-develop ## All tests but the minutes of `make load`; COVERAGE=1 counts the branches they take.
ifdef COVERAGE
	$(BIN)/coverage erase
	$(BIN)/coverage run --source=conversations -m pytest $(TESTS) -n 2 tests/conversations
	$(BIN)/python -m scripts.coverage conversations
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(TESTS) $(COUNTED) $(addprefix --ignore=,$(NOT_COUNTED))
	$(BIN)/python -m scripts.coverage storage bot
	$(BIN)/python -m pytest $(TESTS) $(NOT_COUNTED) $(ELSEWHERE)
else
	$(BIN)/python -m pytest $(TESTS)
endif

load: .venv/ready-to-develop ## Two hundred agents at once.
	$(BIN)/python -m pytest -m load -s

faults: .venv/ready-to-develop ## Every fault TIMES times with SEED; 100,000 hostile inputs.
	$(BIN)/python -m tests.faults.campaign --times $(or $(TIMES),20) --seed $(or $(SEED),1)
	$(BIN)/python -m tests.faults.crowd
	$(BIN)/python -m tests.mistakes --visits $(or $(VISITS),200) --seed $(or $(SEED),1)
	HYPOTHESIS_EXAMPLES=20000 $(BIN)/python -m pytest -q -s tests/faults/test_hostile_input.py

measure: .venv/ready-to-develop ## How well and how fast the pretend eKYC service reads; five minutes.
	$(BIN)/python -m benchmarks.sandbox.reading
	$(BIN)/python -m benchmarks.sandbox.verdicts
	$(BIN)/python -m benchmarks.sandbox.limits

bench: .venv/ready-to-develop ## Speed next to other bots; writes the tables of docs/performance.md.
	$(BIN)/python -m benchmarks $(if $(ROUNDS),--rounds $(ROUNDS))

check: .venv/ready-to-develop ## Formatting, lint, types, import rules, documentation, known vulnerabilities.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.documentation
	$(BIN)/python -m scripts.advisories

release: .venv/ready-to-develop ## Wheel, source and list of components (CycloneDX) into dist/.
	scripts/release

format: .venv/ready-to-develop
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv

# A stamp in the environment: set up once, and again only when the pinned versions change.
.venv/ready: requirements.txt scripts/set-up
	PYTHON=$(PYTHON) scripts/set-up requirements.txt
	touch $@

.venv/ready-to-develop: requirements-dev.txt .venv/ready
	PYTHON=$(PYTHON) scripts/set-up requirements-dev.txt
	touch $@

screens: .venv/ready-to-develop ## Take the pictures in docs/screens again; needs Chromium.
	$(BIN)/python -m scripts.screens
	$(BIN)/python -m scripts.supervision
	$(BIN)/python -m scripts.animations
	$(BIN)/python -m scripts.gallery
