# Plumbline with everything it needs to typeset reports. Data lives in the volume /data.
FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc .puppeteerrc.cjs ./
RUN npm ci
COPY . .
RUN npx tsc -p tsconfig.build.json && npm prune --omit=dev

FROM node:24-trixie-slim
# Chromium for the reports; tini reaps it if it is killed.
RUN apt-get update \
    && apt-get install -y --no-install-recommends chromium tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home plumbline \
    && install -d -o plumbline -g plumbline /data
WORKDIR /app
COPY --from=build /app ./
ENV NODE_ENV=production PLUMBLINE_DATA_DIR=/data PLUMBLINE_HOST=0.0.0.0 PLUMBLINE_CHROMIUM=/usr/bin/chromium
USER plumbline
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=16", "--max-old-space-size=2000", "dist/apps/plumbline/main.js"]
CMD ["up"]
