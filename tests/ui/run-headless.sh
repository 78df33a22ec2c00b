#!/bin/bash
# A desktop session that is thrown away: a home of its own, an X server on a free
# display, a session bus, and a key ring that is open. Runs a command in it.
# Usage: run-headless.sh COMMAND [ARGUMENT...]
# Variables: MONEYER_SCREEN=WIDTHxHEIGHT (1280x900), MONEYER_NO_KEY_RING=1
set -eu

if [ "${1-}" = --inside ]; then
  # On the bus by now.
  shift
  if [ -z "${MONEYER_NO_KEY_RING-}" ]; then
    printf moneyer | gnome-keyring-daemon --unlock --components=secrets --foreground \
      >/dev/null 2>&1 &
    keyring=$!
    trap 'kill $keyring 2>/dev/null || true' EXIT
    gdbus wait --session --timeout 20 org.freedesktop.secrets
  fi
  status=0
  "$@" || status=$?
  exit $status
fi

for program in Xvfb dbus-run-session gnome-keyring-daemon gdbus; do
  if ! command -v "$program" >/dev/null; then
    echo "skipped: $program is not installed" >&2
    exit 77
  fi
done

self=$(realpath "$0")
session=$(mktemp -d)
xvfb=
tidy () {
  [ -z "$xvfb" ] || { kill "$xvfb" 2>/dev/null && wait "$xvfb" || true; }
  # A desktop's document portal mounts a folder, and may be gone before it is unmounted.
  umount -l "$session/run/doc" 2>/dev/null || true
  rm -rf "$session" || true
}
trap tidy EXIT
# So that what the command leaves behind does not outlive the test.
trap 'exit 143' TERM INT

mkdir -m 700 "$session/home" "$session/run"
export HOME=$session/home XDG_RUNTIME_DIR=$session/run TMPDIR=$session
export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share XDG_CACHE_HOME=$HOME/.cache \
  XDG_STATE_HOME=$HOME/.local/state
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0" "$XDG_DATA_HOME" "$XDG_CACHE_HOME"
# The same picture everywhere, and at once.
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\ngtk-decoration-layout=appmenu:close\n' \
  >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"

export GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable ADW_DISABLE_PORTAL=1
export LC_ALL="${LC_ALL-C.UTF-8}" no_proxy='*'
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS SECRET_BACKEND

exec 7>"$session/display"
Xvfb -displayfd 7 -screen 0 "${MONEYER_SCREEN-1280x900}x24" -noreset -nolisten tcp \
  >"$session/xvfb.log" 2>&1 &
xvfb=$!
exec 7>&-
until [ -s "$session/display" ]; do
  kill -0 "$xvfb" 2>/dev/null || { cat "$session/xvfb.log" >&2; exit 1; }
  sleep 0.05
done
DISPLAY=:$(cat "$session/display")
export DISPLAY

status=0
dbus-run-session -- "$self" --inside "$@" || status=$?
exit $status
