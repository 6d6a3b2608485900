# Debian with Java: the layers that all our images share. For any builder: no BuildKit, no registry but the base image.
# The context holds images/java/.
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${BASE_IMAGE}
COPY install-packages /usr/local/bin/
# Lines of a sources.list, where the user has named a mirror (see harness/setup/network).
ARG DEBIAN_SOURCES=
# A base image that we have made of Debian's packages has these already.
RUN dpkg --status ca-certificates openjdk-17-jre-headless tini > /dev/null || { \
      mkdir -p /usr/share/man/man1 \
      && install-packages ca-certificates openjdk-17-jre-headless tini; \
    } \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* \
      /usr/lib/jvm/*/lib/ct.sym /usr/lib/jvm/*/lib/server/classes_nocoops.jsa
