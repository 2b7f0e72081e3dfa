# The service in one image. Alone it runs everything, the embedded servers too:
#   docker run -p 8000:8000 -v rectify:/data rectify
# docker-compose.yml runs one process of it in each container, beside PostgreSQL and Redis.

# The tag names one release. An installation that can reach a registry names the digest as well:
#   docker build --build-arg PYTHON_IMAGE=python@sha256:... .
ARG PYTHON_IMAGE=python:3.13.9-slim-trixie
FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
RUN python -m venv /opt/rectify && python -m venv /opt/build
COPY requirements.lock requirements-build.lock ./
RUN /opt/rectify/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
RUN /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY workflow workflow
COPY web web
COPY worker worker
COPY rectify rectify
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/rectify/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin rectify \
    && install --directory --owner=rectify --group=rectify --mode=0700 /data
COPY --from=build /opt/rectify /opt/rectify
ENV PATH=/opt/rectify/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    RECTIFY_DATA=/data \
    RECTIFY_HOST=0.0.0.0
USER rectify
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["rectify", "up"]
