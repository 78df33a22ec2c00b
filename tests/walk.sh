#!/bin/sh
# A walk through the command-line tool's main job, from a token in JSON to a
# signed transaction; each command is shown before it runs.
# Usage: walk.sh PATH-OF-moneyer-cli
set -eu

cli=$(realpath "$1")
examples=$(cd "$(dirname "$0")/../data/examples" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$examples"/*.json .
umask 077

say () {
  printf '\n# %s\n' "$1"
}

# Shows a command and runs it.
show () {
  printf '$ moneyer-cli %s\n' "$*"
  "$cli" "$@"
}

# The same, with the output in a file.
show_into () {
  file=$1
  shift
  printf '$ moneyer-cli %s > %s\n' "$*" "$file"
  "$cli" "$@" > "$file"
}

say "A token that a shop wants to give its customers, as JSON: create-token.json. What would be signed?"
show tx describe --objects objects.json create-token.json

say "What a node will charge for it, by a fee schedule that a node gave"
show tx fees --schedule fee-schedule.json create-token.json

say "The bytes that a node makes of it, and what they say when they are read back"
show_into create-token.hex tx encode create-token.json
show tx decode create-token.hex

say "A new key, and a signature with it"
show_into shop.wif key new
show_into signed.json tx sign --key-file shop.wif create-token.json

say "Who signed it? The key that was made above"
show tx signers signed.json
show key public shop.wif
[ "$("$cli" tx signers signed.json)" = "$("$cli" key public shop.wif)" ]

say "The name by which the chain will know the transaction; a signature does not change it"
show tx id signed.json
[ "$("$cli" tx id signed.json)" = "$("$cli" tx id create-token.json)" ]

say "A price of 2.5 BTS for a point, as the chain's integers"
show price approximate 2.5 5 2

say "That was all without a network: nothing was sent."
