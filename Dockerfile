# The image that web, worker, beat and migrations share. Built twice over: the second stage holds
# no compiler, no cache and no tool of the build.
FROM debian:12-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .ci/uv.txt ./
RUN python3 -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r uv.txt \
 && .venv/bin/uv pip sync --no-cache --require-hashes --python .venv/bin/python requirements.txt \
 && .venv/bin/python -m pip uninstall -y uv
COPY manage.py pyproject.toml ./
COPY trustpact trustpact
COPY agreements agreements
COPY checkins checkins
COPY templates templates
COPY static static
COPY locale locale
RUN .venv/bin/python trustpact/web/catalogues.py
# Collecting needs settings, and settings need secrets: these are thrown away with this layer.
RUN DEBUG=off SECRET_KEY=build VAULT_KEYS=build SEALING_KEYS=build VAPID_KEYS=build VAR=/app/var \
    .venv/bin/python manage.py collectstatic --noinput

FROM debian:12-slim
# The fonts are for the PDF of an agreement: ideographs, emoji, and the scripts that pymupdf-fonts lacks.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
    python3 ca-certificates fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin trustpact
WORKDIR /app
COPY --from=build /app /app
# The code belongs to root and nothing in it may be written; what is kept is in the database, and
# the checkpoints beside it.
RUN install -d -o trustpact -m 700 /checkpoints
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER trustpact
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "trustpact.wsgi:application"]
