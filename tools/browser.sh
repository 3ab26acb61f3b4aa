#!/usr/bin/env bash
# Chromium and a Chinese font for the browser tests; installs them when root, else prints the one line that is missing.
set -euo pipefail
packages=()
command -v chromium >/dev/null || packages+=(chromium)
[ -n "$(find /usr/share/fonts -iname '*cjk*' -print -quit 2>/dev/null)" ] || packages+=(fonts-noto-cjk)
[ ${#packages[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "missing for the browser tests: sudo apt-get install -y ${packages[*]}" >&2
  exit 2
fi
log=$(mktemp)
echo "installing ${packages[*]} (once, about a minute)"
if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "apt-get could not install ${packages[*]}" >&2
  exit 2
fi
