# Debian with Java: the layers that all our images share. For any builder: no BuildKit, no registry but the base image.
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${BASE_IMAGE}
# Lines of a sources.list that replace those of the base image, where the user has named a mirror (see harness/setup/network).
ARG DEBIAN_SOURCES=
RUN if [ -n "$DEBIAN_SOURCES" ]; then rm -rf /etc/apt/sources.list.d && echo "$DEBIAN_SOURCES" > /etc/apt/sources.list; fi
# A base image that we have made of Debian's packages has these already.
RUN command -v java tini || { \
      mkdir -p /usr/share/man/man1 \
      && apt-get update \
      && apt-get install -y --no-install-recommends ca-certificates openjdk-17-jre-headless tini; \
    } \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* \
      /usr/lib/jvm/*/lib/ct.sym /usr/lib/jvm/*/lib/server/classes_nocoops.jsa
