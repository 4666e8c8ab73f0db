# One image for web, worker, scheduler and the migration job (compose.yaml says which is which).
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check \
      --requirement requirements.txt --constraint constraints.txt
COPY . .
# Hashed and compressed once, here; the settings of the place where it runs are not needed for it.
RUN SALESPERF_ENV=development SALESPERF_VAR=/tmp/build STATIC_ROOT=/app/staticfiles \
      /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/salesperf --create-home salesperf
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SALESPERF_ENV=production SALESPERF_VAR=/var/lib/salesperf STATIC_ROOT=/app/staticfiles
USER salesperf
VOLUME /var/lib/salesperf
EXPOSE 8000
CMD ["gunicorn", "salesperf.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--access-logfile", "-"]
