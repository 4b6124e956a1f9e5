# Each target is one line that calls a program; the programs say what they do.
PYTHON ?= python3
RUN = $(PYTHON) -I trustpact/web/environment.py requirements.txt
DEV = $(PYTHON) -I trustpact/web/environment.py requirements-dev.txt

.PHONY: run demo test test-servers test-deep check matrix journeys bench load rolling screenshots pictures messages

run:  # TrustPact on this machine: web, worker and beat; PORT=8123 make run chooses the port
	@DEBUG=on $(RUN) python manage.py up

demo:  # a couple with a year of life, a therapist and a curator
	@DEBUG=on $(RUN) python manage.py demo

test:  # all that this machine can run; what it lacks is named; loadgroup hands tests out one by one
	@$(DEV) pytest -n 2 --dist loadgroup $(ARGS)

test-servers:  # the same on a throw-away PostgreSQL with Redis
	@$(DEV) python -m tests.servers --run pytest -n 2 --dist loadgroup $(ARGS)

test-deep:  # longer, on both databases: 300 rounds a race, and the deep tests
	@$(MAKE) test ARGS="--deep $(ARGS)" && $(MAKE) test-servers ARGS="--deep -m 'not once' $(ARGS)"

check:  # lint, format, types, imports, templates, missing migrations
	@$(DEV) python -m tests.check

matrix:  # who may do what, cell by cell
	@$(DEV) python -m tests.matrix

journeys:  # clicks, screens and seconds of each journey on a phone, into var/journeys.json
	@$(DEV) pytest tests/browser/journeys.py -q

bench:  # speed beside floors of the same run, into var/bench.json; ONLY="pages vault" runs parts
	@$(DEV) python -m bench $(ONLY)

load:  # 10,000 couples, people, a full minute and faults for ten minutes; ARGS=--small for one minute
	@$(DEV) python -m bench.load $(ARGS)

rolling:  # the same while FROM (a commit) becomes this version; ARGS=--small
	@$(DEV) python -m bench.load --rolling $(or $(FROM),HEAD^) $(ARGS)

screenshots:  # every page at 360 and 1280 px, light and dark, into var/screenshots/
	@$(DEV) pytest tests/browser/screenshots.py -q

pictures:  # the two pictures of the README, into static/pictures/
	@$(DEV) pytest tests/browser/pictures.py -q

messages:  # bring the catalogue to what the code says, to be translated; needs the gettext program
	@DEBUG=on $(DEV) python manage.py makemessages -l de --no-location --no-wrap --no-obsolete -i 'var/*' -i 'tests/*' -i 'trustpact/demo/*'
