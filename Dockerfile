# syntax=docker/dockerfile:1

# Everything that building needs, the compiler for packages without a ready-made binary included.
FROM node:24-bookworm AS build
WORKDIR /app
ENV ASTRO_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run build \
  && npm prune --omit=dev

# What runs: the built server with its pages, the sources of the command line, the packages they use.
FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4321 \
    DATA_DIR=/data \
    CONTENT_DIR=/data/content \
    NODE_COMPILE_CACHE=/tmp/portico \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/db ./db
COPY --from=build --chown=root:root /app/src ./src
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/content ./content
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4321
# The port may be another by PORT; node is there, curl is not.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Publishing writes articles back as files: they live in the volume, which begins with the handbook. `exec`, so that the
# signal to stop reaches the server itself.
CMD ["sh", "-c", "[ -e \"$CONTENT_DIR\" ] || cp -R content \"$CONTENT_DIR\"; exec node --max-semi-space-size=4 dist/server/server.mjs"]
