# Vestibule in two images: one that builds, one that runs. A third, `sandbox`, is for trials. Both bases are pinned by digest,
# because a tag can be moved: tools/image-digests.sh compares them with the registry (docs/releasing.md).
FROM rust:1.98.0-trixie@sha256:620dbcd124499c59e2406d3741574b5c5838cf9eb9656f0c3a03948f79b02959 AS build
WORKDIR /src
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*

# Layer 1, the tools: as old as the lock files.
COPY Cargo.lock ./
COPY tools/setup.sh tools/package.json tools/package-lock.json tools/.npmrc tools/
RUN tools/setup.sh build

# Layer 2, the dependencies of both halves, compiled against empty crates: as old as the manifests.
COPY Cargo.toml ./
COPY .cargo .cargo
COPY tools/wasm-cargo.sh tools/
COPY kyc/Cargo.toml kyc/
COPY app/Cargo.toml app/
COPY frontend/Cargo.toml frontend/
COPY server/Cargo.toml server/
COPY sandbox/Cargo.toml sandbox/
COPY bench/Cargo.toml bench/
RUN for crate in kyc app frontend server sandbox bench; do \
        mkdir -p $crate/src && touch $crate/src/lib.rs && echo 'fn main() {}' > $crate/src/main.rs; \
    done \
    && tools/wasm-cargo.sh build --lib -p frontend --profile lib-profile-release \
    && cargo build --release --locked -p server \
    && rm -r kyc/src app/src frontend/src server/src sandbox/src bench/src

# Layer 3, the project, its site inside the program. Cargo compares times: without the touch it would take the empty crates for newer.
COPY . .
RUN find kyc app frontend server sandbox bench -name '*.rs' -exec touch {} + \
    && node tools/bundle.mjs \
    && cargo build --release --locked -p server --features embedded-site


FROM debian:trixie-20260824-slim@sha256:d7e12182ce18b85b93007c1dedf31f2d29e01ccf3182cc4017c709b6259bc132 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin vestibule \
    && install -d -o vestibule -g vestibule -m 0700 /data


# The simulated provider, which compose.yaml starts beside the servers: `docker build --target sandbox`.
FROM build AS build-sandbox
RUN cargo build --release --locked -p sandbox

FROM runtime AS sandbox
COPY --from=build-sandbox /src/target/release/sandbox /usr/local/bin/sandbox
USER vestibule
EXPOSE 3001
ENTRYPOINT ["sandbox"]


FROM runtime
COPY --from=build /src/target/release/vestibule /usr/local/bin/vestibule

ENV VESTIBULE_MODE=production \
    VESTIBULE_ADDR=0.0.0.0:3000 \
    VESTIBULE_DATA=/data
USER vestibule
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s CMD ["vestibule", "health"]
ENTRYPOINT ["vestibule"]
